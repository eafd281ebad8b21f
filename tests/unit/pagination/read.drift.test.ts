// Lists that change, or lie, while they are read: no row is lost without a word, and none comes twice.
import { describe, expect, it } from 'vitest';
import { all, askedFor, idsOf, listsWith, pagesOver, rows } from '../../support/lists.ts';
import { type Item, ok, type Sent } from '../../support/recorder.ts';

/** A list that changes before its n-th request: `changes[n]` gets the rows as they are. */
function changing(start: Item[], changes: Record<number, (rows: Item[]) => Item[]>, withTotal = true) {
  let now = start;
  return (sent: Sent, number: number) => {
    now = changes[number]?.(now) ?? now;
    return pagesOver(now, withTotal ? { total: () => now.length } : {})(sent, number);
  };
}

const without =
  (...gone: number[]) =>
  (now: Item[]) =>
    now.filter(({ id }) => !gone.includes(id as number));

const kinds = (drift: Item[]) => drift.map(({ kind }) => kind);

describe('rows deleted while a list is read', () => {
  it.each([1, 3, 10])('are made up for by one page that is read again (%d deleted)', async (count) => {
    const gone = without(...rows(count).map(({ id }) => id as number));
    const { client, sent, drift } = listsWith(changing(rows(50), { 3: gone }));
    const found = await client.list.items({ size: 10, concurrency: 1 }).toArray(all);
    expect(idsOf(found)).toEqual(idsOf(rows(50)));
    expect(sent.map((each) => askedFor(each).page).slice(0, 5)).toEqual([1, 2, 3, 2, 4]);
    expect(drift[0]).toMatchObject({ kind: 'total-changed', totals: { before: 50, now: 50 - count } });
    // Ten are a whole page: nothing on it was known, so nothing shows that ten were all.
    expect(kinds(drift).includes('items-lost')).toBe(count === 10);
  });

  it('are reported when one page cannot make up for them', async () => {
    const gone = without(...rows(15).map(({ id }) => id as number));
    const { client, drift } = listsWith(changing(rows(50), { 3: gone }));
    const found = await client.list.items({ size: 10, concurrency: 1 }).toArray(all);
    expect(found.length).toBe(45);
    expect(kinds(drift)).toContain('items-lost');
  });

  it('are made up for at the end of the list too, where the page is empty', async () => {
    const { client } = listsWith(changing(rows(25), { 3: without(1, 2, 3, 4, 5) }));
    const found = await client.list.items({ size: 10, concurrency: 1 }).toArray(all);
    expect(idsOf(found)).toEqual(idsOf(rows(25)));
  });

  it('are made up for while the page is read again, too', async () => {
    const { client } = listsWith(changing(rows(50), { 3: without(1), 4: without(2) }));
    const found = await client.list.items({ size: 10, concurrency: 1 }).toArray(all);
    expect(idsOf(found)).toEqual(idsOf(rows(50)));
  });

  it('are reported where rows have no key to know them by', async () => {
    const { client, drift } = listsWith(changing(rows(30), { 2: without(1) }));
    await client.list.items({ size: 10, concurrency: 1, key: false }).toArray(all);
    expect(kinds(drift)).toEqual(['total-changed', 'items-lost']);
  });
});

describe('rows added while a list is read', () => {
  it.each([3, 10, 25])('move others on, which come once all the same (%d added)', async (count) => {
    const added = rows(count, 1000);
    const { client, drift } = listsWith(changing(rows(50), { 3: (now) => [...added, ...now] }));
    const found = await client.list.items({ size: 10, concurrency: 1 }).toArray(all);
    const ids = idsOf(found) as number[];
    expect(ids.filter((id) => id < 1000)).toEqual(idsOf(rows(50)));
    expect(new Set(ids).size).toBe(ids.length);
    expect(kinds(drift)).toContain('items-moved');
  });
});

describe('rows that come again', () => {
  it('do not count towards the total: what is missing at the end is reported', async () => {
    const server = (sent: Sent) => {
      const { page } = askedFor(sent);
      const data = page > 5 ? [] : rows(10, page === 3 ? 1 : (page - 1) * 10 + 1);
      return ok(data, { total_count: 50 });
    };
    const { client, drift } = listsWith(server);
    expect(await client.list.items({ size: 10, concurrency: 1 }).toArray(all)).toHaveLength(40);
    expect(drift).toContainEqual({
      operationId: 'list',
      page: 6,
      kind: 'ended-early',
      totals: { before: 50, now: 40 },
    });
  });

  it('are two rows when one page holds both', async () => {
    const { client, drift } = listsWith(pagesOver([{ id: 1 }, { id: 1 }, { id: 2 }], { total: () => 3 }));
    expect(idsOf(await client.list.items().toArray(all))).toEqual([1, 1, 2]);
    expect(drift).toEqual([]);
  });

  it('are not known by ids beyond 2^53, which JSON numbers do not keep apart', async () => {
    const page = (id: string) =>
      new Response(`{"success":true,"data":[{"id":${id}}],"meta":{"total_count":2}}`, { status: 200 });
    const { client } = listsWith([page('9007199254740992'), page('9007199254740993'), ok([])]);
    expect(await client.list.items({ size: 1 }).toArray(all)).toHaveLength(2);
  });
});

describe('a total that counts the page only', () => {
  it.each([5, 10, 20])('ends no list whose size is cut to %d', async (cut) => {
    const server = pagesOver(rows(97), { most: cut, fallback: cut, total: (page) => page.length });
    const { client } = listsWith(server);
    expect(await client.list.items({ concurrency: 1 }).toArray(all)).toHaveLength(97);
  });

  it('costs one request more only until the total has shown to count the list', async () => {
    const { client, sent } = listsWith(pagesOver(rows(7), { total: () => 7 }));
    for (const requests of [2, 3, 4]) {
      expect(await client.list.items().toArray(all)).toHaveLength(7);
      expect(sent).toHaveLength(requests);
    }
  });
});

describe('the arguments of a read', () => {
  it('are those of the call, whatever is changed later', async () => {
    const { client, sent } = listsWith(pagesOver(rows(30), { total: () => 30 }));
    const body = { filters: [{ state: 'open' }] };
    const query = { page_of: 'a' };
    const reading = client.search.items({ body, query, size: 10, concurrency: 1 });
    let count = 0;
    for await (const _ of reading) {
      body.filters[0]!.state = 'closed';
      query.page_of = 'b';
      count++;
    }
    expect(count).toBe(30);
    expect(sent.map(({ body }) => (body as typeof Object & { filters: unknown }).filters)).toEqual(
      Array(3).fill([{ state: 'open' }]),
    );
    expect(sent.map(({ url }) => url.searchParams.get('page_of'))).toEqual(['a', 'a', 'a']);
  });
});
