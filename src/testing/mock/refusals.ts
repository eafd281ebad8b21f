// What the mock's error answers say: the description has one shape for all of them, and no word of what went wrong.

const messages: Record<number, string> = {
  400: 'Bad request',
  401: 'Authorization failed',
  402: 'The license of this location has ended',
  403: 'No rights to do this',
  404: 'Not found',
  409: 'This time is taken',
  422: 'Validation error',
};

/** What is wrong with one field. */
interface Fault {
  field: string;
  message: string;
}

const invented: Fault = { field: 'phone', message: 'The phone number is not valid.' };

/** What Prism found in a request. */
interface Diagnostic {
  path?: readonly (string | number)[];
  message: string;
}

/** The body of an error answer, in the form of the API that the path belongs to. */
export function refusalOf(path: string, status: number, found: readonly Diagnostic[] = []): object {
  const message = messages[status] ?? 'The request was refused';
  const isAboutFields = status === 400 || status === 422;
  const faults = isAboutFields ? faultsOf(found) : [];
  if (path.startsWith('/api/v2/')) {
    const error = { status: String(status), title: message };
    if (faults.length === 0) return { errors: [{ ...error, detail: `${message}.` }] };
    const errors = faults.map((each) => ({
      ...error,
      detail: each.message,
      source: { pointer: `/data/attributes/${each.field}` },
    }));
    return { errors };
  }
  return { success: false, data: null, meta: { message, ...(isAboutFields && { errors: mapOf(faults) }) } };
}

/** What Prism found in a request, from field to texts. */
export function faultsByField(found: readonly Diagnostic[]): Record<string, string[]> {
  return mapOf(faultsOf(found));
}

function mapOf(faults: readonly Fault[]): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const each of faults) errors[each.field] = [...(errors[each.field] ?? []), each.message];
  return errors;
}

/** Asked for by the Prefer header, a refusal has no reason; then one is invented. */
function faultsOf(found: readonly Diagnostic[]): Fault[] {
  if (found.length === 0) return [invented];
  // The first step says where: body, query or path.
  return found.map(({ path = [], message }) => ({ field: path.slice(1).join('.') || 'request', message }));
}
