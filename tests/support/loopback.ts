// A server on loopback for what only real sockets can show: refused, reset, hanging and dripping connections.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Loopback {
  /** Stands for `https://api.alteg.io/api`. */
  base: string;
  close(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export async function loopback(handler: Handler): Promise<Loopback> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A base where nothing listens: a port that was just given back. */
export async function closedPort(): Promise<string> {
  const server = await loopback(() => {});
  await server.close();
  return server.base;
}
