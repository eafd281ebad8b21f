// Where a list ends, what a page holds, and what is reported while a list is read.

import { describe, expect, it } from 'vitest';
import { AltegioDecodeError } from '../../../src/index.ts';
import {
  all,
  askedFor,
  idsOf,
  type ListOptions,
  listsWith,
  pagesOver,
  rows,
  visitsPage,
} from '../../support/lists.ts';
import { failureOf, json, ok } from '../../support/recorder.ts';

const body = {};

describe('the end of a list', () => {
  const cut: ListOptions = { most: 300, fallback: 20 };
  const certain = (count: number): ListOptions => ({ total: () => count });
  it.each<[string, string, number, ListOptions, number | undefined, number]>([
    ['an empty first page', 'plain', 0, {}, undefined, 1],
    ['an empty page after a first one of unknown fullness', 'plain', 15, cut, undefined, 2],
    ['a page shorter than those that the server gave before', 'plain', 50, cut, undefined, 3],
    ['an empty page after full ones', 'plain', 40, cut, undefined, 3],
    ['the total, on the only page', 'counted', 3, certain(3), undefined, 1],
    ['the total, though the size was cut silently', 'counted', 50, { ...cut, ...certain(50) }, undefined, 3],
    ['the total, as text', 'counted', 6, { total: () => '6' }, 4, 2],
    ['the total, at the end of a full page', 'counted', 8, certain(8), 4, 2],
    ['one page more, when a full first page has the total as its count', 'counted', 4, certain(4), 4, 2],
    [
      'a short page, when the "total" counts the page only',
      'counted',
      9,
      { total: (page) => page.length },
      4,
      3,
    ],
    ['a short page, when the total is exceeded', 'counted', 9, certain(1), 4, 3],
    ['an empty page, when the total promises more than there is', 'counted', 4, certain(100), 4, 2],
    ['the total, with the parameters in the body', 'search', 450, certain(450), undefined, 3],
    [
      'a page shorter than the reported limit',
      'limited',
      120,
      { most: 50, fallback: 50, reports: true },
      undefined,
      3,
    ],
    ['a first page shorter than the reported limit', 'limited', 3, { reports: true }, undefined, 1],
    [
      'an empty page after full ones of the reported limit',
      'limited',
      100,
      { most: 50, fallback: 50, reports: true },
      undefined,
      3,
    ],
    ['a short page of a list that reports no limit', 'limited', 70, { most: 50, fallback: 30 }, undefined, 3],
  ])('is %s (%s, %d rows)', async (_, name, count, server, size, requests) => {
    const { client, sent } = listsWith(pagesOver(rows(count), server));
    const input = { ...(name === 'search' && { body }), ...(size && { size }), concurrency: 1 };
    expect(idsOf(await client[name]!.items(input).toArray(all))).toEqual(idsOf(rows(count)));
    expect(sent).toHaveLength(requests);
  });

  it('is the same with pages read ahead, at most one request later', async () => {
    const { client, sent } = listsWith(pagesOver(rows(50), { most: 300, fallback: 20 }));
    expect(await client.plain!.items().toArray(all)).toHaveLength(50);
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  it('is an empty object in place of the list', async () => {
    const { client, sent } = listsWith([ok(rows(2)), ok({})]);
    expect(await client.plain!.items().toArray(all)).toHaveLength(2);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['no data', {}],
    ['null', { data: null }],
    ['a text', { data: 'none' }],
    ['an object with fields', { data: { id: 1 } }],
  ])('is not %s: that is an AltegioDecodeError', async (_, answer) => {
    const { client } = listsWith(json(200, { success: true, ...answer }));
    const error = await failureOf(client.plain!.items().toArray(all));
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error).toMatchObject({ operationId: 'plain', status: 200 });
    expect(error.message).toContain('without a list at data');
  });

  it.each(['plain', 'keyless'])('is not a page that comes again: that is an error (%s)', async (name) => {
    const { client, sent } = listsWith(ok(rows(20)));
    const error = await failureOf(client[name]!.items({ concurrency: 1 }).toArray(all));
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error.message).toMatch(/^Page 2 of \w+ is the same as an earlier one/);
    expect(sent).toHaveLength(2);
  });

  it('is not an error answer: it is thrown after the items before it', async () => {
    const { client } = listsWith([ok(rows(2)), json(500, {})]);
    const got: unknown[] = [];
    const loop = async () => {
      for await (const { id } of client.plain!.items()) got.push(id);
    };
    expect(await failureOf(loop())).toMatchObject({ status: 500 });
    expect(got).toEqual([1, 2]);
  });
});

