// How the lists of this edition are read: the sizes that they honour, and totals that are none.
import { describe, expect, it } from 'vitest';
import { all, askedFor, rows } from '../support/lists.ts';
import { altegioWith, ok, type Sent } from '../support/recorder.ts';

it('described operations page by the facts of the description', async () => {
  const { altegio, sent } = altegioWith(ok([]));
  const path = { location_id: 1 };
  await altegio.v1.get_appointment_list.items({ path }).toArray(all);
  await altegio.v1.get_client_list.items({ path, body: {} }).toArray(all);
  await altegio.v2.list_services.items({ path }).toArray(all);
  expect(sent.map(askedFor)).toEqual([
    { page: 1, size: 1000 },
    { page: 1, size: 200 },
    { page: 1, size: 250 },
  ]);
});

describe('a total that may count the page only', () => {
  it.each([
    'get_fiscal_transaction_list',
    'get_membership_type_list',
    'get_gift_card_type_list',
    'search_events',
  ])('does not end %s', async (name) => {
    const data = (sent: Sent) => rows(30).slice((askedFor(sent).page - 1) * 10, askedFor(sent).page * 10);
    const { v1 } = altegioWith((sent) => ok(data(sent), { count: data(sent).length }));
    const query = { from: '2026-01-01', till: '2026-01-31' };
    const input = { path: { location_id: 1 }, ...(name === 'search_events' && { query }) };
    expect(await v1[name]!.items(input).toArray(all)).toHaveLength(30);
    expect(await v1[name]!.pages(input).total()).toBeUndefined();
  });
});
