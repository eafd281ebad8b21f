// How much longer than necessary a request was on its way, by the round trips before it.

/** Round trips that are remembered: what was quick once is no measure for ever. */
const remembered = 40;

const fewest = 5;

/**
 * Returns a function that takes one round trip after the other and tells what each has over a quick one; all of it while
 * too few are known. One in eight may be quicker than is believed: a single response out of a cache, or a
 * connection that is refused at once, says nothing of the way.
 */
export function roundTrips(): (ms: number) => number {
  const latest: number[] = [];
  return (ms) => {
    latest.push(ms);
    if (latest.length <= fewest) return ms;
    if (latest.length > remembered) latest.shift();
    const quick = [...latest].sort((a, b) => a - b)[latest.length >> 3]!;
    return Math.max(0, ms - quick);
  };
}
