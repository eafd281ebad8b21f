// The part of the quickstart that only reads; the real API may be behind it.

import type { Altegio } from '../../src/index.ts';
import type { Meter } from './meter.ts';
import type { Printer } from './print.ts';

export interface Tour {
  altegio: Altegio;
  locationId: number;
  /** First and last day of the appointments. */
  days: { start_date: string; end_date: string };
  /** The server that the lists come from. */
  source: string;
  print: Printer;
  meter: Meter;
}

/** Enough to see how it works, and little enough for a large location. */
const MAX_PAGES = 4;

/** The three lists, each with its own way of paging. */
export async function readLists(tour: Tour): Promise<void> {
  const client = await listClients(tour);
  if (client) await walkVisits(tour, client);
  await readAppointments(tour);
}

interface Client {
  id: number;
  name: string;
}

async function listClients({ altegio, locationId, source, print, meter }: Tour): Promise<Client | undefined> {
  print.section('Clients', 'v1.get_client_list.pages()');
  const clients: Client[] = [];
  let total: number | undefined;
  let hasMore = false;
  const pages = altegio.v1.get_client_list.pages({
    path: { location_id: locationId },
    body: { fields: ['id', 'name'], order_by: 'id', order_by_direction: 'ASC' },
  });
  for await (const page of pages) {
    for (const { id, name } of page.items) clients.push({ id: id ?? 0, name: name ?? '' });
    total = page.total;
    hasMore = !page.cursor.end;
    if (page.page === MAX_PAGES) break;
  }
  print.text(`${clients.length}${total === undefined ? '' : ` of ${total}`} clients; the first ones:`);
  print.rows(clients.slice(0, 3).map(({ id, name }) => [`#${id}`, name]));
  if (hasMore) print.note('There are more: page.cursor says where to go on.');
  print.note(`${meter.lap()}, from ${source}`);
  return clients[0];
}

async function walkVisits(
  { altegio, locationId, source, print, meter }: Tour,
  client: Client,
): Promise<void> {
  print.section(`Visits of ${client.name || `#${client.id}`}`, 'v1.search_client_visits.pages()');
  const rows: string[][] = [];
  const pages = altegio.v1.search_client_visits.pages({
    path: { location_id: locationId },
    body: { client_id: client.id, client_phone: null, payment_statuses: [], attendance: null },
  });
  for await (const { page, items } of pages) {
    const dates = items.map(({ date }) => (date ?? '').slice(0, 10)).filter((date) => date !== '');
    rows.push([
      `page ${page}`,
      `${items.length} visits`,
      dates.length ? `${dates[0]} back to ${dates.at(-1)}` : '',
    ]);
    if (page === MAX_PAGES) break;
  }
  print.text('Paged by date, from new to old; the loop is the same as everywhere:');
  print.rows(rows);
  print.note(`${meter.lap()}, from ${source}`);
}

async function readAppointments({ altegio, locationId, days, source, print, meter }: Tour): Promise<void> {
  print.section('Appointments', 'v1.get_appointment_list.items()');
  const items = altegio.v1.get_appointment_list.items({ path: { location_id: locationId }, query: days });
  const byMember = new Map<string, number>();
  const appointments = await items.toArray({ limit: 5000 });
  for (const { staff } of appointments) {
    const name = staff?.name ?? 'nobody';
    byMember.set(name, (byMember.get(name) ?? 0) + 1);
  }
  print.text(`${appointments.length} appointments, ${days.start_date} to ${days.end_date}, by team member:`);
  print.rows([...byMember].slice(0, 5).map(([name, count]) => [name, String(count)]));
  print.note(`${meter.lap()}, from ${source}`);
}
