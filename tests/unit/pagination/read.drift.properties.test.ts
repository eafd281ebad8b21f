// Any list, any server: rows that are there all the time are handed out once, or what is missing is reported.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cursor } from '../../../src/index.ts';
import { all, askedFor, idsOf, listsWith, pagesOver, rows } from '../../support/lists.ts';
import type { Item, Sent } from '../../support/recorder.ts';

/** One thing that happens between two requests: rows are added at a place, or some of them go. */
type Change = { add: number; at: number } | { drop: number[] } | undefined;

const addition = fc.record({
  add: fc.integer({ min: 1, max: 8 }),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
});

const deletion = fc.record({
  drop: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 8 }),
});

const quiet = fc.constant(undefined);

/** A list that changes, once at most, before each of its requests. */
function model(count: number, changes: readonly Change[]) {
  let now = rows(count);
  let added = 1000;
  const gone = new Set<unknown>();
  const apply = (change: Change): void => {
    if (!change) return;
    if ('add' in change) {
      const at = Math.round(change.at * now.length);
      added += 100;
      now = [...now.slice(0, at), ...rows(change.add, added), ...now.slice(at)];
    } else {
      const drop = new Set(change.drop);
      for (const [index, { id }] of now.entries()) if (drop.has(index)) gone.add(id);
      now = now.filter((_, index) => !drop.has(index));
    }
  };
  let requests = 0;
  const serve = (sent: Sent, number: number) => {
    apply(changes[requests++]);
    return pagesOver(now, { total: () => now.length })(sent, number);
  };
  /** Rows that were there from the first request to the last. */
  const stayed = () => rows(count).filter(({ id }) => !gone.has(id));
  return { serve, stayed, apply };
}

function expectAllOrAWord(found: Item[], stayed: Item[], drift: Item[]): void {
  const ids = idsOf(found);
  expect(new Set(ids).size, 'handed out twice').toBe(ids.length);
  const missing = idsOf(stayed).filter((id) => !ids.includes(id));
  if (drift.length === 0) expect(missing).toEqual([]);
}

describe('a list that changes while it is read', () => {
  it('a page at a time, by additions and deletions', async () => {
    const changes = fc.array(fc.oneof(quiet, addition, deletion), { maxLength: 14 });
    const property = fc.asyncProperty(fc.integer({ min: 0, max: 60 }), changes, async (count, changes) => {
      const { serve, stayed } = model(count, [undefined, ...changes]);
      const { client, drift } = listsWith(serve);
      const found = await client.list.items({ size: 10, concurrency: 1 }).toArray(all);
      expectAllOrAWord(found, stayed(), drift);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it.each([
    ['additions', addition],
    ['deletions', deletion],
  ] as const)('with pages read ahead, by %s', async (_, change) => {
    const changes = fc.array(fc.oneof<fc.Arbitrary<Change>[]>(quiet, change), { maxLength: 14 });
    const property = fc.asyncProperty(fc.integer({ min: 0, max: 60 }), changes, async (count, changes) => {
      const { serve, stayed } = model(count, [undefined, ...changes]);
      const { client, drift } = listsWith(serve);
      const found = await client.list.items({ size: 10, concurrency: 4 }).toArray(all);
      expectAllOrAWord(found, stayed(), drift);
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('and while nobody reads it, between a stop and going on', async () => {
    const stop = fc.integer({ min: 1, max: 6 });
    const change = fc.oneof(quiet, addition, deletion);
    const property = fc.asyncProperty(
      fc.integer({ min: 11, max: 60 }),
      stop,
      change,
      async (count, stop, change) => {
        const { serve, stayed, apply } = model(count, []);
        const { client, drift } = listsWith(serve);
        const found: Item[] = [];
        let from: Cursor | undefined;
        for await (const { items, cursor, page } of client.list.pages({ size: 10, concurrency: 1 })) {
          found.push(...items);
          from = JSON.parse(JSON.stringify(cursor)) as Cursor;
          if (page === stop) break;
        }
        apply(change);
        found.push(...(await client.list.items({ from, concurrency: 1 }).toArray(all)));
        expectAllOrAWord(found, stayed(), from?.end ? [{}] : drift);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

describe('a server that lies', () => {
  const lies = fc.constantFrom<((page: Item[], all: number) => unknown) | undefined>(
    undefined,
    (page) => page.length,
    (_, all) => all,
    (_, all) => String(all),
    (_, all) => all + 7,
    () => 'many',
    () => null,
    () => 0,
  );

  it('about sizes and totals loses no row of a list that stands still', async () => {
    const sizes = fc.record({
      size: fc.option(fc.integer({ min: 5, max: 40 }), { nil: undefined }),
      cut: fc.integer({ min: 5, max: 40 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
    });
    const property = fc.asyncProperty(
      fc.integer({ min: 0, max: 120 }),
      sizes,
      lies,
      async (count, { size, cut, concurrency }, lie) => {
        const server = pagesOver(rows(count), {
          most: cut,
          fallback: cut,
          ...(lie && { total: (page: Item[]) => lie(page, count) }),
        });
        const { client, sent } = listsWith(server);
        const found = await client.list.items({ size, concurrency }).toArray(all);
        expect(idsOf(found)).toEqual(idsOf(rows(count)));
        const pages = sent.map((each) => askedFor(each).page);
        expect(new Set(pages).size, 'no page twice').toBe(pages.length);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
