// A GET with a body: the Fetch standard forbids it, the API wants it in one place. Node, Bun and Deno can do it
// through node:http; a browser is told so.
import { AltegioConfigError } from '../errors/errors.ts';
import { makeResponse } from './response.ts';

interface NodeProcess {
  getBuiltinModule?(id: string): unknown;
}

/** As `fetch`, for a GET with a text body, in runtimes that have node:http. */
export async function fetchWithBody(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const url = new URL(String(input));
  const load = (globalThis as { process?: NodeProcess }).process?.getBuiltinModule;
  const http = load?.(`node:${url.protocol.slice(0, -1)}`) as typeof import('node:http') | undefined;
  if (!http) {
    throw new AltegioConfigError(
      'A GET with a body can be sent from Node, Bun and Deno only, or through your own fetch.',
    );
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: init.method ?? 'GET',
      headers: {
        ...(init.headers as Record<string, string>),
        'content-length': Buffer.byteLength(String(init.body)),
      },
      ...(init.signal ? { signal: init.signal } : {}),
    });
    request.on('error', reject);
    request.on('response', (message) => {
      // What is thrown in here would end the process.
      Promise.resolve(message).then(toResponse).then(resolve, reject);
    });
    request.end(String(init.body));
  });
}

function toResponse(message: import('node:http').IncomingMessage): Response {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const chunks = (message as AsyncIterable<Uint8Array<ArrayBuffer>>)[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
    cancel: () => void message.destroy(),
  });
  const response = makeResponse(status, headers, body);
  // Nobody will read it.
  if (response.body === null) message.resume();
  return response;
}
