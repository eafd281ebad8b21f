// One page: where its items stand, what it holds, and which of its items are told apart.
import { describe, expect, it } from 'vitest';
import { AltegioDecodeError } from '../../../src/index.ts';
import { all, idsOf, listsWith, pagesOver, rows } from '../../support/lists.ts';
import { failureOf, json, ok } from '../../support/recorder.ts';

describe('a page', () => {
  it('holds items, body, meta, number, total and the way on', async () => {
    const { client } = listsWith(pagesOver(rows(5), { total: () => 5 }));
    const pages = [];
    for await (const page of client.list.pages({ size: 3 })) pages.push(page);
    expect(pages).toMatchObject([
      { items: rows(3), body: { success: true }, meta: { total_count: 5 }, page: 1, total: 5 },
      { items: rows(2, 4), page: 2, total: 5, response: { status: 200 } },
    ]);
    expect(pages.map(({ cursor }) => cursor)).toEqual([
      { page: 2, size: 3, read: 3, total: 5, of: expect.any(String), last: [1, 2, 3] },
      { page: 3, size: 3, read: 5, of: expect.any(String), end: true },
    ]);
  });
});

describe('its list', () => {
  it('may be an empty object in its place, which is the end', async () => {
    const { client, sent } = listsWith([ok(rows(2)), ok({})]);
    expect(await client.plain.items().toArray(all)).toHaveLength(2);
    expect(sent).toHaveLength(2);
  });

  it.each([
    ['no data', {}],
    ['null', { data: null }],
    ['a text', { data: 'none' }],
    ['an object with fields', { data: { id: 1 } }],
  ])('is not %s: that is an AltegioDecodeError', async (_, response) => {
    const { client } = listsWith(json(200, { success: true, ...response }));
    const error = await failureOf(client.plain.items().toArray(all));
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error).toMatchObject({ operationId: 'plain', status: 200 });
    expect(error.message).toContain('without a list at data');
  });

  it('must be there twice where a page has two', async () => {
    const { client } = listsWith(json(200, { data: { records: [] } }));
    const error = await failureOf(client.visits.items({ body: {} }).toArray(all));
    expect(error.message).toContain('without a list at data.goods_transactions');
  });
});

describe('its items', () => {
  it('are without rows that moved here from an earlier page, which are reported', async () => {
    const { client, drift } = listsWith([ok(rows(3)), ok(rows(3, 3)), ok([])]);
    expect(idsOf(await client.plain.items({ concurrency: 1 }).toArray(all))).toEqual([1, 2, 3, 4, 5]);
    expect(drift).toEqual([{ operationId: 'plain', page: 2, kind: 'items-moved', repeated: 1 }]);
  });

  it('are kept when the caller wants them', async () => {
    const { client, drift } = listsWith([ok(rows(3)), ok(rows(3, 3)), ok([])]);
    expect(idsOf(await client.plain.items({ key: false }).toArray(all))).toEqual([1, 2, 3, 3, 4, 5]);
    expect(drift).toEqual([]);
  });

  it('are kept when they are equal but have no key, and when their key is another', async () => {
    const same = [{ name: 'a' }, { name: 'a' }, { id: null }, { id: null }];
    const { client } = listsWith([ok(same), ok([{ name: 'a' }]), ok([])]);
    expect(await client.plain.items().toArray(all)).toHaveLength(5);
    const named = listsWith([ok([{ id: 1, uid: 'a' }]), ok([{ id: 1, uid: 'b' }]), ok([])]).client;
    expect(await named.plain!.items({ key: 'uid' }).toArray(all)).toHaveLength(2);
  });
});
