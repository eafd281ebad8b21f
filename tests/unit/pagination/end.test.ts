// Where a list ends, and what each page teaches about it.
import { describe, expect, it } from 'vitest';
import {
  backing,
  cursorAfter,
  isEnd,
  learn,
  type Progress,
  pagesAhead,
} from '../../../src/pagination/end.ts';
import type { FetchedPage } from '../../../src/pagination/page.ts';
import { numbered, type Strategy } from '../../../src/pagination/strategies.ts';
import type { Cursor } from '../../../src/types.ts';
import { all, idsOf, type ListOptions, listsWith, pagesOver, rows } from '../../support/lists.ts';

const chained: Strategy = { ...numbered, chained: true };

const progress = (given: Partial<Progress> = {}): Progress => ({
  received: 0,
  shown: 0,
  total: undefined,
  ...given,
});

/** A page of `count` items, of which the end of a list looks at nothing else. */
const page = (count: number, more: Partial<FetchedPage> = {}): FetchedPage => ({
  ...({ body: {}, total: undefined, reportedSize: undefined } as FetchedPage),
  items: rows(count),
  ...more,
});

describe('isEnd', () => {
  it.each<[string, Partial<Progress>, Cursor, FetchedPage, boolean]>([
    ['an empty page', { received: 40, shown: 20 }, {}, page(0), true],
    [
      'an empty page, though the total says more',
      { received: 40, shown: 20 },
      {},
      page(0, { total: 50 }),
      true,
    ],
    ['a first page without a total', {}, {}, page(20), false],
    ['a page as full as the one before', { received: 20, shown: 20 }, {}, page(20), false],
    ['a page shorter than the one before', { received: 20, shown: 20 }, {}, page(19), true],
    ['a first page shorter than was asked for', {}, { size: 300 }, page(20), false],
    ['a page shorter than the server says pages are', {}, {}, page(20, { reportedSize: 50 }), true],
    ['a page as full as the server says pages are', {}, {}, page(50, { reportedSize: 50 }), false],
    ['the total reached', { received: 20, shown: 20 }, { size: 20 }, page(20, { total: 40 }), true],
    [
      'the total not reached by a shorter page',
      { received: 20, shown: 20 },
      {},
      page(5, { total: 40 }),
      false,
    ],
    [
      'the total as the count of a first page that may be full',
      {},
      { size: 20 },
      page(20, { total: 20 }),
      false,
    ],
    ['the total as the count of a first page of no known size', {}, {}, page(20, { total: 20 }), false],
    [
      'the total as the count of a first page whose size may have been cut',
      {},
      { size: 50 },
      page(20, { total: 20 }),
      false,
    ],
    [
      'the total as the count of a first page of fewer rows than any page size',
      {},
      { size: 50 },
      page(4, { total: 4 }),
      true,
    ],
    ['the total exceeded by a full page', { received: 20, shown: 20 }, {}, page(20, { total: 30 }), false],
    ['the total exceeded by a short page', { received: 20, shown: 20 }, {}, page(15, { total: 30 }), true],
    [
      'the total of a read from the middle, on a full page',
      { received: undefined, shown: 20 },
      {},
      page(20, { total: 20 }),
      false,
    ],
    [
      'the total of a read from the middle, on a short page',
      { received: undefined, shown: 20 },
      {},
      page(5, { total: 99 }),
      true,
    ],
  ])('%s', (_, before, cursor, got, end) => {
    expect(isEnd(numbered, progress(before), cursor, got)).toBe(end);
  });

  it.each([page(0), page(5), page(5, { total: 5 })])(
    'is left to the cursor where pages are chained',
    (got) => {
      expect(isEnd(chained, progress({ shown: 20 }), {}, got)).toBe(false);
    },
  );
});

describe('learn', () => {
  it.each<[string, Partial<Progress>, FetchedPage, Progress]>([
    ['a first page', {}, page(20, { total: 50 }), { received: 20, shown: 20, total: 50 }],
    ['a larger page', { received: 20, shown: 20 }, page(30), { received: 50, shown: 30, total: undefined }],
    ['a smaller page', { received: 20, shown: 20 }, page(5), { received: 25, shown: 20, total: undefined }],
    [
      'a reported size',
      { received: 20, shown: 20 },
      page(5, { reportedSize: 10 }),
      { received: 25, shown: 10, total: undefined },
    ],
    ['a total that is reported no more', { total: 50 }, page(0), { received: 0, shown: 0, total: undefined }],
    [
      'a page in the middle',
      { received: undefined },
      page(5),
      { received: undefined, shown: 5, total: undefined },
    ],
  ])('takes from %s what it shows', (_, before, got, after) => {
    const all = progress(before);
    learn(all, got);
    expect(all).toEqual(after);
  });
});

