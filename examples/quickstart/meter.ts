// Counts what the calls of the quickstart took, through the client's hooks.
import type { Hooks } from '../../src/index.ts';

export interface Meter {
  hooks: Hooks;
  /** What happened since it was last asked. */
  lap(): string;
  total(): string;
}

export function createMeter(): Meter {
  const all = { requests: 0, waitedMs: 0, startedAt: performance.now() };
  let lap = { ...all };
  return {
    hooks: {
      onRequest: () => void all.requests++,
      onLimit: ({ waitedMs }) => {
        all.waitedMs += waitedMs;
      },
    },
    lap() {
      const text = describe(all.requests - lap.requests, performance.now() - lap.startedAt);
      lap = { ...all, startedAt: performance.now() };
      return text;
    },
    total() {
      const text = describe(all.requests, performance.now() - all.startedAt);
      return all.waitedMs < 1 ? text : `${text}; the limiter spread them to 5 per second`;
    },
  };
}

function describe(requests: number, ms: number): string {
  const time = ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
  return `${requests} ${requests === 1 ? 'request' : 'requests'} in ${time}`;
}
