// Lets the caller stand between a call and its sending, as often as it likes: next() may be called again.
import { type Answer, readContent } from './answer.ts';
import { AltegioConfigError } from './errors.ts';
import { secretsIn } from './redact.ts';
import { checkHeaders } from './request.ts';
import { flawOf, makeResponse } from './response.ts';
import { label } from './table.ts';
import { errorFacts, type Outgoing, type Traced, type Underway } from './transport.ts';

/** A request on its way, without its tokens: they are added after all middleware. */
export interface MiddlewareRequest {
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
 * Sees every call, all its attempts included: changes the request, answers in its place, or calls `next` again
 * (a repeated write is sent twice: that is yours to decide).
 */
export type Middleware = (
  request: MiddlewareRequest,
  next: (request: MiddlewareRequest) => Promise<Response>,
) => Promise<Response>;

/** Runs a call through the middleware, the first one outermost. */
export async function throughMiddleware(
  middleware: readonly Middleware[],
  outgoing: Underway,
  send: (outgoing: Underway) => Promise<Traced>,
): Promise<Traced> {
  let last: { response: Response; answer: Traced } | undefined;
  const innermost = async (request: MiddlewareRequest): Promise<Response> => {
    const changed = withChanges(outgoing, request);
    last = undefined;
    const answer = await send(changed);
    const response = toResponse(answer);
    last = { response, answer };
    return response;
  };
  const chain = middleware.reduceRight<typeof innermost>(
    (next, layer) => async (request) => layer(request, next),
    innermost,
  );
  const { id, method, path } = outgoing.operation;
  const response = await chain({
    operationId: id,
    method,
    path,
    url: outgoing.url,
    headers: { ...outgoing.headers },
    body: outgoing.body.content,
  });
  const flaw = flawOf(response);
  if (flaw) throw fault(outgoing, `got no usable answer: a middleware returned ${flaw}`);
  const content = await readContent(response, Number.POSITIVE_INFINITY);
  // A Response has no status like 0, so what was passed on untouched keeps its own.
  const status = response === last?.response ? last.answer.status : response.status;
  const { callId, retries, attempts, waitedMs, outcome } = outgoing.progress;
  // The last answer speaks for itself; any other one says nothing of what was sent besides.
  const doubt = last?.answer.status === status ? last.answer.doubt : outcome === 'unknown';
  return { status, headers: response.headers, content, attempts, waitedMs, doubt, callId, retries };
}

/** The call as a middleware wants it sent, after the checks that every call goes through. */
function withChanges(outgoing: Underway, { url, headers, body }: MiddlewareRequest): Underway {
  checkHeaders(headers, (problem) => fault(outgoing, `was not sent: ${problem} (changed by a middleware)`));
  const lowered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) lowered[name.toLowerCase()] = value;
  }
  for (const secret of secretsIn([lowered])) outgoing.secrets.add(secret);
  const content = body as Outgoing['body']['content'];
  return {
    ...outgoing,
    url: url === outgoing.url ? url : sameOrigin(outgoing, url),
    headers: lowered,
    body: { ...outgoing.body, content },
  };
}

/** The changed URL, spelt out, so that every fetch reads it as it was checked. */
function sameOrigin(outgoing: Underway, url: string): string {
  const { origin } = new URL(outgoing.url);
  const changed = URL.canParse(url) ? new URL(url) : undefined;
  if (changed?.origin === origin) return changed.href;
  throw fault(outgoing, `was not sent: a middleware changed its URL to one outside of ${origin}`);
}

function fault(outgoing: Underway, problem: string): AltegioConfigError {
  return new AltegioConfigError(`${label(outgoing.operation)} ${problem}.`, errorFacts(outgoing));
}

/** An answer as a platform Response. */
export function toResponse({ status, headers, content }: Answer): Response {
  return makeResponse(status, headers, content);
}
