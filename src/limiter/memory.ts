// Keeps a process within the API's limits: 5 requests per second AND 200 per minute for one IP address.
import { AltegioConfigError } from '../errors/errors.ts';
import { onAbort } from '../util/abort.ts';
import { type Clock, systemClock } from '../util/clock.ts';
import { type HostLimiter, type Limiter, marginMs, perHost } from './limiter.ts';

/** Options of {@link createLimiter}. */
export interface LimiterOptions {
  /** Requests per sliding second, 1 or more; `Infinity` = no such window. Default 5, the documented limit. */
  perSecond?: number | undefined;
  /** Requests per sliding minute, 1 or more; `Infinity` = no such window. Default 200, the documented limit. */
  perMinute?: number | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

// The server counts a request when it ARRIVES, somewhere between our sending it and its answer. What delays all requests
// alike brings no two of them closer together; what held one up beyond that is in its answer's time, over the quickest
// answer's. So a request counts from its sending plus that excess. Until some answers are known (the first ones open
// their connections), and once a 429 has shown that the way is uneven, it counts from its answer – but at most this long
// after it was sent: a slow answer is no late arrival.
const arrivalMs = 1000;

const answersToLearn = 5;

// Per answer: what was quick once, or was cut off, is no measure for ever.
const forgetting = 1.01;

interface Window {
  max: number;
  ms: number;
  /** Index into `log` of the first entry that is still inside. */
  from: number;
}

interface Waiter {
  resolve(ticket: Ticket): void;
  reject(reason: unknown): void;
  callOff: () => void;
}

interface Ticket {
  sentAt: number;
}

/**
 * Makes a limiter: two sliding windows that hold at once, in every moment and not only from window to window.
 *
 * @param options the limits; the defaults are those that the vendor documents (200 per minute and 5 per second
 *   for one IP address)
 * @returns a limiter, to be handed to any number of clients
 * @throws AltegioConfigError for a limit below 1
 * @example
 * const limiter = createLimiter({ perSecond: 3, perMinute: 100 }); // leaves room for another program on this address
 * const altegio = createAltegio({ partnerToken: 'partner', limiter });
 */
export function createLimiter(options: LimiterOptions = {}): Limiter {
  const { perSecond = 5, perMinute = 200, clock = systemClock } = options;
  for (const [name, value] of Object.entries({ perSecond, perMinute })) {
    if (typeof value !== 'number' || !(value >= 1))
      throw new AltegioConfigError(`The limiter's ${name} must be 1 or more, not ${value}.`);
  }
  return perHost(() => hostLimiter(perSecond, perMinute, clock));
}

function hostLimiter(perSecond: number, perMinute: number, clock: Clock): HostLimiter<Ticket> {
  const windows: Window[] = [
    { max: Math.floor(perSecond), ms: 1000 + marginMs, from: 0 },
    { max: Math.floor(perMinute), ms: 60_000 + marginMs, from: 0 },
  ].filter(({ max }) => max !== Number.POSITIVE_INFINITY);
  /** Moments from which requests count, in order. */
  let log: number[] = [];
  /** Sent and not answered, in the order of sending. */
  const underWay = new Set<Ticket>();
  const queue = new Set<Waiter>();
  let pausedUntil = 0;
  let isUneven = false;
  let answers = 0;
  let quickestMs = Number.POSITIVE_INFINITY;
  let cancelTimer: (() => void) | undefined;

  function pump(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    while (queue.size > 0) {
      const now = clock.now();
      const waitMs = delay(now);
      if (waitMs > 0) {
        cancelTimer = clock.after(waitMs, pump);
        return;
      }
      const waiter = first(queue)!;
      queue.delete(waiter);
      waiter.callOff();
      waiter.resolve(send(now));
    }
  }

  function send(now: number): Ticket {
    const ticket = { sentAt: now };
    if (windows.length > 0) underWay.add(ticket);
    return ticket;
  }

  /** Milliseconds until the next request may go. */
  function delay(now: number): number {
    settle(now);
    let waitMs = pausedUntil - now;
    for (const window of windows) {
      while (window.from < log.length && log[window.from]! + window.ms <= now) window.from++;
      if (log.length - window.from + underWay.size < window.max) continue;
      // The oldest entry leaves the window, or the oldest unanswered request begins to count.
      const counted = log[window.from];
      const freeAt = counted === undefined ? first(underWay)!.sentAt + arrivalMs : counted + window.ms;
      waitMs = Math.max(waitMs, freeAt - now);
    }
    return waitMs;
  }

  /**
   * Requests without an answer for so long have arrived by now. They count from this moment, not from the second's
   * end: a process that stood still meanwhile may have written them to the socket only just now.
   */
  function settle(now: number): void {
    for (const ticket of underWay) {
      if (ticket.sentAt + arrivalMs > now) return;
      count(ticket, now);
    }
  }

  /** From when a request counts that has been answered now. */
  function countsFrom({ sentAt }: Ticket, now: number): number {
    quickestMs = Math.min(now - sentAt, quickestMs * forgetting);
    return isUneven || ++answers <= answersToLearn ? now : now - quickestMs;
  }

  function count(ticket: Ticket, from: number): void {
    underWay.delete(ticket);
    log.push(Math.max(from, log.at(-1) ?? from));
    const gone = Math.min(...windows.map(({ from }) => from));
    if (gone > 500) {
      log = log.slice(gone);
      for (const window of windows) window.from -= gone;
    }
  }

  return {
    acquire(signal) {
      const now = clock.now();
      if (queue.size === 0 && !signal?.aborted && delay(now) <= 0) return Promise.resolve(send(now));
      return new Promise<Ticket>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const callOff = onAbort(signal, () => {
          queue.delete(waiter);
          reject(signal!.reason as Error);
          pump();
        });
        const waiter: Waiter = { resolve, reject, callOff };
        queue.add(waiter);
        if (queue.size === 1) pump();
      });
    },
    release(ticket) {
      if (underWay.has(ticket)) count(ticket, countsFrom(ticket, clock.now()));
      if (queue.size > 0) pump();
    },
    pause(ms) {
      isUneven = true;
      pausedUntil = Math.max(pausedUntil, clock.now() + ms);
      if (queue.size > 0) pump();
    },
  };
}

function first<T>(set: Set<T>): T | undefined {
  return set.values().next().value;
}

const registry = Symbol.for('altegio-sdk.limiter.1');

/** The limiter of this process: one for all clients, the ESM and the CJS copy of this package included. */
export function sharedLimiter(): Limiter {
  const globals = globalThis as { [registry]?: Limiter };
  globals[registry] ??= createLimiter();
  return globals[registry];
}
