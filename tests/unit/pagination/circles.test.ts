// Lists that go round in circles end with an error, or where a total says that they are complete; never in a loop.

import { expect, it } from 'vitest';
import { AltegioConfigError, AltegioDecodeError, createAltegio } from '../../../src/index.ts';

function altegioOver(answer: (call: number, body: Record<string, unknown>) => unknown) {
  let calls = 0;
  const altegio = createAltegio({
    partnerToken: 'partner',
    userToken: 'user',
    limiter: false,
    fetch: async (_, init) => {
      if (++calls > 50) throw new Error('endless');
      return Response.json(answer(calls, JSON.parse(String(init?.body ?? '{}')) as Record<string, unknown>));
    },
  });
  return { altegio, calls: () => calls };
}

const path = { location_id: 1 };

const rows = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: first + index }));

it('a date cursor that alternates between two dates ends with an error', async () => {
  const { altegio, calls } = altegioOver((call) => ({
    success: true,
    data: { records: rows(call * 10, 2), goods_transactions: [] },
    meta: {
      dateCursor: {
        next: call % 2 ? { from: '2026-01-01', to: '2026-01-31' } : { from: '2026-02-01', to: '2026-02-28' },
      },
    },
  }));
  const body = {
    client_id: 1,
    client_phone: null,
    from: null,
    to: null,
    payment_statuses: [],
    attendance: null,
  };
  const reading = altegio.v1.search_client_visits.items({ path, body }).toArray({ limit: 1000 });
  await expect(reading).rejects.toBeInstanceOf(AltegioDecodeError);
  expect(calls()).toBe(4);
});

it('pages that alternate without a total end with an error', async () => {
  const { altegio, calls } = altegioOver((call) => ({
    success: true,
    data: rows(call % 2 ? 1 : 100, 20),
    meta: {},
  }));
  const reading = altegio.v1.get_comments.items({ path }).toArray({ limit: 1000 });
  await expect(reading).rejects.toThrow(/the same as an earlier one/);
  expect(calls()).toBeLessThan(7);
});

it('a server that ignores the page is read once when its total says that this was all', async () => {
  const { altegio, calls } = altegioOver(() => ({
    success: true,
    data: rows(1, 1000),
    meta: { total_count: 1000 },
  }));
  const items = await altegio.v1.get_appointment_list.items({ path }).toArray({ limit: 5000 });
  expect(items).toHaveLength(1000);
  expect(calls()).toBe(2);
});

it('thirty calls on one signal leave no warning and no listener', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const { altegio } = altegioOver(() => ({ success: true, data: [], meta: [] }));
  const { signal } = new AbortController();
  await Promise.all(Array.from({ length: 30 }, () => altegio.v1.get_chain_list({ signal })));
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

it.each([null, 'text', new FormData(), new Blob(['x'])])(
  'a JSON operation refuses the body %s',
  async (body) => {
    const { altegio, calls } = altegioOver(() => ({}));
    const create = altegio.v1.create_appointment as unknown as (input: unknown) => Promise<unknown>;
    await expect(create({ path, body })).rejects.toBeInstanceOf(AltegioConfigError);
    expect(calls()).toBe(0);
  },
);

it.each(['path', 'query'])('%s: null is refused', async (name) => {
  const { altegio } = altegioOver(() => ({}));
  const get = altegio.v1.get_chain_list as unknown as (input: unknown) => Promise<unknown>;
  await expect(get({ [name]: null })).rejects.toThrow(`${name} is null; leave it out`);
});

it('the untyped door can be handed around', async () => {
  const { altegio } = altegioOver(() => ({ success: true, data: 1 }));
  const { request } = altegio.v1;
  await expect(request('GET', '/anything')).resolves.toEqual({ success: true, data: 1 });
});
