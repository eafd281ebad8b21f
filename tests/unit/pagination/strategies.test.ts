// Numbered pages: what is asked for, and which cursors and sizes are refused.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, type Cursor } from '../../../src/index.ts';
import { all, askedFor, idsOf, listsWith, pagesOver, rows, visitsPage } from '../../support/lists.ts';
import { type Item, ok } from '../../support/recorder.ts';

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
