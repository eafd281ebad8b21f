// Two sliding windows that hold at once: when the next request may go, judged by the requests and responses before it.
import { AltegioConfigError } from '../errors/errors.ts';
import type { Clock } from '../util/clock.ts';
import { roundTrips } from './arrival.ts';
import { marginMs, pauseLength } from './limiter.ts';

// The server counts a request when it ARRIVES, somewhere between our sending it and its response. A delay that all
// requests share brings no two of them closer together; any further delay of one shows in its round trip, beyond the
// quickest one. So a request counts from its sending plus that excess. Until some round trips are known (the first ones
// open their connections), and once a 429 has shown that latency is uneven, it counts from its response – but at most
// this long after it was sent: a slow response is no late arrival.
const arrivalMs = 1000;

/** Requests per second and per minute; `Infinity` = no limit. */
export interface Limits {
  perSecond: number;
  perMinute: number;
}

/** Fills in the documented limits. Throws for an invalid one. */
export function limitsOf({
  perSecond = 5,
  perMinute = 200,
}: {
  [Name in keyof Limits]?: number | undefined;
}): Limits {
  const limits = { perSecond, perMinute };
  for (const [name, value] of Object.entries(limits)) {
    if (typeof value !== 'number' || !(value >= 1))
      throw new AltegioConfigError(`The limiter's ${name} must be 1 or more, not ${value}.`);
  }
  return limits;
}

/** Size and length of each window, a little longer than the API's. */
export function sizesOf({ perSecond, perMinute }: Limits): { max: number; ms: number }[] {
  return [
    { max: Math.floor(perSecond), ms: 1000 + marginMs },
    { max: Math.floor(perMinute), ms: 60_000 + marginMs },
  ].filter(({ max }) => max !== Number.POSITIVE_INFINITY);
}

interface Window {
  max: number;
  ms: number;
  /** Index into `log` of the first entry that is still inside. */
  from: number;
}

/** An admitted request. */
export interface Ticket {
  sentAt: number;
}

/** The windows of one host. */
export interface Windows {
  /** Milliseconds until the next request may go; 0 or less = now. */
  waitMs(): number;
  /** Milliseconds that a pause still lasts; 0 or less = there is none. */
  pausedMs(): number;
  /** Sends a request now. */
  take(): Ticket;
  /** Its response has arrived, or it has failed. */
  release(ticket: Ticket): void;
  /** No request is sent for this long; the longest of several pauses counts. */
  pause(ms: number): void;
}

/** Makes the windows of one host, by a clock that never goes back. */
export function slidingWindows(limits: Limits, { now }: Clock): Windows {
  const windows: Window[] = sizesOf(limits).map((size) => ({ ...size, from: 0 }));
  /** Moments from which requests count, in order. */
  let log: number[] = [];
  /** Sent, without a response yet, in the order of sending. */
  const underWay = new Set<Ticket>();
  let pausedUntil = 0;
  let isUneven = false;
  const excessOf = roundTrips();

  /**
   * Requests without a response for this long have arrived by now. They count from this moment, not from the end of
   * that second: a process that was stalled meanwhile may have written them to the socket only just now.
   */
  function settle(moment: number): void {
    for (const ticket of underWay) {
      if (ticket.sentAt + arrivalMs > moment) return;
      count(ticket, moment);
    }
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
    waitMs() {
      const moment = now();
      settle(moment);
      let waitMs = pausedUntil - moment;
      for (const window of windows) {
        while (window.from < log.length && log[window.from]! + window.ms <= moment) window.from++;
        if (log.length - window.from + underWay.size < window.max) continue;
        // The oldest entry leaves the window, or the oldest request without a response begins to count.
        const counted = log[window.from];
        const [oldest] = underWay;
        const freeAt = counted === undefined ? oldest!.sentAt + arrivalMs : counted + window.ms;
        waitMs = Math.max(waitMs, freeAt - moment);
      }
      return waitMs;
    },
    pausedMs: () => pausedUntil - now(),
    take() {
      const ticket = { sentAt: now() };
      if (windows.length > 0) underWay.add(ticket);
      return ticket;
    },
    release(ticket) {
      if (!underWay.has(ticket)) return;
      const moment = now();
      const roundTripMs = moment - ticket.sentAt;
      const excessMs = excessOf(roundTripMs, moment);
      count(ticket, ticket.sentAt + (isUneven ? roundTripMs : excessMs));
    },
    pause(ms) {
      isUneven = true;
      pausedUntil = Math.max(pausedUntil, now() + pauseLength(ms));
    },
  };
}
