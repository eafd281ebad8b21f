// Going on from a cursor: whatever was deleted or added in between, and only in the list that it belongs to.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, type Cursor } from '../../../src/index.ts';
import { all, askedFor, idsOf, listsWith, pagesOver, rows } from '../../support/lists.ts';
import type { Item } from '../../support/recorder.ts';

const kinds = (drift: Item[]) => drift.map(({ kind }) => kind);

const server = (now: Item[], name: string) =>
  pagesOver(now, name === 'list' ? { total: () => now.length } : {});

/** Reads two pages of ten, then goes on over `later`; everything that both reads handed out. */
async function resumed(name: 'list' | 'plain', later: Item[]) {
  const first = listsWith(server(rows(50), name));
  const seen: Item[] = [];
  let from: Cursor = {};
  for await (const { items, cursor, page } of first.client[name].pages({ size: 10, concurrency: 1 })) {
    seen.push(...items);
    from = JSON.parse(JSON.stringify(cursor)) as Cursor;
    if (page === 2) break;
  }
  const { client, sent, drift } = listsWith(server(later, name));
  const rest = await client[name].items({ from, concurrency: 1 }).toArray(all);
  return { ids: [...idsOf(seen), ...idsOf(rest)], pages: sent.map((each) => askedFor(each).page), drift };
}

const everything = idsOf(rows(50));

describe.each(['list', 'plain'] as const)('a read of %s that goes on', (name) => {
  it('reads one page again, and hands nothing out twice', async () => {
    const { ids, pages, drift } = await resumed(name, rows(50));
    expect(ids).toEqual(everything);
    expect(pages.slice(0, 4)).toEqual([2, 3, 4, 5]);
    expect(drift).toEqual([]);
  });

  it.each([1, 9])('loses nothing when %d rows were deleted', async (count) => {
    const { ids } = await resumed(name, rows(50 - count, count + 1));
    expect(ids).toEqual(everything);
  });

  it('loses nothing when the last rows before the place were deleted', async () => {
    const { ids } = await resumed(
      name,
      rows(50).filter(({ id }) => (id as number) < 18 || (id as number) > 20),
    );
    expect(ids).toEqual(everything);
  });

  it.each([1, 10, 19])('hands nothing out twice when %d rows were added', async (count) => {
    const { ids } = await resumed(name, [...rows(count, 1000), ...rows(50)]);
    expect(ids).toEqual(everything);
  });
});

describe('what has changed in between', () => {
  it('is reported', async () => {
    const { drift } = await resumed('list', rows(45, 6));
    expect(drift).toEqual([
      { operationId: 'list', page: 2, kind: 'total-changed', totals: { before: 50, now: 45 } },
    ]);
  });

  it('as a whole page, ten deleted of ten, loses nothing and says so', async () => {
    const { ids, drift } = await resumed('list', rows(40, 11));
    expect(ids).toEqual(everything);
    expect(kinds(drift)).toEqual(['total-changed']);
  });

  it('is reported as a loss when it is more than one page shows', async () => {
    const { ids, drift } = await resumed('list', rows(25, 26));
    expect(ids).toEqual([...idsOf(rows(20)), ...idsOf(rows(15, 36))]);
    expect(kinds(drift)).toEqual(['total-changed', 'items-lost']);
    expect(kinds((await resumed('list', [])).drift)).toContain('items-lost');
    expect(kinds((await resumed('plain', rows(25, 26))).drift)).toEqual(['items-lost']);
  });

  it('may be more new rows than a cursor remembers old ones, where a total tells of them', async () => {
    const first = listsWith(server(rows(400), 'list'));
    let from: Cursor = {};
    for await (const { cursor, page } of first.client.list.pages({ size: 50, concurrency: 1 })) {
      from = cursor;
      if (page === 4) break;
    }
    const { client } = listsWith(server([...rows(260, 1000), ...rows(400)], 'list'));
    expect(idsOf(await client.list.items({ from }).toArray(all))).toEqual(idsOf(rows(200, 201)));
  });
});

describe('a cursor', () => {
  async function cursorOf(input: Item = {}): Promise<Cursor> {
    const { client } = listsWith(server(rows(500), 'list'));
    for await (const { cursor } of client.list.pages({ size: 200, ...input })) return cursor;
    throw new Error('no page');
  }

  it('is plain JSON and remembers no more than a hundred rows', async () => {
    const cursor = await cursorOf();
    expect(JSON.parse(JSON.stringify(cursor))).toEqual(cursor);
    expect(cursor).toMatchObject({ page: 2, size: 200, read: 200, total: 500, last: idsOf(rows(100, 101)) });
  });

  it.each<[string, Item, string]>([
    ['another filter', { query: { staff: 2 } }, 'list'],
    ['no filter', {}, 'list'],
    ['another operation', { query: { staff: 1 } }, 'plain'],
  ])('of another list is refused before anything is sent: %s', async (_, input, name) => {
    const from = await cursorOf({ query: { staff: 1 } });
    const { client, sent } = listsWith(server(rows(5), 'list'));
    expect(() => client[name]!.pages({ ...input, from })).toThrow(AltegioConfigError);
    expect(() => client[name]!.items({ ...input, from })).toThrow(
      `${name} was not sent: from is a cursor of another list: of another operation, path, query or body.`,
    );
    expect(sent).toHaveLength(0);
  });

  it.each([
    { query: { staff: 1, on: 1, only: undefined } },
    { query: { on: true, staff: '1' } },
    { query: { on: true, staff: 1, page: 7, count: 3 } },
  ])('belongs to all arguments that are sent as the same: %j', async (input) => {
    const from = await cursorOf({ query: { staff: 1, on: true } });
    const { client } = listsWith(server(rows(500), 'list'));
    expect(await client.list.items({ ...input, from }).toArray(all)).toHaveLength(300);
  });

  it('of an earlier version is refused, since it does not say whose it is', () => {
    const { client } = listsWith(server(rows(5), 'list'));
    expect(() => client.list.pages({ from: { page: 2, size: 10, read: 10 } })).toThrow(
      /does not say which list it belongs to/,
    );
  });

  it.each([{ last: 'x' }, { last: [{}] }, { total: 'many' }])(
    'that is damaged is refused: %j',
    async (part) => {
      const from = { ...(await cursorOf()), ...part } as Cursor;
      const { client } = listsWith(server(rows(5), 'list'));
      expect(() => client.list.pages({ from })).toThrow('from is a damaged cursor');
    },
  );
});
