// Keeps a thread within the API's limits: 5 requests per second AND 200 per minute for one IP address.
import { reasonOf } from '../util/abort.ts';
import { type Clock, steady, systemClock } from '../util/clock.ts';
import { isIsolated, isolatedLimiter } from './isolated.ts';
import { type HostLimiter, type Limiter, perHost } from './limiter.ts';
import { createQueue, outlasted } from './queue.ts';
import { limitsOf, slidingWindows, type Ticket, type Windows } from './windows.ts';

/** Options of {@link createLimiter}. */
export interface LimiterOptions {
  /** Requests per sliding second, 1 or more; `Infinity` = no limit. Default 5, the documented limit. */
  perSecond?: number | undefined;
  /** Requests per sliding minute, 1 or more; `Infinity` = no limit. Default 200, the documented limit. */
  perMinute?: number | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

/**
 * Makes a limiter: two sliding windows that hold at once, at every moment and not only from window to window. It counts
 * what its own thread sends: for worker threads and further processes there is `createRedisLimiter`.
 *
 * @param options the limits; the defaults are those that the vendor documents (200 per minute and 5 per second
 *   for one IP address)
 * @returns a limiter for any number of clients
 * @throws AltegioConfigError for a limit below 1
 * @example
 * const limiter = createLimiter({ perSecond: 3, perMinute: 100 }); // leaves room for another program on this address
 * const altegio = createAltegio({ partnerToken: 'partner', limiter });
 */
export function createLimiter(options: LimiterOptions = {}): Limiter {
  const { clock = systemClock } = options;
  const limits = limitsOf(options);
  return perHost(() => {
    const time = steady(clock);
    const make = isIsolated() ? isolatedLimiter : queuedLimiter;
    return make(slidingWindows(limits, time), time);
  });
}

function queuedLimiter(windows: Windows, clock: Clock): HostLimiter<Ticket> {
  const queue = createQueue<Ticket>(clock.now, pump);
  let cancelTimer: (() => void) | undefined;

  /** Admits the calls whose turn it is. Runs at every event, so that a lost timer blocks no call indefinitely. */
  function pump(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    for (let waiter = queue.first(); waiter; waiter = queue.first()) {
      const waitMs = windows.waitMs();
      if (waitMs > 0) {
        cancelTimer = clock.after(waitMs, pump);
        return;
      }
      queue.leave(waiter).resolve(windows.take());
    }
  }

  return {
    acquire(signal, options) {
      if (queue.size === 0 && !signal?.aborted && windows.waitMs() <= 0)
        return Promise.resolve(windows.take());
      const reason = signal?.aborted ? reasonOf(signal) : outlasted(windows.pausedMs(), options.deadlineMs);
      if (reason) return Promise.reject(reason);
      const turn = queue.join(signal, options);
      pump();
      return turn;
    },
    release(ticket) {
      windows.release(ticket);
      pump();
    },
    pause(ms) {
      windows.pause(ms);
      const pausedMs = windows.pausedMs();
      queue.reject(({ endsAt }) => outlasted(pausedMs, endsAt && endsAt - clock.now()));
      pump();
    },
  };
}

const registry = Symbol.for('altegio-sdk.limiter.1');

const ofClocks = new WeakMap<Clock, Limiter>();

/**
 * The limiter of this thread: one for all clients, the ESM and the CJS copy of this package included. Clients on
 * another clock share one for each clock.
 */
export function sharedLimiter(clock?: Clock): Limiter {
  if (clock) {
    const limiter = ofClocks.get(clock) ?? createLimiter({ clock });
    ofClocks.set(clock, limiter);
    return limiter;
  }
  const globals = globalThis as { [registry]?: Limiter };
  globals[registry] ??= createLimiter();
  return globals[registry];
}
