// How much longer than necessary a request took to arrive, judged by the round trips before it.

/** Round trips that are remembered: one outlier must not stick. */
const remembered = 40;

const fewest = 5;

/** After this many further round trips, the quick ones are selected again. */
const period = 8;

/** Once enough are known, one per this many milliseconds is remembered: a momentary stall must not fill the memory. */
const spacingMs = 200;

/**
 * Returns a function that takes one round trip after the other, with the moment of its end, and returns by how much it
 * exceeded a quick one, or all of it while too few are known. One in eight may be quicker without being trusted: a single
 * response from a cache, or a connection that is refused at once, says nothing about network latency.
 */
export function roundTrips(): (ms: number, moment: number) => number {
  const latest = new Float64Array(remembered);
  let known = 0;
  let quickMs = 0;
  let rememberedAt = 0;
  return (ms, moment) => {
    if (known < fewest || moment - rememberedAt >= spacingMs) {
      rememberedAt = moment;
      latest[known++ % remembered] = ms;
      if (known % period === fewest) {
        const sorted = latest.slice(0, known).sort();
        quickMs = sorted[Math.floor(sorted.length / period)]!;
      }
    }
    return known <= fewest ? ms : Math.max(0, ms - quickMs);
  };
}
