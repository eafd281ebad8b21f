// Requests that want to go through a limiter, at any moment and over any way, and what becomes of them.
import fc from 'fast-check';
import type { Limiter } from '../../../src/index.ts';
import type { FakeClock } from '../../support/clock.ts';

export const host = 'api.test';

/** One request: when it is wanted, how long its response takes, and when it arrives, counted from its sending. */
export interface Wanted {
  afterMs: number;
  latencyMs: number;
  arrivesMs: number;
}

/** Plays requests through a limiter; returns the moments of arrival in the order of asking. */
export async function play(clock: FakeClock, limiter: Limiter, wanted: Wanted[]): Promise<number[]> {
  const arrivals: number[] = [];
  let at = 0;
  for (const [index, { afterMs, latencyMs, arrivesMs }] of wanted.entries()) {
    at += afterMs;
    clock.after(at - clock.now(), async () => {
      const ticket = await limiter.acquire(host);
      arrivals[index] = clock.now() + arrivesMs;
      clock.after(latencyMs, () => limiter.release(host, ticket));
    });
  }
  await clock.advance(at + wanted.length * 2000 + 120_000);
  return arrivals;
}

/** The largest number of moments within any window of this length. */
export function densest(moments: readonly number[], windowMs: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while (sorted[last]! - sorted[first]! >= windowMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

// Bursts mostly, now and then a rest that reaches over a window's edge.
const afterMs = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 400 }) },
  { weight: 1, arbitrary: fc.integer({ min: 900, max: 20_000 }) },
);

/** Requests that arrive at any moment before their response; however slow that is, they are there within a second. */
export const anyhow: fc.Arbitrary<Wanted> = fc
  .record({
    afterMs,
    latencyMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40_000 })),
    arrives: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ afterMs, latencyMs, arrives }) => ({
    afterMs,
    latencyMs,
    arrivesMs: arrives * Math.min(latencyMs, 1000),
  }));

/** Requests over one way, on which some are held up (by a new connection, by the server's work), but not every fourth. */
export function overOneWay(bounds: fc.ArrayConstraints): fc.Arbitrary<Wanted[]> {
  const way = fc.record({
    thereMs: fc.integer({ min: 0, max: 100 }),
    backMs: fc.integer({ min: 0, max: 100 }),
  });
  const delays = fc.record({
    afterMs,
    connectMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
    workMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40_000 })),
  });
  return fc.tuple(way, fc.array(delays, bounds)).map(([{ thereMs, backMs }, list]) =>
    list.map(({ afterMs, connectMs, workMs }, index) => {
      const isHeldUp = index % 4 !== 0;
      const arrivesMs = thereMs + (isHeldUp ? connectMs : 0);
      return { afterMs, arrivesMs, latencyMs: arrivesMs + (isHeldUp ? workMs : 0) + backMs };
    }),
  );
}

export const long = { minLength: 1, maxLength: 320, size: 'max' } as const;
