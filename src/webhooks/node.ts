// The handler as a function of node:http, and of the frameworks that stand on it. Imports nothing of Node.
import type { Incoming, Receiver } from './receiver.ts';

/** The part of `http.IncomingMessage` that is used; `body` and `rawBody` are what a framework has read of it. */
export interface NodeWebhookRequest extends AsyncIterable<unknown> {
  method?: string | undefined;
  url?: string | undefined;
  /** Express: the URL before a router cut its own part off. */
  originalUrl?: string | undefined;
  headers: { readonly [name: string]: string | string[] | undefined };
  httpVersionMajor?: number | undefined;
  /** Whether somebody has read the body to its end. */
  readableEnded?: boolean | undefined;
  body?: unknown;
  rawBody?: unknown;
  iterator?: ((options: { destroyOnReturn: boolean }) => AsyncIterable<unknown>) | undefined;
  resume?: (() => unknown) | undefined;
}

/** The part of `http.ServerResponse` that is used. */
export interface NodeWebhookResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(): unknown;
}

/** Handles one request; the promise never rejects. */
export async function respondNode(
  { receive, report }: Receiver,
  request: NodeWebhookRequest,
  response: NodeWebhookResponse,
): Promise<void> {
  try {
    const status = await receive(incomingOf(request));
    const more = headersOf(status);
    // Who is refused may be in the midst of a long body. HTTP/2 has no such header.
    const isLast = status !== 200 && (request.httpVersionMajor ?? 1) < 2;
    // Throws where something else, such as a timeout of the framework, has responded meanwhile.
    response.writeHead(status, isLast ? { ...more, connection: 'close' } : more);
    response.end();
    request.resume?.();
  } catch (error) {
    report(error);
  }
}

export function headersOf(status: number): Record<string, string> {
  return { 'content-length': '0', ...(status === 405 && { allow: 'POST' }) };
}

function incomingOf(request: NodeWebhookRequest): Incoming {
  const { method, headers, originalUrl, url = '/' } = request;
  return {
    method,
    url: originalUrl ?? url,
    authorization: [headers.authorization].flat()[0],
    length: [headers['content-length']].flat()[0],
    body: bodyOf(request),
  };
}

function bodyOf(request: NodeWebhookRequest): unknown {
  if (request.rawBody !== undefined) return request.rawBody;
  // Some parsers leave {} where they did not read the body.
  if (request.readableEnded && request.body !== undefined) return request.body;
  // The usual iteration would cut the connection before the response to a body that is too large.
  return request.iterator?.({ destroyOnReturn: false }) ?? request;
}
