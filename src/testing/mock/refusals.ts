// What a refusal of the mock says of a request that breaks the description: which field, and why.

/** What Prism found in a request. */
export interface Diagnostic {
  path?: readonly (string | number)[];
  message: string;
}

interface Refusal {
  meta?: object;
  errors?: object[];
}

/** The example of a refusal with what was found in its place, in the form of the API. */
export function refusalWith(example: unknown, found: readonly Diagnostic[]): unknown {
  const { meta, errors } = example as Refusal;
  if (!errors) return { ...(example as Refusal), meta: { ...meta, errors: faultsByField(found) } };
  const all = found.map((each) => ({
    ...errors[0],
    detail: each.message,
    source: { pointer: `/data/attributes/${fieldOf(each)}` },
  }));
  return { errors: all };
}

/** From field to texts. */
export function faultsByField(found: readonly Diagnostic[]): Record<string, string[]> {
  const faults: Record<string, string[]> = {};
  for (const each of found) {
    const field = fieldOf(each);
    faults[field] = [...(faults[field] ?? []), each.message];
  }
  return faults;
}

/** The first step of a path says where: body, query or path. */
function fieldOf({ path = [] }: Diagnostic): string {
  return path.slice(1).join('.') || 'request';
}