describe('pagesAhead', () => {
  const unlimited = Number.POSITIVE_INFINITY;
  it.each<[string, Strategy, Partial<Progress>, number, number]>([
    ['one without a total', numbered, { received: 20, shown: 20 }, unlimited, 1],
    ['one in a read from the middle', numbered, { received: undefined, shown: 20, total: 90 }, unlimited, 1],
    ['the rest of the total', numbered, { received: 20, shown: 20, total: 90 }, unlimited, 4],
    ['one after the total, to make sure', numbered, { received: 90, shown: 20, total: 90 }, unlimited, 1],
    ['no more than the limit needs', numbered, { received: 20, shown: 20, total: 900 }, 50, 3],
    ['none when nothing is left to want', numbered, { received: 20, shown: 20, total: 900 }, 0, 0],
    ['one at most where pages are chained', chained, { received: 20, shown: 20, total: 900 }, unlimited, 1],
    ['none where pages are chained and nothing is left to want', chained, { received: 20, shown: 20 }, 0, 0],
    ['one when no size was shown', numbered, { received: 0 }, 3, 1],
  ])('is %s', (_, strategy, before, left, count) => {
    expect(pagesAhead(strategy, progress(before), left)).toBe(count);
  });
});

describe('backing', () => {
  it.each<[string, Partial<Progress>, FetchedPage, 'total' | 'size' | undefined]>([
    ['the total that counts this page too', { received: 20 }, page(20, { total: 40 }), 'total'],
    ['nothing when the total is exceeded', { received: 20 }, page(20, { total: 30 }), undefined],
    [
      'nothing when the place in the list is not known',
      { received: undefined },
      page(20, { total: 40 }),
      undefined,
    ],
    ['the size of a full page', {}, page(20, { reportedSize: 20 }), 'size'],
    ['nothing for a page that is not full', {}, page(19, { reportedSize: 20 }), undefined],
    ['the total before the size', {}, page(20, { total: 40, reportedSize: 20 }), 'total'],
    ['nothing when nothing is reported', {}, page(20), undefined],
  ])('is %s', (_, before, got, expected) => {
    expect(backing(progress(before), got)).toBe(expected);
  });
});

describe('cursorAfter', () => {
  const last: Strategy = { ...chained, next: () => undefined };
  it.each<[string, Strategy, number | undefined, boolean, Cursor]>([
    ['the next page, with what was read', numbered, 40, false, { page: 3, size: 20, read: 40 }],
    ['the next page, as the end', numbered, 40, true, { page: 3, size: 20, read: 40, end: true }],
    ['the next page of a read from the middle', numbered, undefined, false, { page: 3, size: 20 }],
    [
      'the page that was asked for, as the end, when none is next',
      last,
      40,
      false,
      { page: 2, size: 20, read: 40, end: true },
    ],
  ])('is %s', (_, strategy, received, isLast, expected) => {
    const asked = { page: 2, size: 20 };
    expect(cursorAfter(strategy, progress({ received }), asked, page(20), isLast)).toEqual(expected);
    expect(asked).toEqual({ page: 2, size: 20 });
  });
});

describe('the end of a list, as it is read', () => {
  const cut: ListOptions = { most: 300, fallback: 20 };
  const certain = (count: number): ListOptions => ({ total: () => count });

  it.each<[string, string, number, ListOptions, number | undefined, number]>([
    ['an empty first page', 'plain', 0, {}, undefined, 1],
    ['an empty page after a first one of unknown fullness', 'plain', 15, cut, undefined, 2],
    ['a page shorter than those that the server gave before', 'plain', 50, cut, undefined, 3],
    ['an empty page after full ones', 'plain', 40, cut, undefined, 3],
    ['the total, on the only page', 'list', 3, certain(3), undefined, 1],
    ['the total, though the size was cut silently', 'list', 50, { ...cut, ...certain(50) }, undefined, 3],
    ['the total, as text', 'list', 6, { total: () => '6' }, 4, 2],
    ['the total, at the end of a full page', 'list', 8, certain(8), 4, 2],
    ['one page more, when a full first page has the total as its count', 'list', 4, certain(4), 4, 2],
    [
      'a short page, when the "total" counts the page only',
      'list',
      9,
      { total: (page) => page.length },
      4,
      3,
    ],
    ['a short page, when the total is exceeded', 'list', 9, certain(1), 4, 3],
    ['an empty page, when the total promises more than there is', 'list', 4, certain(100), 4, 2],
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
    const input = { ...(name === 'search' && { body: {} }), ...(size && { size }), concurrency: 1 };
    expect(idsOf(await client[name]!.items(input).toArray(all))).toEqual(idsOf(rows(count)));
    expect(sent).toHaveLength(requests);
  });

  it('is the same with pages read ahead, at most one request later', async () => {
    const { client, sent } = listsWith(pagesOver(rows(50), { most: 300, fallback: 20 }));
    expect(await client.plain.items().toArray(all)).toHaveLength(50);
    expect(sent.length).toBeLessThanOrEqual(4);
  });
});
