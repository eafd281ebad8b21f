// Paged reads at their edges: leaving while a page is pending, aborts, deadlines, totals that lie, cursors, equal rows.

import { describe, expect, it } from 'vitest';
import { AltegioConfigError, AltegioTimeoutError, byDateWindow } from '../../../src/index.ts';
import { all, askedFor, idsOf, listsWith, pagesOver, rows, visitsPage } from '../../support/lists.ts';
import { altegioWith, failureOf, type Item, ok, type Sent } from '../../support/recorder.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const counted = (count: number) => pagesOver(rows(count), { total: () => count });

const never = () => new Promise<Response>(() => {});

const after = async (ms: number, answer: Response) => {
  await pause(ms);
  return answer;
};

describe('leaving while a page is pending', () => {
  it.each(['pages', 'items'] as const)('return() of %s() aborts it at once', async (kind) => {
    const { client, sent } = listsWith(never);
    const iterator = client.plain![kind]()[Symbol.asyncIterator]();
    const pending = iterator.next();
    await pause(1);
    expect(await iterator.return!()).toMatchObject({ done: true });
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([true]);
    expect(await iterator.next()).toMatchObject({ done: true });
  });

  it.each(['pages', 'items'] as const)('throw() of %s() aborts it at once', async (kind) => {
    const { client, sent } = listsWith([ok(rows(2)), never]);
    const iterator = client.plain![kind]({ concurrency: 1 })[Symbol.asyncIterator]();
    await iterator.next();
    if (kind === 'items') await iterator.next();
    const pending = iterator.next();
    await pause(1);
    expect(await failureOf(iterator.throw!(new Error('mine')))).toMatchObject({ message: 'mine' });
    expect(await pending).toMatchObject({ done: true });
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  });

  it('throw() between two items rejects with what was thrown', async () => {
    const { client } = listsWith(ok(rows(2)));
    const iterator = client.plain!.items()[Symbol.asyncIterator]();
    await iterator.next();
    expect(await failureOf(iterator.throw!(new Error('mine')))).toMatchObject({ message: 'mine' });
  });

  it('before the first page sends nothing', async () => {
    const { client, sent } = listsWith(never);
    const iterator = client.plain!.items()[Symbol.asyncIterator]();
    expect(await iterator.return!()).toMatchObject({ done: true });
    expect(await iterator.next()).toMatchObject({ done: true });
    expect(sent).toHaveLength(0);
  });

  it('does not wait for a middleware that ignores the signal', async () => {
    const { client } = listsWith(ok(), { middleware: [never] });
    const iterator = client.plain!.items()[Symbol.asyncIterator]();
    const pending = iterator.next();
    await iterator.return!();
    expect(await pending).toMatchObject({ done: true });
  });
});

describe('an abort', () => {
  it('hands out no page that was read ahead', async () => {
    const { client } = listsWith(counted(30));
    const controller = new AbortController();
    const got: number[] = [];
    const loop = async () => {
      for await (const page of client.counted!.pages({ size: 10, signal: controller.signal })) {
        got.push(page.page);
        await pause(5);
        controller.abort(new Error('enough'));
      }
    };
    expect((await failureOf(loop())).message).toBe('enough');
    expect(got).toEqual([1]);
  });
});

describe('a deadline', () => {
  it('that passes while pages are dealt with leaves those that are already there', async () => {
    const { client, sent } = listsWith(counted(30));
    const got: number[] = [];
    for await (const page of client.counted!.pages({ size: 10, deadlineMs: 40 })) {
      got.push(page.page);
      if (page.page === 1) await pause(60);
    }
    expect(got).toEqual([1, 2, 3]);
    expect(sent).toHaveLength(3);
  });

  it('is an error once a page is needed that is not there, and names what the caller set', async () => {
    const { client } = listsWith(counted(50));
    const got: number[] = [];
    const loop = async () => {
      for await (const page of client.counted!.pages({ size: 10, deadlineMs: 40 })) {
        got.push(page.page);
        if (page.page === 1) await pause(60);
      }
    };
    const error = await failureOf(loop());
    expect(error).toBeInstanceOf(AltegioTimeoutError);
    expect(error.message).toContain('deadlineMs (40 ms)');
    expect(got).toEqual([1, 2, 3]);
  });

  it('is named as it was set when a later page is cut off', async () => {
    const { client } = listsWith((sent: Sent) =>
      askedFor(sent).page === 1 ? after(50, ok(rows(5))) : never(),
    );
    const error = await failureOf(client.plain!.items({ deadlineMs: 120, concurrency: 1 }).toArray(all));
    expect(error).toBeInstanceOf(AltegioTimeoutError);
    expect(error.message).toContain('deadlineMs (120 ms, 1 attempt');
  });

  it('that is no number of milliseconds is refused', async () => {
    const { client, sent } = listsWith(ok());
    const error = await failureOf(client.plain!.items({ deadlineMs: -5 }).toArray(all));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(sent).toHaveLength(0);
  });
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

  it.each([
    ['1 of one item', 1, 1, 2],
    ['the number of items on any page', 5, undefined, 2],
  ])('is looked at twice for total(): %s', async (_, count, answer, requests) => {
    const { client, sent } = listsWith(pagesOver(rows(count), { total: (page) => page.length }));
    expect(await client.counted!.pages().total()).toBe(answer);
    expect(sent.map(askedFor)).toEqual([
      { page: 1, size: 1 },
      { page: 1, size: 1000 },
    ]);
    expect(sent).toHaveLength(requests);
  });

  it('is taken at once for total() when the page is no full one', async () => {
    const { client, sent } = listsWith(counted(0));
    expect(await client.counted!.pages().total()).toBe(0);
    expect(sent).toHaveLength(1);
  });
});

