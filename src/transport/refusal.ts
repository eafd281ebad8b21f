// Recognises what a fetch refuses before it sends anything: mistakes in the request, never faults of the network.

/** Codes of undici and node:http for a request that they do not take. */
const refusingCode =
  /^(UND_ERR_INVALID_ARG|UND_ERR_NOT_SUPPORTED|ERR_INVALID_(URL|CHAR|PROTOCOL|HTTP_TOKEN)|ERR_HTTP_INVALID_HEADER_VALUE|ERR_UNESCAPED_CHARACTERS)$/;

/** How the runtimes word what their `Request` cannot say; the Fetch standard has a list of ports for mail and the like. */
const refusingText = /\bbad port\b|\bunknown scheme\b|disturbed or locked|(locked|disturbed) stream/i;

/** Whether a fetch refused a request before sending anything; `body` for a body that its method may not have. */
export function refusalOf(error: unknown, url: string, init: RequestInit): 'body' | 'request' | undefined {
  let each = error;
  for (let depth = 0; typeof each === 'object' && each !== null && depth < 5; depth++) {
    const { code, message, cause } = each as { code?: unknown; message?: unknown; cause?: unknown };
    // The wording of Node, Deno, Bun, workerd and the browsers differs in the rest only.
    if (init.body !== undefined && /cannot have (a )?body/i.test(String(message))) return 'body';
    if (refusingCode.test(String(code)) || refusingText.test(String(message))) return 'request';
    if (cause === undefined && isRefusedByRequest(each as Error, url, init)) return 'request';
    each = cause;
  }
  return undefined;
}

/** Whether making the `Request` fails with the same words: then fetch came no farther either. */
function isRefusedByRequest(
  error: Error,
  url: string,
  { body: _, signal: __, ...init }: RequestInit,
): boolean {
  if (error.name !== 'TypeError' || typeof Request !== 'function') return false;
  try {
    new Request(url, init);
    return false;
  } catch (same) {
    return words(same as Error) === words(error);
  }
}

/** Without the part in which browsers name the function. */
function words({ message }: Error): string {
  return message.replace(/^Failed to (execute 'fetch' on '\w+'|construct 'Request'): /, '');
}
