// Exports of what has changed: nothing is lost while rows change, whatever zone the API reads times in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import { type ChangesCursor, exportChanges } from '../../../src/recipes.ts';
import { changingList, facts, type Zones } from './changing-list.ts';

const list = 'get_appointment_list';
const path = { location_id: 1 };
const since = '2026-03-01T00:00:00Z';
const utc: Zones = { rows: 0, filter: 0 };

type Start = { since: Date | string } | { from: ChangesCursor };

/** What a consumer has stored: the newest state of each row, and the cursor, as JSON. */
function consumer(server: ReturnType<typeof changingList>) {
  const versions = new Map<number, number>();
  let stored: string | undefined;
  let received = 0;
  return {
    versions,
    received: () => received,
    cursor: () => JSON.parse(stored!) as ChangesCursor,
    async sync(first: Start = { since: new Date(since) }, stopAfter = Infinity): Promise<void> {
      const start = stored === undefined ? first : { from: JSON.parse(stored) as ChangesCursor };
      let batches = 0;
      for await (const { items, cursor } of exportChanges(server.v1, list, { path, ...start })) {
        for (const row of items as unknown as { id: number; version: number }[])
          versions.set(row.id, row.version);
        received += items.length;
        stored = JSON.stringify(cursor);
        if (++batches >= stopAfter) return;
      }
    },
  };
}

const stateOf = (server: ReturnType<typeof changingList>) =>
  new Map([...server.rows.values()].map(({ id, version }) => [id, version]));

describe('an export', () => {
  it('returns what has changed since, then only what has changed after that', async () => {
    const server = changingList(utc, 50);
    server.put(1, {});
    server.rows.get(1)!.changedAt = Date.parse('2026-02-28T00:00:00Z');
    for (const id of [2, 3]) server.put(id);
    const { sync, versions, received } = consumer(server);
    await sync();
    expect([...versions.keys()]).toEqual([2, 3]);
    await sync();
    expect(received()).toBe(2);
    server.now += 60_000;
    server.put(3);
    await sync();
    expect(received()).toBe(3);
    expect(versions.get(3)).toBe(2);
  });

  it('needs one page for a poll without news, from the overlap on', async () => {
    const server = changingList(utc, 50);
    server.put(1);
    const { sync } = consumer(server);
    await sync();
    server.queries.length = 0;
    await sync();
    expect(new Set(server.queries.map((query) => query[facts.after]))).toEqual(
      new Set(['2026-03-02T07:00:00']),
    );
    expect(server.queries.map(({ page }) => page)).toEqual(['1']);
  });

  it('asks for deleted rows too, unless the query says otherwise', async () => {
    const server = changingList(utc, 50);
    server.put(1, { deleted: true });
    const { sync, versions } = consumer(server);
    await sync();
    expect(versions.size).toBe(1);
    const query = { with_deleted: 0 };
    for await (const { items } of exportChanges(server.v1, list, { path, query, since }))
      expect(items).toEqual([]);
  });

  it('returns a row again that changes twice within one second', async () => {
    const server = changingList(utc, 50);
    server.put(1);
    const { sync, versions } = consumer(server);
    await sync();
    server.put(1);
    await sync();
    expect(versions.get(1)).toBe(2);
  });

  it('hands out a cursor where nothing has changed', async () => {
    const { sync, cursor } = consumer(changingList(utc, 50));
    await sync();
    expect(cursor()).toEqual({ of: expect.any(String), since: '2026-03-01T00:00:00.000Z', seen: [] });
  });

  it('reads many rows in slices of one page each, and no row twice', async () => {
    const server = changingList(utc, 20);
    for (let id = 0; id < 1_000; id++) {
      server.now += 7_000;
      server.put(id, { order: (id * 7919) % 1_000 });
    }
    const { sync, versions, received } = consumer(server);
    await sync();
    expect(versions).toEqual(stateOf(server));
    expect(received()).toBe(1_000);
    expect(server.queries.length).toBeLessThan(300);
    expect(server.queries.filter(({ page }) => Number(page) > 2)).toEqual([]);
  });

  it('reads a second in which more rows changed than a page holds', async () => {
    const server = changingList(utc, 20);
    for (let id = 0; id < 100; id++) server.put(id);
    server.now += 3_600_000;
    for (let id = 100; id < 130; id++) server.put(id);
    const { sync, versions, received } = consumer(server);
    await sync();
    expect(versions).toEqual(stateOf(server));
    expect(received()).toBe(130);
  });

  it('ends where the API does not listen to the end of a slice', async () => {
    const server = changingList(utc, 20);
    server.isUnbounded = true;
    for (let id = 0; id < 100; id++) {
      server.now += 3_600_000;
      server.put(id);
    }
    const { sync, versions } = consumer(server);
    await sync();
    expect(versions).toEqual(stateOf(server));
  });
});

