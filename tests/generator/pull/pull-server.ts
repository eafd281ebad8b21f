// A loopback server for the tests of the pull: responds as each test wants and records the requests.
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse, number: number) => void;

export interface PullServer {
  /** Base URL by address. */
  readonly base: string;
  /** The same server by host name: another origin. */
  readonly localhost: string;
  /** What was asked, in order. */
  readonly requests: ReadonlyArray<{ readonly path: string; readonly headers: IncomingHttpHeaders }>;
  /** Sets the response of a path from now on; `number` counts that path's requests from 1. */
  on(path: string, handler: Handler): void;
  close(): Promise<void>;
}

export async function startPullServer(): Promise<PullServer> {
  const handlers = new Map<string, { handler: Handler; count: number }>();
  const requests: Array<{ path: string; headers: IncomingHttpHeaders }> = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    const entry = handlers.get(path);
    if (!entry) {
      response.writeHead(404).end();
      return;
    }
    entry.count += 1;
    entry.handler(request, response, entry.count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    localhost: `http://localhost:${port}`,
    requests,
    on: (path, handler) => void handlers.set(path, { handler, count: 0 }),
    close: () => close(server),
  };
}

/** A complete response with the status, headers and body given. */
export function reply(
  status: number,
  body: string | Uint8Array = '',
  headers: Record<string, string> = {},
): Handler {
  return (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** Sends the headers and one byte, then a byte every few milliseconds until the client leaves. */
export function drip(everyMs: number): Handler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/yaml' }).write('o');
    const timer = setInterval(() => response.write(' '), everyMs);
    response.on('close', () => clearInterval(timer));
  };
}

/** Sends chunks without a Content-Length until the client leaves. */
export function flood(chunk: Uint8Array): Handler {
  return (_request, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
