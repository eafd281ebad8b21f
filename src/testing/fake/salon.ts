// A small salon in memory in front of the mock: three lists that really have pages, and one refusal that makes
// sense. The mock serves everything else, from the description; its lists have one page.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Mock, startMock } from '../mock/server.ts';
import { appointments, clients, visitsOf } from './salon-data.ts';

type Json = Record<string, unknown>;

interface Reply {
  status: number;
  body: Json;
}

/** Starts the salon and the mock behind it, on one port. */
export async function startSalon(): Promise<Pick<Mock, 'url' | 'close'>> {
  const mock = await startMock();
  const server = createServer((incoming, outgoing) => {
    serve(new URL(mock.url).origin, incoming, outgoing).catch((error: unknown) => {
      outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await mock.close();
    },
  };
}

async function serve(prism: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks);
  const response = ownResponse(incoming, sent);
  if (response) {
    outgoing.writeHead(response.status, { 'content-type': 'application/vnd.api.v2+json' });
    outgoing.end(JSON.stringify(response.body));
    return;
  }
  const { method, url, headers } = incoming;
  const onward = request(new URL(url ?? '/', prism), { method, headers }, (response) => {
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  onward.once('error', (error) => outgoing.destroy(error));
  onward.end(sent);
}

/** The salon's response, or `undefined` where Prism is to give one. */
function ownResponse({ method, url = '/' }: IncomingMessage, sent: Buffer): Reply | undefined {
  const { pathname, searchParams } = new URL(url, 'http://salon');
  const route = `${method} ${pathname.replace(/\/\d+(?=\/|$)/g, '/{id}')}`;
  switch (route) {
    case 'POST /api/v1/company/{id}/clients/search':
      return clientPage(parse(sent));
    case 'POST /api/v1/company/{id}/clients/visits/search':
      return visitPage(parse(sent));
    case 'GET /api/v1/records/{id}':
      return appointmentPage(searchParams);
    case 'POST /api/v1/records/{id}':
      return refusalOf(parse(sent));
    default:
      return undefined;
  }
}

function parse(sent: Buffer): Json {
  return sent.length === 0 ? {} : (JSON.parse(sent.toString()) as Json);
}

function clientPage({ page = 1, page_size = 25 }: Json): Reply {
  return listPage(clients, Number(page), Math.min(Number(page_size), 200));
}

function appointmentPage(query: URLSearchParams): Reply {
  const [first, last] = [query.get('start_date') ?? '', query.get('end_date') ?? '9'];
  const wanted = appointments.filter(({ date }) => date >= first && date.slice(0, 10) <= last);
  return listPage(wanted, Number(query.get('page') ?? 1), Math.min(Number(query.get('count') ?? 50), 1000));
}

function listPage(list: readonly object[], page: number, size: number): Reply {
  const data = list.slice((page - 1) * size, page * size);
  return { status: 200, body: { success: true, data, meta: { total_count: list.length } } };
}

const VISITS_PER_PAGE = 4;

/** From new to old; the response names the dates of the next page, and null at the end. */
function visitPage({ client_id, to }: Json): Reply {
  const visits = visitsOf(Number(client_id));
  const start = typeof to === 'string' ? visits.findIndex(({ date }) => date <= to) : 0;
  const records = visits.slice(start, start + VISITS_PER_PAGE);
  const rest = visits.slice(start + VISITS_PER_PAGE, start + 2 * VISITS_PER_PAGE);
  const dateCursor = { previous: null, current: datesOf(records), next: datesOf(rest) };
  return {
    status: 200,
    body: { success: true, data: { records, goods_transactions: [] }, meta: { dateCursor } },
  };
}

function datesOf(visits: readonly { date: string }[]): Json {
  return { from: visits.at(-1)?.date ?? null, to: visits[0]?.date ?? null, count: visits.length };
}

/** What the API says to an appointment that cannot be; a good one is left to Prism. */
function refusalOf({ client, services }: Json): Reply | undefined {
  const errors: Json = {};
  const phone = (client as Json | undefined)?.phone;
  if (typeof phone !== 'string' || !/^\+?\d{8,15}$/.test(phone)) {
    errors['[phone]'] = ['The phone number must have 8 to 15 digits.'];
  }
  if (!Array.isArray(services) || services.length === 0)
    errors['[services]'] = ['Choose at least one service.'];
  if (Object.keys(errors).length === 0) return undefined;
  return { status: 422, body: { success: false, data: null, meta: { message: 'Validation error', errors } } };
}
