// A server on the loopback interface over a function that responds. Node's modules are loaded when one is started, so that
// the rest works in every runtime.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Incoming, isBodiless, type Respond } from './exchange.ts';

/** A server that listens. */
export interface Listening {
  /** What the option `baseUrl` takes: stands for `https://api.alteg.io/api`. */
  url: string;
  port: number;
  /** Ends the server and every connection. */
  close(): Promise<void>;
}

/** Larger bodies are refused with 413, as no operation takes one. */
const maxBodyBytes = 20 * 1024 * 1024;

/** Starts a server on 127.0.0.1; port 0 takes a free one. A request that fails gets a response, and the server keeps running. */
export async function listen(respond: Respond, port = 0): Promise<Listening> {
  const { createServer } = await import('node:http');
  const server = createServer((incoming, outgoing) => {
    serve(respond, incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  // A test may keep this thread busy for longer than Node's 5 s, and its next request would meet a closed connection.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/api`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(respond: Respond, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const headers = corsHeaders(incoming);
  if (incoming.method === 'OPTIONS') {
    outgoing.writeHead(204, headers).end();
    return;
  }
  const body = await read(incoming);
  if (body === undefined) {
    outgoing.writeHead(413, headers).end();
    return;
  }
  const reply = await respond(incomingOf(incoming, body));
  if (reply === 'reset') incoming.socket.resetAndDestroy();
  // Until the caller gives up, or the server is closed.
  else if (reply !== 'hang') {
    const { status, body = '' } = reply;
    // With its length known, a response is written at once.
    const length = isBodiless(status) ? {} : { 'content-length': Buffer.byteLength(body) };
    outgoing.writeHead(status, { ...headers, ...reply.headers, ...length }).end(body);
  }
}

const nothing = Buffer.alloc(0);

/** `undefined` for a body that is too large, of which nothing is kept. By events, as an async iterator costs as much as the fake. */
function read(incoming: IncomingMessage): Promise<Buffer | undefined> | Buffer {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = incoming.headers;
  if (length === '0' && encoding === undefined) return nothing;
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    incoming
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBodyBytes) chunks = [];
        else chunks.push(chunk);
      })
      .once('end', () => resolve(size > maxBodyBytes ? undefined : Buffer.concat(chunks)))
      .once('error', reject);
  });
}

function incomingOf({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Incoming {
  const [pathname, ...search] = url.split('?');
  return {
    method,
    pathname: pathname!,
    query: new URLSearchParams(search.join('?')),
    header: (name) => (headers[name] as string | undefined) || undefined,
    headers: () => headers as Record<string, string>,
    body: body.length === 0 ? undefined : body.toString(),
    isForm: (headers['content-type'] ?? '').startsWith('multipart/'),
  };
}

/** A page in a browser may use it. */
function corsHeaders({ headers }: IncomingMessage): Record<string, string> {
  if (!headers.origin) return {};
  return {
    'access-control-allow-origin': headers.origin,
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-expose-headers': '*',
    vary: 'origin',
  };
}
