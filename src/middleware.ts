// Lets the caller stand between a call and its sending, as often as it likes: next() may be called again.
import { type Answer, readContent } from './answer.ts';
import { secretsIn } from './redact.ts';
import type { Outgoing } from './transport.ts';

/** A request on its way, without its tokens: they are added after all middleware. */
export interface MiddlewareRequest {
  readonly operationId: string | undefined;
  readonly method: string;
  /** Path template, as in the description. */
  readonly path: string;
  url: string;
  /** Header names in lower case. */
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
  outgoing: Outgoing,
  send: (outgoing: Outgoing) => Promise<Answer>,
): Promise<Answer> {
  let last: Pick<Answer, 'attempts' | 'waitedMs' | 'doubt'> = { attempts: 0, waitedMs: 0, doubt: false };
  const innermost = async (request: MiddlewareRequest): Promise<Response> => {
    const { url, headers } = request;
    for (const secret of secretsIn([headers])) outgoing.secrets.add(secret);
    const body = { ...outgoing.body, content: request.body as Outgoing['body']['content'] };
    const answer = await send({ ...outgoing, url, headers, body });
    last = { ...answer, doubt: last.doubt || answer.doubt };
    return toResponse(answer);
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
  const content = await readContent(response, Number.POSITIVE_INFINITY);
  const { attempts, waitedMs, doubt } = last;
  return { status: response.status, headers: response.headers, content, attempts, waitedMs, doubt };
}

/** An answer as a platform Response. */
export function toResponse({ status, headers, content }: Answer): Response {
  // The constructor knows 200 to 599 only, and refuses a body where HTTP has none.
  const isEmpty = status === 204 || status === 205 || status === 304;
  const init = { status: status >= 200 && status <= 599 ? status : 599, headers };
  return new Response(isEmpty ? null : (content ?? null), init);
}
