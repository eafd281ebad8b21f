// Lets the caller stand between a call and its sending, as often as it likes: next() may be called again.
import { failed } from '../errors/call-error.ts';
import { AltegioConfigError, AltegioError, AltegioTimeoutError, isAltegioError } from '../errors/errors.ts';
import { secretsIn } from '../errors/redact.ts';
import type { Body } from '../request/body.ts';
import { headersProblem, lowerCased } from '../request/headers.ts';
import { type OnStop, within } from '../util/abort.ts';
import { clean, connectionError } from './network-error.ts';
import type { Call, Wire } from './prepared-call.ts';
import { flawOf, headersOf, readContent } from './read.ts';
import { type ReceivedResponse, tooLargeError, toResponse } from './response.ts';

/** A request on its way, without its tokens: they are added after all middleware. */
export interface MiddlewareRequest {
  /** The same as in the events and on the error of its call. */
  readonly callId: string;
  readonly operationId: string | undefined;
  readonly method: string;
  /** Path template, as in the description. */
  readonly path: string;
  /** May be changed, but not to another origin: the tokens would go there. */
  url: string;
  /** Header names in lower case. `Authorization` is refused here too. */
  headers: Record<string, string>;
  body: unknown;
}

/**
 * Sees every call, all its attempts included: changes the request, returns a response in its place, or calls `next` again
 * (a repeated write is sent twice: that is yours to decide).
 */
export type Middleware = (
  request: MiddlewareRequest,
  next: (request: MiddlewareRequest) => Promise<Response>,
) => Promise<Response>;

/** Runs a call through the middleware, the first one outermost. */
export async function throughMiddleware(
  wire: Wire,
  middleware: readonly Middleware[],
  call: Call,
  send: (call: Call) => Promise<ReceivedResponse>,
): Promise<ReceivedResponse> {
  const received = new Map<Response, ReceivedResponse>();
  const innermost = async (request: MiddlewareRequest): Promise<Response> => {
    const own = await send(withChanges(call, request));
    const response = toResponse(own);
    received.set(response, own);
    return response;
  };
  const chain = middleware.reduceRight<typeof innermost>(
    (next, layer) => async (request) => layer(request, next),
    innermost,
  );
  const { id, method, path } = call.operation;
  let response: Response;
  try {
    response = await chain({
      callId: call.progress.callId,
      operationId: id,
      method,
      path,
      url: call.url,
      headers: { ...call.headers },
      body: call.body.content,
    });
  } catch (error) {
    throw inContext(call, error);
  }
  const flaw = flawOf(response);
  if (flaw) throw failed(AltegioConfigError, call, `got no usable response: a middleware returned ${flaw}`);
  const headers = headersOf(response);
  const passedOn = received.get(response);
  // A Response has no status like 0, so what was passed on untouched keeps its own.
  // Without the original: its headers are those from before the middleware.
  if (passedOn) return { ...passedOn, headers, original: undefined };
  const { status } = response;
  // Made of one that came, most likely: then it speaks for that request, else for none.
  const { sending } = [...received.values()].findLast((each) => each.status === status) ?? {};
  return { status, headers, content: await readMade(wire, call, response), sending };
}

/** Reads what a middleware made or brought, within the limits of every response. */
async function readMade(wire: Wire, call: Call, response: Response): Promise<ReceivedResponse['content']> {
  const { signal, timeoutMs } = call;
  const { clock, maxResponseBytes: maxBytes } = wire;
  const tooLarge = () => tooLargeError(call, response.status, maxBytes);
  const timedOut = () => {
    const what = `had no complete response of a middleware within timeoutMs (${timeoutMs} ms)`;
    return failed(AltegioTimeoutError, call, what);
  };
  const read = (_: AbortSignal, onStop: OnStop) => readContent(response, { onStop, maxBytes, tooLarge });
  try {
    return await within(clock, timeoutMs, signal, read, timedOut);
  } catch (error) {
    if (signal?.aborted || isAltegioError(error)) throw error;
    throw connectionError(call, error, 'sent');
  }
}

/**
 * What a middleware throws after something was sent. It stays what it is, and the end of its chain of causes tells what
 * became of the call; what cannot have a cause becomes one.
 */
function inContext(call: Call, error: unknown): unknown {
  const { progress, signal } = call;
  if (progress.attempts === 0 || signal?.aborted) return error;
  const what = 'was ended by what a middleware threw';
  for (let each = error, depth = 0; each instanceof Error && depth < 10; each = each.cause, depth++) {
    if (isAltegioError(each)) {
      if (each.callId === progress.callId) return error;
      // Of another call: one error that is thrown again and again must not tell of the first time.
      break;
    }
    if (each.cause !== undefined || !Object.isExtensible(each)) continue;
    const value = failed(AltegioError, call, what);
    Object.defineProperty(each, 'cause', { value, configurable: true, writable: true });
    return error;
  }
  return failed(AltegioError, call, what, { cause: clean(call, error) });
}

/** The call as a middleware wants it sent, after the checks that every call goes through. */
export function withChanges(
  call: Call,
  { url, headers, body }: Pick<MiddlewareRequest, 'url' | 'headers' | 'body'>,
): Call {
  const problem = headersProblem(headers);
  if (problem)
    throw failed(AltegioConfigError, call, `was not sent: headers ${problem} (changed by a middleware)`);
  const lowered = lowerCased(headers);
  for (const secret of secretsIn(lowered)) call.secrets.add(secret);
  return {
    ...call,
    url: url === call.url ? url : sameOrigin(call, url),
    headers: lowered,
    body: { ...call.body, content: body as Body['content'] },
  };
}

/** The changed URL, spelt out, so that every fetch reads it as it was checked. */
function sameOrigin(call: Call, url: string): string {
  const { origin } = new URL(call.url);
  const changed = URL.canParse(url) ? new URL(url) : undefined;
  if (changed?.origin === origin) return changed.href;
  throw failed(
    AltegioConfigError,
    call,
    `was not sent: a middleware changed its URL to one outside of ${origin}`,
  );
}
