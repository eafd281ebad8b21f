// What .items() and .pages() take, and the total that .pages() tells.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, AltegioTimeoutError } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { all, askedFor, listsWith, pagesOver, rows } from '../../support/lists.ts';
import { failureOf, ok } from '../../support/recorder.ts';

const counted = (count: number) => pagesOver(rows(count), { total: () => count });

const hundred = counted(100);

describe('options of a paged read', () => {
  it.each([
    [{ size: 1001 }, /size must be 1 to 1000, the most that the API honours, not 1001/],
    [{ size: 0 }, /size must be/],
    [{ size: Number.NaN }, /size must be/],
    [{ concurrency: 0 }, /concurrency must be 1 to 10/],
    [{ concurrency: 11 }, /concurrency must be 1 to 10/],
  ])('are refused when they are %o', (options, says) => {
    const { client, sent } = listsWith(hundred);
    expect(() => client.plain.pages(options)).toThrow(says);
    expect(() => client.plain.items(options)).toThrow(AltegioConfigError);
    expect(sent).toHaveLength(0);
  });

  it('are refused by the plain call', async () => {
    const { client } = listsWith(hundred);
    expect((await failureOf(client.plain({ size: 5 }))).message).toContain('"size" is neither');
  });

  it.each(['a=1', new URLSearchParams('a=1')])('hold a plain object as the query, not %s', async (query) => {
    const { client, sent } = listsWith(ok());
    const error = await failureOf(client.plain.items({ query } as never).toArray(all));
    expect(error.message).toContain('query must be a plain object');
    expect(sent).toHaveLength(0);
  });

  it('are refused when deadlineMs is no number of milliseconds', async () => {
    const { client, sent } = listsWith(ok());
    const error = await failureOf(client.plain.items({ deadlineMs: -5 }).toArray(all));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(sent).toHaveLength(0);
  });
});

describe('a read', () => {
  it('sends nothing before the first item is asked for, and begins anew in each loop', async () => {
    const { client, sent } = listsWith(hundred);
    const items = client.list.items({ size: 50 });
    expect(sent).toHaveLength(0);
    await items.toArray(all);
    const once = sent.length;
    await items.toArray(all);
    expect(sent).toHaveLength(2 * once);
  });
});

describe('total()', () => {
  it('asks for one item', async () => {
    const { client, sent } = listsWith(pagesOver(rows(5), { total: () => 5 }));
    expect(await client.list.pages().total()).toBe(5);
    expect(sent.map(askedFor)).toEqual([{ page: 1, size: 1 }]);
    expect(await client.plain.pages().total()).toBeUndefined();
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['1 of one item', 1, 1, 2],
    ['the number of items on any page', 5, undefined, 2],
  ])('looks twice at what may count the page only: %s', async (_, count, response, requests) => {
    const { client, sent } = listsWith(pagesOver(rows(count), { total: (page) => page.length }));
    expect(await client.list.pages().total()).toBe(response);
    expect(sent.map(askedFor)).toEqual([
      { page: 1, size: 1 },
      { page: 1, size: 1000 },
    ]);
    expect(sent).toHaveLength(requests);
  });

  it('is taken at once when the page is no full one', async () => {
    const { client, sent } = listsWith(counted(0));
    expect(await client.list.pages().total()).toBe(0);
    expect(sent).toHaveLength(1);
  });

  it('keeps one deadline over both of its requests', async () => {
    const clock = fakeClock();
    const slow = () =>
      new Promise<Response>((resolve) => {
        clock.after(60, () => resolve(ok(rows(1), { total_count: 1 })));
      });
    const { client, sent } = listsWith(slow, { clock });
    const total = failureOf(client.list.pages({ deadlineMs: 100 }).total());
    await clock.advance(99);
    expect(sent).toHaveLength(2);
    await clock.advance(1);
    expect(await total).toBeInstanceOf(AltegioTimeoutError);
  });
});
