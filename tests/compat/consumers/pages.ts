// Lists over all their pages, in each of the ways that the API pages.
import { equal, ok } from 'node:assert/strict';
import { byDateWindow, type Cursor } from 'altegio-sdk';
import type { Client } from 'altegio-sdk/v1';
import { ada, altegio, location_id, type Program } from './salon.js';

const { v1, v2 } = altegio;
const path = { location_id };

export const program: Program = {
  'v1.get_client_list.items': async () => {
    const ids = new Set<number>();
    for await (const { id } of v1.get_client_list.items({ path, body: {}, size: 20 })) {
      if (id !== undefined) ids.add(id);
    }
    ok(ids.size >= 60);
  },
  'v1.get_client_list.pages': async () => {
    let cursor: Cursor | undefined;
    for await (const page of v1.get_client_list.pages({ path, body: {}, size: 25 })) {
      equal(page.items.length, 25);
      ok(page.total !== undefined && page.total >= 60);
      cursor = page.cursor;
      break;
    }
    const rest = await v1.get_client_list
      .pages({ path, body: {}, from: cursor })
      .toArray({ limit: Number.POSITIVE_INFINITY });
    ok(rest.length >= 35);
  },
  'v1.get_client_list.total': async () => {
    const total = await v1.get_client_list.pages({ path, body: {} }).total();
    ok(total !== undefined && total >= 60);
  },
  'v1.get_appointment_list.items': async () => {
    const query = { start_date: '2026-01-01', end_date: '2026-12-31' };
    const some = await v1.get_appointment_list.items({ path, query }).toArray({ limit: 50 });
    equal(some.length, 50);
  },
  'v1.search_client_visits.pages': async () => {
    const visits = await v1.search_client_visits
      .pages({ path, body: { client_id: ada } })
      .toArray({ limit: 20 });
    ok(Array.isArray(visits));
  },
  'v2.list_services.pages': async () => {
    const titles: (string | undefined)[] = [];
    for await (const { items } of v2.list_services.pages({ path, size: 2 }))
      for (const { attributes } of items) titles.push(attributes.title);
    ok(titles.includes('Haircut'));
  },
  byDateWindow: async () => {
    const appointments = byDateWindow(
      { start_date: '2026-01-01', end_date: '2026-03-31', days: 31 },
      (window) => v1.get_appointment_list.items({ path, query: { ...window } }),
    );
    const found = await appointments.toArray({ limit: 30 });
    equal(found.length, 30);
  },
  Client: async () => {
    const { data } = await v1.get_client({ path: { location_id, id: ada } });
    const client: Partial<Client> = data;
    equal(client.id, ada);
  },
};
