// How much of a round trip counts as delay, judged by the ones before it.
import { describe, expect, it } from 'vitest';
import { roundTrips } from '../../../src/limiter/arrival.ts';

/** What is made of round trips that end this many milliseconds after each other. */
function delays(trips: readonly number[], spacingMs: number): number[] {
  const delayOf = roundTrips();
  return trips.map((ms, index) => delayOf(ms, 5000 + index * spacingMs));
}

describe('the delay of a request', () => {
  it('is all of its round trip while fewer than six are known', () => {
    expect(delays([100, 90, 110, 95, 105], 200)).toEqual([100, 90, 110, 95, 105]);
  });

  it('is what it takes longer than a quick one from then on, and never below 0', () => {
    expect(delays([100, 90, 110, 95, 105, 130, 60, 90], 200).slice(5)).toEqual([40, 0, 0]);
  });

  it('is judged anew by what came meanwhile after eight more, and one in eight may be quicker', () => {
    // At the 13th, 60 is the quickest, and 90 the quick one that is trusted.
    const trips = [100, 90, 110, 95, 105, 60, 130, 130, 130, 130, 130, 130, 130, 130];
    expect(delays(trips, 200).slice(5)).toEqual([0, 40, 40, 40, 40, 40, 40, 40, 40]);
    expect(delays(trips.with(7, 50), 200).at(-1)).toBe(70);
  });

  it('learns from one round trip per 200 ms, so that a moment in which all stood still does not count', () => {
    // The sixth and further ones of one moment are not remembered: too few stay known.
    expect(delays([100, 90, 110, 95, 105, 130, 140], 10)).toEqual([100, 90, 110, 95, 105, 130, 140]);
    expect(delays([100, 90, 110, 95, 105, 130, 140], 199).slice(5)).toEqual([130, 50]);
  });
});
