// Waiting where each request of a server is isolated: in Cloudflare's workerd (and edge runtimes like it) a timer ends
// with the request that set it, and a promise must not be resolved by another request. So no call admits another:
// each call checks on a timer of its own whether it is its turn.
import { reasonOf, sleep } from '../util/abort.ts';
import type { Clock } from '../util/clock.ts';
import type { AcquireOptions, HostLimiter } from './limiter.ts';
import { outlasted } from './queue.ts';
import type { Ticket, Windows } from './windows.ts';

/** How soon a call checks again that only waits for those before it. */
const shortestMs = 10;

/** Every call checks again this soon: those before it may have left. */
const longestMs = 1000;

interface Place {
  /** When its call checks again, if its request is still alive. */
  looksAt: number;
  /** Goes before those that have not been sent yet. */
  first: boolean;
}

/** Whether requests of this runtime are isolated from each other. */
export function isIsolated(): boolean {
  const { navigator, EdgeRuntime } = globalThis as {
    navigator?: { userAgent?: string };
    EdgeRuntime?: unknown;
  };
  return navigator?.userAgent === 'Cloudflare-Workers' || EdgeRuntime !== undefined;
}

/** The limiter of one host, in which each call takes its place by itself. */
export function isolatedLimiter(windows: Windows, clock: Clock): HostLimiter<Ticket> {
  let queue: Place[] = [];

  /** Drops calls whose request ended without leaving the queue. */
  function forgetGone(now: number): void {
    queue = queue.filter(({ looksAt }) => looksAt + longestMs > now);
  }

  function join(place: Place): void {
    const behind = place.first ? queue.findIndex(({ first }) => !first) : -1;
    queue.splice(behind < 0 ? queue.length : behind, 0, place);
  }

  async function acquire(signal: AbortSignal | undefined, { first = false, deadlineMs }: AcquireOptions) {
    const endsAt = deadlineMs && clock.now() + deadlineMs;
    const place: Place = { looksAt: clock.now(), first };
    join(place);
    try {
      for (;;) {
        if (signal?.aborted) throw reasonOf(signal);
        const now = clock.now();
        const reason = outlasted(windows.pausedMs(), endsAt && endsAt - now);
        if (reason) throw reason;
        place.looksAt = now;
        forgetGone(now);
        // Presumed gone while the process was stalled, it returns to the head.
        if (!queue.includes(place)) queue.unshift(place);
        const waitMs = windows.waitMs();
        if (waitMs <= 0 && queue[0] === place) return windows.take();
        const ms = Math.min(Math.max(waitMs, shortestMs), longestMs);
        place.looksAt = now + ms;
        await sleep(clock, ms, signal);
      }
    } finally {
      queue = queue.filter((other) => other !== place);
    }
  }

  return { acquire, release: windows.release, pause: windows.pause };
}
