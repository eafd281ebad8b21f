// The limits of the API: so many requests in any second, and in any minute.

/** Numbers of requests that are let through; 0 turns one off. */
export interface Limits {
  perSecond: number;
  perMinute: number;
}

/** Of the API: 5 requests per second and 200 per minute and IP address, by the vendor's documentation. */
export const realLimits: Limits = { perSecond: 5, perMinute: 200 };

/** Says of each request how many seconds it comes too early; 0 lets it through and counts it. */
export function createGate({ perSecond, perMinute }: Limits, now: () => number): () => number {
  const windows = [
    { size: perSecond, ms: 1000, times: [] as number[] },
    { size: perMinute, ms: 60_000, times: [] as number[] },
  ].filter(({ size }) => size > 0);
  return () => {
    const at = now();
    let waitMs = 0;
    for (const window of windows) {
      window.times = window.times.filter((time) => time > at - window.ms);
      if (window.times.length < window.size) continue;
      waitMs = Math.max(waitMs, window.times.at(-window.size)! + window.ms - at);
    }
    if (waitMs > 0) return Math.max(1, Math.ceil(waitMs / 1000));
    for (const { times } of windows) times.push(at);
    return 0;
  };
}
