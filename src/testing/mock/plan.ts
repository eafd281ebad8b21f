// What to make up of a schema: Prism's generator picks any of the allowed types, and half of a salon would be null.

export type JsonSchema = { [keyword: string]: unknown };

/** Lists are short, but not empty. */
const LIST = { minItems: 1, maxItems: 3 };

/** How often a schema may be inside itself: a category has categories, and those have none. */
const NESTING = 2;

/** A copy that allows less, and nothing that the schema does not allow. */
export function planOf(schema: JsonSchema): JsonSchema {
  return plan(schema, []) ?? {};
}

/** `undefined` for a schema that is too deep inside itself. */
function plan(schema: JsonSchema, outer: readonly JsonSchema[]): JsonSchema | undefined {
  if (outer.filter((each) => each === schema).length >= NESTING) return undefined;
  const inside = [...outer, schema];
  const copy: JsonSchema = { ...schema };
  for (const union of ['allOf', 'anyOf', 'oneOf'] as const) {
    const branches = schema[union] as JsonSchema[] | undefined;
    if (branches) copy[union] = planUnion(branches, inside, union === 'allOf');
  }
  if (Array.isArray(schema.type)) copy.type = preferred(schema, schema.type as string[]);
  if (Array.isArray(schema.enum) && schema.enum.length > 1)
    copy.enum = schema.enum.filter((each) => each !== null);
  if (copy.type === 'array') return planList(copy, inside);
  if (copy.type === 'object' || copy.properties) planObject(copy, inside);
  return copy;
}

function planUnion(branches: JsonSchema[], inside: readonly JsonSchema[], all: boolean): JsonSchema[] {
  const planned = branches.flatMap((each): JsonSchema[] => {
    const branch = plan(each, inside);
    return branch ? [branch] : [];
  });
  const telling = planned.filter((each) => each.type !== 'null' && each.maxItems !== 0);
  return all || telling.length === 0 ? planned : telling;
}

/** The type of the example; else the first that holds something. */
function preferred({ examples, properties }: JsonSchema, types: string[]): string {
  const sample = Array.isArray(examples) ? examples[0] : undefined;
  const fitting = types.find((type) => (type === 'integer' ? 'number' : type) === typeof sample);
  if (fitting && sample !== null) return fitting;
  if (properties && types.includes('object')) return 'object';
  return types.find((type) => type !== 'null') ?? 'null';
}

function planList(copy: JsonSchema, inside: readonly JsonSchema[]): JsonSchema {
  const items = copy.items as JsonSchema | undefined;
  const planned = items && Object.keys(items).length > 0 ? plan(items, inside) : undefined;
  const { minItems, maxItems } = copy as { minItems?: number; maxItems?: number };
  // Of a list of anything nothing believable can be made.
  if (!planned) return { ...copy, items: {}, ...(minItems ? {} : { minItems: 0, maxItems: 0 }) };
  const least = Math.min(minItems ?? LIST.minItems, maxItems ?? LIST.minItems);
  const most = Math.max(least, Math.min(maxItems ?? LIST.maxItems, LIST.maxItems));
  return { ...copy, items: planned, minItems: least, maxItems: most };
}

function planObject(copy: JsonSchema, inside: readonly JsonSchema[]): void {
  const entries = Object.entries((copy.properties as Record<string, JsonSchema> | undefined) ?? {});
  const properties = entries.flatMap(([name, each]) => {
    const planned = typeof each === 'object' ? plan(each, inside) : each;
    return planned === undefined ? [] : [[name, planned] as const];
  });
  const { additionalProperties: more } = copy;
  // A map of this API has ids as its keys.
  const value =
    properties.length === 0 && typeof more === 'object' ? plan(more as JsonSchema, inside) : undefined;
  copy.properties = Object.fromEntries(value ? [['1', value]] : properties);
  if (copy.minProperties === undefined || value) copy.additionalProperties = false;
}