describe('whatever zone the API reads times in', () => {
  const zones = [-11, -5, 0, 3, 14].flatMap((rows) =>
    [...new Set([rows, 0, 3])].map((filter) => ({ rows, filter })),
  );

  it.each(zones)('no change is lost: %o', async (zone) => {
    const server = changingList(zone, 5);
    const { sync, versions } = consumer(server);
    for (let step = 0; step < 40; step++) {
      server.now += 20 * 60_000;
      server.put(step % 7);
      if (step % 3 === 0) await sync();
      expect(step % 3 === 0 ? versions : stateOf(server)).toEqual(stateOf(server));
    }
  });

  it.each([2, 'wall'] as const)(
    'no change is lost when the clock is put back by an hour: %s',
    async (filter) => {
      const server = changingList({ rows: 2, filter }, 5);
      const { sync, versions } = consumer(server);
      for (let step = 0; step < 12; step++) {
        server.now += 20 * 60_000;
        if (step === 6) server.zone = 1;
        server.put(step);
        await sync();
        expect(versions).toEqual(stateOf(server));
      }
    },
  );

  it('no change is lost that is written late, within the overlap', async () => {
    const server = changingList(utc, 5);
    const { sync, versions } = consumer(server);
    server.put(1);
    await sync();
    server.put(2, { changedAt: server.now - 90 * 60_000 });
    await sync();
    expect(versions).toEqual(stateOf(server));
  });

  it('a start without an offset is a time on the clock of the rows', async () => {
    const server = changingList({ rows: 5, filter: 0 }, 50);
    server.put(1); // 14:00 there
    const start = (text: string) => exportChanges(server.v1, list, { path, since: text });
    for await (const { items } of start('2026-03-02T14:00:00')) expect(items).toHaveLength(1);
    for await (const { items } of start('2026-03-02T14:00:01')) expect(items).toEqual([]);
  });
});

describe('while rows change, move and are deleted', () => {
  const run = fc.record({
    zone: fc.constantFrom<Zones>(
      utc,
      { rows: 5, filter: 5 },
      { rows: 5, filter: 0 },
      { rows: -8, filter: 0 },
    ),
    capacity: fc.integer({ min: 1, max: 8 }),
    rows: fc.integer({ min: 20, max: 40 }),
    changes: fc.array(
      fc.record({ id: fc.nat(50), order: fc.nat(50), deleted: fc.boolean(), pause: fc.nat(4 * 3_600) }),
      { minLength: 20, maxLength: 60 },
    ),
    stops: fc.array(fc.constantFrom(Infinity, 1, 2, 3), { minLength: 1, maxLength: 5 }),
  });

  it('no change is lost, over restarts too', async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ zone, capacity, rows, changes, stops }) => {
        const server = changingList(zone, capacity);
        for (let id = 0; id < rows; id++) {
          server.now += 3_600_000;
          server.put(id);
        }
        const left = [...changes];
        server.meanwhile = () => {
          const change = left.shift();
          if (!change) return;
          server.now += change.pause * 1_000;
          server.put(change.id, { order: change.order, deleted: change.deleted });
        };
        const { sync, versions } = consumer(server);
        for (const stopAfter of stops) await sync(undefined, stopAfter);
        server.meanwhile = () => {};
        await sync();
        expect(versions).toEqual(stateOf(server));
      }),
      { numRuns: 40, seed: 20260302 },
    );
  }, 60_000);
});

describe('what cannot be', () => {
  const { v1 } = changingList(utc, 5);
  const cursor = { of: 'x', since, seen: [] };

  it.each([
    ['neither a start nor a cursor', {}, 'needs since or from'],
    ['both', { since, from: cursor }, 'needs since or from'],
    ['a start that is no time', { since: 'yesterday' }, 'since must be a Date'],
    ['an invalid Date', { since: new Date(Number.NaN) }, 'since must be a Date'],
    ['a damaged cursor', { from: { of: 'x' } }, 'no cursor'],
    ['a cursor of another list', { from: cursor }, 'of another list'],
    [
      'a time of change in the query',
      { since, query: { [facts.after]: since } },
      'is set by the export itself',
    ],
    ['a page in the query', { since, query: { page: 2 } }, 'query.page is set'],
    ['an overlap that is none', { since, overlapMs: 10 }, 'overlapMs must be'],
  ])('%s is refused before anything is sent', (_, input, message) => {
    const start = () => exportChanges(v1, list, { path, ...input } as never);
    expect(start).toThrow(AltegioConfigError);
    expect(start).toThrow(message);
  });

  it('a list that cannot be read by changes is refused', () => {
    expect(() => exportChanges(v1, 'toString' as never, { path, since } as never)).toThrow(
      'the list must be one of',
    );
  });
});