it('a list that ends before its total is reported', async () => {
  const { client, drift } = listsWith(pagesOver(rows(300), { total: () => 1000 }));
  expect(await client.counted!.items({ size: 300, concurrency: 1 }).toArray(all)).toHaveLength(300);
  expect(drift).toEqual([
    { operationId: 'counted', page: 2, kind: 'ended-early', totals: { before: 1000, now: 300 } },
  ]);
});

describe('a cursor', () => {
  it.each([
    ['counted', {}, counted(5)],
    ['plain', {}, pagesOver(rows(5))],
    ['visits', { body: {} }, visitsPage(rows(2), [], null, null)],
  ])('of the last page of %s ends a read at once', async (name, input, server) => {
    const { client, sent } = listsWith(server);
    let last: unknown;
    for await (const { cursor } of client[name]!.pages(input)) last = cursor;
    expect(last).toMatchObject({ end: true });
    const before = sent.length;
    const from = JSON.parse(JSON.stringify(last)) as object;
    expect(await client[name]!.items({ ...input, from }).toArray(all)).toEqual([]);
    expect(sent).toHaveLength(before);
  });

  it.each([
    ['plain', '2'],
    ['plain', null],
    ['plain', {}],
    ['plain', { page: '2' }],
    ['plain', { page: 0 }],
    ['plain', { page: 1.5 }],
    ['plain', { page: 2, size: '10' }],
    ['plain', { page: 2, size: 1001 }],
    ['plain', { page: 2, read: -1 }],
    ['plain', { page: 2, end: 'yes' }],
    ['plain', { dates: { from: null, to: null } }],
    ['visits', { page: 2 }],
    ['visits', { dates: null }],
    ['visits', { dates: { from: 1, to: null } }],
    ['visits', { dates: { from: '2026-01-01' } }],
  ])('of %s that is wrong is refused: %j', (name, from) => {
    const { client, sent } = listsWith(ok());
    expect(() => client[name]!.pages({ body: {}, from } as never)).toThrow(AltegioConfigError);
    expect(() => client[name]!.items({ body: {}, from } as never)).toThrow(/ not /);
    expect(sent).toHaveLength(0);
  });

  it.each([
    ['plain', { query: { page: '2' } }, /page must be a whole number of 1 or more, not "2"/],
    ['plain', { query: { count: '10' } }, /size must be 1 to 1000, .*not "10"/],
    ['plain', { size: '10' }, /not "10"/],
    ['keyless', { size: 0.5 }, /size must be a whole number of 1 or more, not 0.5/],
    ['search', { body: { page: '2' } }, /page must be/],
  ])('is not made of text in the arguments of %s: %j', (name, input, says) => {
    const { client } = listsWith(ok());
    expect(() => client[name]!.items(input as never)).toThrow(says);
  });
});

it.each(['a=1', new URLSearchParams('a=1')])(
  'a query that is no plain object is refused: %s',
  async (query) => {
    const { client, sent } = listsWith(ok());
    const error = await failureOf(client.plain!.items({ query } as never).toArray(all));
    expect(error.message).toContain('query must be a plain object');
    expect(sent).toHaveLength(0);
  },
);

describe('equal rows without ids', () => {
  const equal: Item[] = Array.from({ length: 6 }, () => ({ name: 'same' }));

  it('are all handed out where a total counts them', async () => {
    const { client } = listsWith(pagesOver(equal, { total: () => 6 }));
    expect(await client.counted!.items({ size: 2 }).toArray(all)).toHaveLength(6);
  });

  it('are handed out twice where the page is as full as the server says pages are', async () => {
    const { client } = listsWith(pagesOver(equal.slice(0, 5), { reports: true }));
    expect(await client.limited!.items({ size: 2, key: false }).toArray(all)).toHaveLength(5);
  });

  it('end with an error where nothing says that the list goes on', async () => {
    const { client } = listsWith(pagesOver(equal));
    const error = await failureOf(client.keyless!.items({ size: 2 }).toArray(all));
    expect(error.message).toContain('is the same as an earlier one');
  });

  it('never make an endless loop', async () => {
    const full = ok(equal, { pagination: { limit: 6 } });
    const { client, sent } = listsWith(full);
    await failureOf(client.limited!.items({ key: false, concurrency: 1 }).toArray(all));
    expect(sent).toHaveLength(3);
  });
});

it('byDateWindow(…).toArray() without a limit says what is missing', async () => {
  const range = { start_date: '2026-01-01', end_date: '2026-01-02' };
  const items = byDateWindow(range, async function* () {});
  const error = await failureOf(items.toArray(undefined as never));
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect(error.message).toBe('byDateWindow: toArray needs a limit of 1 or more, not undefined.');
  expect(idsOf(await items.toArray(all))).toEqual([]);
});
