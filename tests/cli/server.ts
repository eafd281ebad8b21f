// A server on loopback with a list of clients, an appointment book that refuses, and a log of what arrived.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { loopback } from '../support/loopback.ts';
import { routeOf } from '../support/places.ts';

export interface Arrived {
  method: string;
  url: string;
  authorization: string | undefined;
  body: string;
}

export interface CliServer {
  base: string;
  arrived: Arrived[];
}

/** By `METHOD /path` below the base. */
export type Routes = Record<string, (arrived: Arrived, response: ServerResponse) => void>;

/** Serves these routes for the time of a test; everything else is 404. */
export async function serve(routes: Routes): Promise<CliServer> {
  const arrived: Arrived[] = [];
  const server = await loopback((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const each = { method, url, authorization: headers.authorization, body };
      arrived.push(each);
      const route = routes[`${method} ${url.split('?')[0]}`];
      if (route) route(each, response);
      else json(response, 404, { success: false, data: null, meta: { message: 'Not found' } });
    });
  });
  onTestFinished(() => server.close());
  return { base: `${server.base}/api`, arrived };
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export const listPath = routeOf('v1', 'get_client_list', { location_id: 1 }).split(' ')[1]!;

/** A list of that many clients, page by page, each page after a while. */
export function clients(total: number, delayMs = 0): Routes {
  return {
    [`POST ${listPath}`]: ({ body }, response) => {
      const { page = 1, page_size: size = 25 } = JSON.parse(body) as { page?: number; page_size?: number };
      const first = (page - 1) * size;
      const length = Math.max(0, Math.min(size, total - first));
      const data = Array.from({ length }, (_, index) => ({
        id: first + index + 1,
        name: `Client ${first + index + 1}`,
      }));
      setTimeout(() => json(response, 200, { success: true, data, meta: { total_count: total } }), delayMs);
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
