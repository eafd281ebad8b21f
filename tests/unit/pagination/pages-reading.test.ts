// How pages are read: limits, reading ahead, stopping, deadlines and going on from a cursor.

import { describe, expect, it } from 'vitest';
import { AltegioConfigError, AltegioTimeoutError, type Cursor } from '../../../src/index.ts';
import { all, askedFor, idsOf, listsWith, pagesOver, rows, visitsPage } from '../../support/lists.ts';
import { altegioWith, failureOf, type Item, ok, type Sent } from '../../support/recorder.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const hundred = pagesOver(rows(100), { total: () => 100 });

describe('limits', () => {
  it.each([
    [1, 1],
    [10, 1],
    [11, 2],
    [35, 4],
  ])('toArray({ limit: %d }) asks for %d pages of ten', async (limit, requests) => {
    for (const name of ['counted', 'plain']) {
      const { client, sent } = listsWith(hundred);
      expect(idsOf(await client[name]!.pages({ size: 10 }).toArray({ limit }))).toEqual(idsOf(rows(limit)));
      await pause(1);
      expect(sent.length).toBeLessThanOrEqual(requests);
    }
  });

  it.each([0, -1, Number.NaN, undefined])('toArray({ limit: %s }) is refused', async (limit) => {
    const { client, sent } = listsWith(hundred);
    for (const list of [client.plain!.pages(), client.plain!.items()]) {
      expect(await failureOf(list.toArray({ limit: limit as number }))).toBeInstanceOf(AltegioConfigError);
    }
    expect(await failureOf(client.plain!.items().toArray(undefined as never))).toBeInstanceOf(
      AltegioConfigError,
    );
    expect(sent).toHaveLength(0);
  });

  it.each([
    [{ size: 1001 }, /size must be 1 to 1000, the most that the API honours, not 1001/],
    [{ size: 0 }, /size must be/],
    [{ size: Number.NaN }, /size must be/],
    [{ concurrency: 0 }, /concurrency must be 1 to 10/],
    [{ concurrency: 11 }, /concurrency must be 1 to 10/],
  ])('%o is refused', (options, says) => {
    const { client, sent } = listsWith(hundred);
    expect(() => client.plain!.pages(options)).toThrow(says);
    expect(() => client.plain!.items(options)).toThrow(AltegioConfigError);
    expect(sent).toHaveLength(0);
  });

  it('options of a paged read are refused by the plain call', async () => {
    const { client } = listsWith(hundred);
    expect((await failureOf(client.plain!({ size: 5 }))).message).toContain('"size" is neither');
  });

  it('nothing is sent before the first item is asked for, and each loop reads anew', async () => {
    const { client, sent } = listsWith(hundred);
    const items = client.counted!.items({ size: 100 });
    expect(sent).toHaveLength(0);
    await items.toArray(all);
    const once = sent.length;
    await items.toArray(all);
    expect(sent).toHaveLength(2 * once);
  });
});

describe('reading ahead', () => {
  it.each([1, 2, 5])(
    'never has more than %d pages under way or held, and hands them out in order',
    async (concurrency) => {
      const reply = async (sent: Sent, number: number) => {
        await pause((number * 7) % 4);
        return hundred(sent, number);
      };
      const { client, sent } = listsWith(reply);
      const got: Item[] = [];
      let handedOut = 0;
      let most = 0;
      for await (const page of client.counted!.pages({ size: 10, concurrency })) {
        await pause(8);
        most = Math.max(most, sent.length - handedOut++);
        got.push(...page.items);
      }
      expect(most).toBe(concurrency);
      expect(idsOf(got)).toEqual(idsOf(rows(100)));
      expect(sent).toHaveLength(10);
    },
  );

  it('asks for nothing beyond the total', async () => {
    const { client, sent } = listsWith(pagesOver(rows(25), { total: () => 25 }));
    await client.counted!.items({ size: 10, concurrency: 10 }).toArray(all);
    expect(sent.map((request) => askedFor(request).page)).toEqual([1, 2, 3]);
  });

  it('does not run ahead of a date cursor', async () => {
    const dates = ['2026-03-01', '2026-02-01', '2026-01-01', null];
    const replies = dates.map((date, index) => visitsPage(rows(1, index), [], date, date));
    const { client, sent } = listsWith(replies);
    expect(await client.visits!.items({ body: {}, concurrency: 10 }).toArray(all)).toHaveLength(4);
    expect(sent.map(({ body }) => (body as { from: string }).from)).toEqual([null, ...dates.slice(0, 3)]);
  });
});