describe('what is asked for', () => {
  it.each([
    ['plain', 1000],
    ['search', 200],
    ['limited', 250],
    ['keyless', undefined],
  ])('by %s is page 1 at the largest size that the API honours: %s', async (name, size) => {
    const { client, sent } = listsWith(ok([]));
    await client[name]!.items(name === 'search' ? { body } : {}).toArray(all);
    expect(askedFor(sent[0]!)).toEqual({ page: 1, size });
  });

  it('keeps the caller’s own arguments on every page', async () => {
    const { client, sent } = listsWith(pagesOver(rows(5), { total: () => 5 }));
    await client.search!.items({ body: { fields: ['id'] }, size: 2, headers: { 'x-a': 'b' } }).toArray(all);
    expect(sent.map(({ body }) => body)).toEqual(
      [1, 2, 3].map((page) => ({ fields: ['id'], page, page_size: 2 })),
    );
    expect(sent.map(({ headers }) => headers['x-a'])).toEqual(['b', 'b', 'b']);
  });

  it('begins at the page and size of the caller’s query', async () => {
    const { client } = listsWith(pagesOver(rows(25), { total: () => 25 }));
    const read = client.counted!.items({ query: { page: 2, count: 10 } });
    expect(idsOf(await read.toArray(all))).toEqual(idsOf(rows(15, 11)));
  });

  it('for a total is one item', async () => {
    const { client, sent } = listsWith(pagesOver(rows(5), { total: () => 5 }));
    expect(await client.counted!.pages().total()).toBe(5);
    expect(sent.map(askedFor)).toEqual([{ page: 1, size: 1 }]);
    expect(await client.plain!.pages().total()).toBeUndefined();
    expect(sent).toHaveLength(1);
  });
});

describe('a page', () => {
  it('holds items, body, meta, number, total and the way on', async () => {
    const { client } = listsWith(pagesOver(rows(5), { total: () => 5 }));
    const pages = [];
    for await (const page of client.counted!.pages({ size: 3 })) pages.push(page);
    expect(pages).toMatchObject([
      { items: rows(3), body: { success: true }, meta: { total_count: 5 }, page: 1, total: 5 },
      { items: rows(2, 4), page: 2, total: 5, response: { status: 200 } },
    ]);
    expect(pages.map(({ cursor }) => cursor)).toEqual([
      { page: 2, size: 3, read: 3 },
      { page: 3, size: 3, read: 5, end: true },
    ]);
  });

  it('leaves out rows that moved here from an earlier page, and reports them', async () => {
    const { client, drift } = listsWith([ok(rows(3)), ok(rows(3, 3)), ok([])]);
    expect(idsOf(await client.plain!.items({ concurrency: 1 }).toArray(all))).toEqual([1, 2, 3, 4, 5]);
    expect(drift).toEqual([{ operationId: 'plain', page: 2, kind: 'items-moved', repeated: 1 }]);
  });

  it('hands them out too when told so', async () => {
    const { client, drift } = listsWith([ok(rows(3)), ok(rows(3, 3)), ok([])]);
    expect(idsOf(await client.plain!.items({ key: false }).toArray(all))).toEqual([1, 2, 3, 3, 4, 5]);
    expect(drift).toEqual([]);
  });

  it('keeps equal items that have no key, and items whose key is another', async () => {
    const same = [{ name: 'a' }, { name: 'a' }, { id: null }, { id: null }];
    const { client } = listsWith([ok(same), ok([{ name: 'a' }]), ok([])]);
    expect(await client.plain!.items().toArray(all)).toHaveLength(5);
    const named = listsWith([ok([{ id: 1, uid: 'a' }]), ok([{ id: 1, uid: 'b' }]), ok([])]).client;
    expect(await named.plain!.items({ key: 'uid' }).toArray(all)).toHaveLength(2);
  });

  it('with another total than before is reported', async () => {
    const total = (_: unknown, number: number) => (number === 1 ? 6 : 5);
    const { client, drift } = listsWith(pagesOver(rows(5), { total }));
    await client.counted!.items({ size: 3, concurrency: 1 }).toArray(all);
    expect(drift).toEqual([
      { operationId: 'counted', page: 2, kind: 'total-changed', totals: { before: 6, now: 5 } },
    ]);
  });
});

describe('the date cursor', () => {
  it('walks by the dates that each answer names, over both lists, until both are null', async () => {
    const { client, sent } = listsWith([
      visitsPage(rows(2), rows(2), '2026-01-01', '2026-01-31'),
      visitsPage([], [], '2025-12-01', '2025-12-31'),
      visitsPage(rows(1, 3), [], null, null),
    ]);
    const items = await client.visits!.items({ body: { client_id: 5 } }).toArray(all);
    expect(idsOf(items)).toEqual([1, 2, 1, 2, 3]);
    expect(sent.map(({ body }) => body)).toEqual([
      { client_id: 5, from: null, to: null },
      { client_id: 5, from: '2026-01-01', to: '2026-01-31' },
      { client_id: 5, from: '2025-12-01', to: '2025-12-31' },
    ]);
  });

  it('begins at the caller’s dates and leaves out what came before', async () => {
    const { client, sent } = listsWith([
      visitsPage(rows(2), [], '2026-01-01', null),
      visitsPage(rows(2, 2), [], null, null),
    ]);
    const read = client.visits!.items({ body: { from: '2026-02-01', to: '2026-02-28' } });
    expect(idsOf(await read.toArray(all))).toEqual([1, 2, 3]);
    expect(sent[0]!.body).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it.each([0, 2])('that stays where it is ends in an error (%d items)', async (count) => {
    const { client, sent } = listsWith(visitsPage(rows(count), [], '2026-01-01', '2026-01-31'));
    expect(await failureOf(client.visits!.items({ body }).toArray(all))).toBeInstanceOf(AltegioDecodeError);
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  it('needs both lists to be there', async () => {
    const { client } = listsWith(json(200, { data: { records: [] } }));
    const error = await failureOf(client.visits!.items({ body }).toArray(all));
    expect(error.message).toContain('without a list at data.goods_transactions');
  });
});
