// A GET with a body: the Fetch standard forbids it, the API wants it in one place. Nothing goes around the fetch of the
// caller, its proxy or its mock: where the runtime's own refuses such a request, its own means stand in, else none do.
import { changing, isOwnOfNode } from './platform-fetch.ts';
import { makeResponse } from './response.ts';

interface Runtime {
  Bun?: unknown;
  Deno?: unknown;
  /** Next's edge runtime, and others of its kind. */
  EdgeRuntime?: unknown;
  process?: { env?: Record<string, string | undefined>; getBuiltinModule?(id: string): unknown };
}

/** The stand-in for a fetch that refused a GET with a body; `undefined` where none is known to go the same way. */
export function fetchWithBody(refusing: typeof fetch): typeof fetch | undefined {
  const runtime = globalThis as Runtime;
  if (runtime.EdgeRuntime !== undefined) return undefined;
  // Node's fetch refuses it, its dispatcher does not; to fetch it is a POST.
  if (isOwnOfNode(refusing)) {
    return (url, init) =>
      refusing(url, { ...init, method: 'POST', ...changing({ method: 'GET' }) } as RequestInit);
  }
  const isOwn = /\[native code\]|lazyFetch/.test(Function.prototype.toString.call(refusing));
  const isProxied = Object.entries(runtime.process?.env ?? {}).some(
    ([name, value]) => value && /^(https?|all)_proxy$/i.test(name),
  );
  const isKnown = runtime.Bun !== undefined || runtime.Deno !== undefined;
  return isKnown && isOwn && !isProxied ? overHttp : undefined;
}

/** Through node:http, which Bun and Deno have too. */
const overHttp = async (input: unknown, init: RequestInit = {}): Promise<Response> => {
  const url = new URL(String(input));
  const load = (globalThis as Runtime).process!.getBuiltinModule!;
  const http = load(`node:${url.protocol.slice(0, -1)}`) as typeof import('node:http');
  const body = init.body as string | Uint8Array;
  return new Promise((resolve, reject) => {
    const request = http.request(url, {
      method: init.method!,
      headers: { ...(init.headers as Record<string, string>), 'content-length': Buffer.byteLength(body) },
      signal: init.signal!,
    });
    request.on('error', reject);
    // Neither is a response, and without a listener nothing more is heard.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      reject(new TypeError('the server switched to another protocol'));
    });
    request.on('close', () => reject(new TypeError('the connection was closed without a response')));
    request.on('response', (message) => {
      // What is thrown in here would end the process.
      Promise.resolve(message).then(toResponse).then(resolve, reject);
    });
    request.end(body);
  });
};

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
