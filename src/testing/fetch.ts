// A `fetch` over a function that responds, without a connection.
import { isForm } from '../util/content.ts';
import { type Incoming, isBodiless, type Respond } from './exchange.ts';

/** A `fetch` whose responses come from this function. It takes all that the platform's takes, and a GET with a body. */
export function fetchOver(respond: Respond): typeof fetch {
  return async (input, init = {}) => {
    const request = isRequest(input) ? input : undefined;
    const signal = init.signal ?? request?.signal;
    signal?.throwIfAborted();
    const incoming = await incomingOf(request, input, init);
    const reply = await untilAborted(respond(incoming), signal);
    if (reply === 'hang') return untilAborted(new Promise<never>(() => {}), signal);
    if (reply === 'reset') throw connectionLost();
    // The platform refuses to make a response that may have no body with one.
    return new Response(isBodiless(reply.status) ? null : (reply.body ?? null), {
      status: reply.status,
      headers: reply.headers,
    });
  };
}

/** Also a Request of another copy of the platform, as test environments have. */
function isRequest(input: unknown): input is Request {
  return typeof input === 'object' && input !== null && 'url' in input && 'headers' in input;
}

async function incomingOf(
  request: Request | undefined,
  input: unknown,
  init: RequestInit,
): Promise<Incoming> {
  const url = new URL(request ? request.url : String(input));
  const headers = new Headers(init.headers ?? request?.headers);
  const method = (init.method ?? request?.method ?? 'GET').toUpperCase();
  const isMultipart = isForm(init.body) || /^multipart\//.test(headers.get('content-type') ?? '');
  const body = init.body === undefined || init.body === null ? request?.text() : textOf(init.body);
  return {
    method,
    pathname: url.pathname,
    query: url.searchParams,
    header: (name) => headers.get(name) ?? undefined,
    headers: () => Object.fromEntries(headers),
    body: (await body) || undefined,
    isForm: isMultipart,
  };
}

function textOf(body: BodyInit): string | Promise<string> {
  return typeof body === 'string' ? body : new Response(body).text();
}

/** Rejects with the reason of the signal as soon as it is aborted. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** As Node's fetch says that an established connection was closed. */
function connectionLost(): TypeError {
  const cause = Object.assign(new Error('read ECONNRESET'), {
    code: 'ECONNRESET',
    errno: -104,
    syscall: 'read',
  });
  return new TypeError('fetch failed', { cause });
}
