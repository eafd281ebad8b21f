// What the fetch of a runtime does beyond the standard: Node's own hands requests to a dispatcher that takes more than
// fetch does, Deno's and Bun's may send a request a second time on their own.

interface Dispatcher {
  dispatch(options: object, handler: object): boolean;
}

interface DenoHttpClient {
  close(): void;
}

interface Runtimes {
  Deno?: { createHttpClient?(options: { poolMaxIdlePerHost: number }): DenoHttpClient };
  Bun?: unknown;
}

const runtimes = globalThis as Runtimes;

/** Whether this is Node's own fetch, and not what a test, a mock or a tracer has put in its place. */
export function isOwnOfNode(fetch: unknown): boolean {
  return (
    typeof fetch === 'function' && /internal\/deps\/undici/.test(Function.prototype.toString.call(fetch))
  );
}

/**
 * A `dispatcher` for Node's own fetch that changes some options of a request and hands it to the one that gets all
 * requests: the global one, so that a proxy or mock that was set there stays in the way.
 */
export function changing(options: object): { dispatcher: Dispatcher } {
  const dispatch = (given: object, handler: object) => {
    // The two kinds of handlers that undici knows each have their own global dispatcher.
    const key = Symbol.for(`undici.globalDispatcher.${'onRequestStart' in handler ? 2 : 1}`);
    const dispatcher = (globalThis as unknown as Record<symbol, Dispatcher>)[key]!;
    return dispatcher.dispatch({ ...given, ...options }, handler);
  };
  return { dispatcher: { dispatch } };
}

/**
 * Keeps Deno and Bun from sending a write twice: when a kept-alive connection closes under a request, they send it
 * again. Deno does not for a Blob, Bun not for POST and PATCH; where neither helps, the connection is a fresh one.
 *
 * @returns what is to be called when the response has been read
 */
export function withoutResending(init: RequestInit): (() => void) | undefined {
  if (runtimes.Bun && !/^(POST|PATCH)$/.test(init.method!)) init.keepalive = false;
  if (!runtimes.Deno) return undefined;
  if (typeof init.body === 'string' || ArrayBuffer.isView(init.body)) init.body = new Blob([init.body]);
  if (init.body !== undefined) return undefined;
  const client = runtimes.Deno.createHttpClient?.({ poolMaxIdlePerHost: 0 });
  Object.assign(init, { client });
  return () => client?.close();
}
