// Lets the caller stand between a call and its sending, as often as it likes: next() may be called again.
import { failed } from '../errors/call-error.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import { secretsIn } from '../errors/redact.ts';
import type { Body } from '../request/body.ts';
import { headersProblem, lowerCased } from '../request/headers.ts';
import type { Call } from './prepared-call.ts';
import { type Answer, flawOf, makeResponse, readContent } from './response.ts';

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
  call: Call,
  send: (call: Call) => Promise<Answer>,
): Promise<Answer> {
  let last: { response: Response; answer: Answer } | undefined;
  const innermost = async (request: MiddlewareRequest): Promise<Response> => {
    const changed = withChanges(call, request);
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
  const { id, method, path } = call.operation;
  const response = await chain({
    operationId: id,
    method,
    path,
    url: call.url,
    headers: { ...call.headers },
    body: call.body.content,
  });
  const flaw = flawOf(response);
  if (flaw) throw failed(AltegioConfigError, call, `got no usable answer: a middleware returned ${flaw}`);
  const content = await readContent(response);
  // A Response has no status like 0, so what was passed on untouched keeps its own.
  const status = response === last?.response ? last.answer.status : response.status;
  // The last answer speaks for itself; any other one says nothing of what was sent besides.
  const doubt = last?.answer.status === status ? last.answer.doubt : call.progress.outcome === 'unknown';
  return { status, headers: response.headers, content, doubt };
}

/** The call as a middleware wants it sent, after the checks that every call goes through. */
function withChanges(call: Call, { url, headers, body }: MiddlewareRequest): Call {
  const problem = headersProblem(headers);
  if (problem)
    throw failed(AltegioConfigError, call, `was not sent: headers ${problem} (changed by a middleware)`);
  const lowered = lowerCased(headers);
  for (const secret of secretsIn([lowered])) call.secrets.add(secret);
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

/** An answer as a platform Response. */
export function toResponse({ status, headers, content }: Answer): Response {
  return makeResponse(status, headers, content);
}
