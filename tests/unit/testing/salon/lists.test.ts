// Lists: sizes, totals and ends.
import { describe, expect, it } from 'vitest';
import { servedOperations } from '../../../../src/testing/apis.ts';
import { page } from '../../../../src/testing/salon/lists.ts';
import { path, start } from '../../../support/fake.ts';

describe('lists', () => {
  it('silently cap sizes, and report the total', async () => {
    const { altegio } = start({ clients: 430, appointments: 0 });
    const body = { page: 1, page_size: 100_000 };
    const page = await altegio.v1.get_client_list({ path, body });
    expect(page.data).toHaveLength(200);
    expect(page.meta).toMatchObject({ total_count: 430 });
    const all = await altegio.v1.get_client_list.items({ path, body: {} }).toArray({ limit: 1000 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(430);
  });

  it('look up only what stands on the page', () => {
    const operation = servedOperations(['v1']).find(({ paging }) => paging?.in === 'query')!;
    const { paging } = operation;
    const query = { [paging!.page]: 2, [paging!.size]: 3 };
    const looked: number[] = [];
    const valuesOf = (id: number) => {
      looked.push(id);
      return { id };
    };
    const call = { operation, path, query, body: undefined, sample: { data: [{ id: 0 }] } };
    const { data } = page(call, [0, 1, 2, 3, 4, 5, 6, 7], valuesOf);
    expect(data).toEqual([{ id: 3 }, { id: 4 }, { id: 5 }]);
    expect(looked).toEqual([3, 4, 5]);
  });

  it('of v2 say their page and limit, and end with a short page', async () => {
    const { altegio, fake } = start({ appointments: 300 });
    const pages = altegio.v2.list_appointments.pages({ path });
    const sizes: number[] = [];
    for await (const { items } of pages) sizes.push(items.length);
    expect(sizes).toEqual([250, 50]);
    expect(fake.journal.map(({ query }) => query.page)).toEqual([1, 2]);
  });

  it('of visits go by dates, from new to old, and end with nulls', async () => {
    const { altegio, fake } = start({ clients: 1, appointments: 200 });
    const client_id = fake.snapshot().clients[0]!.id as number;
    const body = { client_id, client_phone: null, payment_statuses: [], attendance: null };
    const visits = await altegio.v1.search_client_visits.items({ path, body }).toArray({ limit: 1000 });
    expect(visits).toHaveLength(200);
    const dates = visits.map(({ date }) => date!);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(fake.journal.length).toBeGreaterThan(3);
  });

  it('of appointments go by days, to the end of the last', async () => {
    const { altegio, fake } = start();
    const day = String(fake.snapshot().appointments[100]!.datetime).slice(0, 10);
    const query = { start_date: day, end_date: day };
    const found = await altegio.v1.get_appointment_list.items({ path, query }).toArray({ limit: 100 });
    expect(found.length).toBeGreaterThan(1);
    expect(found.every(({ datetime }) => datetime!.startsWith(day))).toBe(true);
  });
});
