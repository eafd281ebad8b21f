// Numbered pages: what is asked for, and which cursors and sizes are refused.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, type Cursor } from '../../../src/index.ts';
import { all, askedFor, idsOf, listsWith, pagesOver, rows, visitsPage } from '../../support/lists.ts';
import { type Item, json, ok } from '../../support/recorder.ts';

describe('what is asked for', () => {
  it.each([
    ['plain', 1000],
    ['search', 200],
    ['limited', 250],
    ['keyless', undefined],
  ])('by %s is page 1 at the largest size that the API honours: %s', async (name, size) => {
    const { client, sent } = listsWith(ok([]));
    await client[name]!.items(name === 'search' ? { body: {} } : {}).toArray(all);
    expect(askedFor(sent[0]!)).toEqual({ page: 1, size });
  });

  it('keeps the caller’s own arguments on every page', async () => {
    const { client, sent } = listsWith(pagesOver(rows(5), { total: () => 5 }));
    await client.search.items({ body: { fields: ['id'] }, size: 2, headers: { 'x-a': 'b' } }).toArray(all);
    expect(sent.map(({ body }) => body)).toEqual(
      [1, 2, 3].map((page) => ({ fields: ['id'], page, page_size: 2 })),
    );
    expect(sent.map(({ headers }) => headers['x-a'])).toEqual(['b', 'b', 'b']);
  });

  it('begins at the page and size of the caller’s query', async () => {
    const { client } = listsWith(pagesOver(rows(25), { total: () => 25 }));
    const read = client.list.items({ query: { page: 2, count: 10 } });
    expect(idsOf(await read.toArray(all))).toEqual(idsOf(rows(15, 11)));
  });
});

describe('a cursor', () => {
  it.each(['list', 'plain', 'search', 'limited'])(
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

  it.each([
    ['list', {}, pagesOver(rows(5), { total: () => 5 })],
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

  it('holds nothing that JSON would lose', async () => {
    for (const name of ['list', 'plain', 'keyless']) {
      const { client } = listsWith(pagesOver(rows(45), { total: () => 45 }));
      for await (const { cursor } of client[name]!.pages({})) {
        expect(cursor).toStrictEqual(JSON.parse(JSON.stringify(cursor)));
      }
    }
  });

  it.each([
    ['a text', () => '2', '"2"'],
    ['nothing', () => null, 'null'],
    ['dates', (cursor: Cursor) => ({ ...cursor, dates: { from: null, to: null } }), '{"page":2'],
    ['rows below 0', (cursor: Cursor) => ({ ...cursor, read: -1 }), '{"page":2'],
    ['half a row', (cursor: Cursor) => ({ ...cursor, read: 0.5 }), '{"page":2'],
    ['another end', (cursor: Cursor) => ({ ...cursor, end: 'yes' }), '{"page":2'],
  ])('that was changed to hold %s is shown, with the shape that it should have', async (_, change, shown) => {
    const { client } = listsWith(pagesOver(rows(5), { total: () => 5 }));
    let cursor: Cursor | undefined;
    for await (const page of client.list.pages({ size: 2 })) cursor ??= page.cursor;
    expect(() => client.list.pages({ size: 2, from: cursor! })).not.toThrow();
    const from = change(cursor!) as Cursor;
    expect(() => client.list.pages({ size: 2, from })).toThrow(
      `from must be a cursor of this list, { page, size, read }, not ${shown}`,
    );
  });

  it.each([
    ['plain', { query: { page: '2' } }, /page must be a whole number of 1 or more, not "2"/],
    ['plain', { query: { count: '10' } }, /size must be 1 to 1000, .*not "10"/],
    ['plain', { size: '10' }, /not "10"/],
    ['keyless', { size: 0.5 }, /size must be a whole number of 1 or more, not 0.5/],
    ['search', { body: { page: '2' } }, /page must be/],
    ['plain', { query: { page: Number.NaN } }, /not NaN/],
    ['plain', { query: { page: [2] } }, /not \[2\]/],
  ])('is not made of text in the arguments of %s: %j', (name, input, says) => {
    const { client } = listsWith(ok());
    expect(() => client[name]!.items(input as never)).toThrow(says);
  });
});

describe('a read that begins in the middle', () => {
  it('does not know how many rows stand before it, and takes none for missing', async () => {
    const { client, sent, drift } = listsWith(pagesOver(rows(25), { total: () => 25 }));
    const items = await client.list.items({ query: { page: 2, count: 10 } }).toArray(all);
    expect(idsOf(items)).toEqual(idsOf(rows(15, 11)));
    expect(sent.map((each) => askedFor(each).page)).toEqual([2, 3]);
    expect(drift).toEqual([]);
  });
});

describe('a total', () => {
  it.each([
    [97, 97],
    ['97', 97],
    ['9', 9],
    ['97 rows', undefined],
    ['about 97', undefined],
    ['', undefined],
    [[97], undefined],
    [true, undefined],
    [null, undefined],
  ])('of %j is %s', async (reported, total) => {
    const { client } = listsWith(pagesOver(rows(3), { total: () => reported }));
    for await (const page of client.list.pages({})) {
      expect(page.total).toBe(total);
      break;
    }
  });

  it.each([[null], ['a text'], [[]]])('is not known with meta %j', async (meta) => {
    const { client } = listsWith(json(200, { success: true, data: rows(3), meta }));
    for await (const page of client.list.pages({})) {
      expect([page.total, page.items.length]).toEqual([undefined, 3]);
      break;
    }
  });
});