describe('stopping', () => {
  /** Answers page 1 and never the others. */
  const stuck = (sent: Sent, number: number) =>
    askedFor(sent).page === 1 ? hundred(sent, number) : new Promise<Response>(() => {});

  it('by break aborts what is under way', async () => {
    const { client, sent } = listsWith(stuck);
    for await (const _ of client.counted!.pages({ size: 10, concurrency: 4 })) {
      await pause(1);
      break;
    }
    expect(sent).toHaveLength(4);
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([false, true, true, true]);
  });

  it('by an error in the loop does so too', async () => {
    const { client, sent } = listsWith(stuck);
    const loop = async () => {
      for await (const _ of client.counted!.items({ size: 10 })) throw new Error('mine');
    };
    expect((await failureOf(loop())).message).toBe('mine');
    expect(sent.slice(1).every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('by signal rejects with its reason and aborts what is under way', async () => {
    const { client, sent } = listsWith(stuck);
    const controller = new AbortController();
    const loop = async () => {
      for await (const _ of client.counted!.pages({ size: 10, signal: controller.signal })) {
        setTimeout(() => controller.abort(new Error('enough')), 5);
      }
    };
    expect((await failureOf(loop())).message).toBe('enough');
    expect(sent.slice(1).every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('before it begins sends nothing', async () => {
    const { client, sent } = listsWith(hundred);
    const signal = AbortSignal.abort(new Error('before'));
    expect((await failureOf(client.plain!.items({ signal }).toArray(all))).message).toBe('before');
    expect(sent).toHaveLength(0);
  });

  it.each([{ deadlineMs: 100 }, {}])('by deadlineMs counts all pages together (%o)', async (options) => {
    const slow = async (sent: Sent, number: number) => {
      await pause(30);
      return hundred(sent, number);
    };
    const defaults = options.deadlineMs ? {} : { deadlineMs: 100 };
    const { client, sent } = listsWith(slow, defaults);
    const got: Item[] = [];
    const loop = async () => {
      for await (const item of client.plain!.items({ size: 5, concurrency: 1, ...options })) got.push(item);
    };
    expect(await failureOf(loop())).toBeInstanceOf(AltegioTimeoutError);
    expect(got.length).toBeGreaterThanOrEqual(5);
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  it('is not done by deadlineMs: 0, which is none', async () => {
    const { client } = listsWith(hundred, { deadlineMs: 1 });
    expect(await client.counted!.items({ size: 50, deadlineMs: 0 }).toArray(all)).toHaveLength(100);
  });
});

describe('a cursor', () => {
  it.each(['counted', 'plain', 'search', 'limited'])(
    'is plain JSON, and a read goes on from it without loss or doubling (%s)',
    async (name) => {
      const input = name === 'search' ? { body: {} } : {};
      const server = pagesOver(rows(23), { total: () => 23, reports: true });
      const { client } = listsWith(server);
      const seen: Item[] = [];
      const cursors: [number, string][] = [];
      for await (const page of client[name]!.pages({ ...input, size: 5 })) {
        seen.push(...page.items);
        cursors.push([seen.length, JSON.stringify(page.cursor)]);
      }
      expect(cursors).toHaveLength(5);
      for (const [count, cursor] of cursors) {
        const { client: later } = listsWith(server);
        const from = JSON.parse(cursor) as Cursor;
        const rest = await later[name]!.items({ ...input, from }).toArray(all);
        expect(idsOf(rest)).toEqual(idsOf(seen.slice(count)));
      }
    },
  );

  it('of visits goes on at its dates', async () => {
    const { client } = listsWith(visitsPage(rows(1), [], '2026-01-01', '2026-01-31'));
    const iterator = client.visits!.pages({ body: {} })[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    await iterator.return?.();
    const later = listsWith(visitsPage(rows(1, 2), [], null, null));
    const from = JSON.parse(JSON.stringify(value.cursor)) as Cursor;
    expect(idsOf(await later.client.visits!.items({ body: {}, from }).toArray(all))).toEqual([2]);
    expect(later.sent[0]!.body).toEqual({ from: '2026-01-01', to: '2026-01-31' });
  });
});

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
