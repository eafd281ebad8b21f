// The interface of a limiter, and what a limiter of one process and a shared one have in common: each host has
// windows of its own, a little longer than the API's.

import { longestDelayMs } from '../util/clock.ts';

/** What a call passes to the limiter besides its host. */
export interface AcquireOptions {
  /** `true` for a call that has been sent before, for example refused with 429: it goes to the head of the queue. */
  first?: boolean | undefined;
  /**
   * Milliseconds that the call has left. A pause that would outlast them rejects the call at once; without a
   * deadline, a pause of more than two minutes does.
   */
  deadlineMs?: number | undefined;
}

/**
 * Decides when a request may be sent. One limiter may serve many clients; each `host` has a budget of its own.
 * A custom implementation (another store, another policy) needs these three methods.
 */
export interface Limiter {
  /**
   * Waits until one request may be sent, first come, first served. Rejects with the signal's reason when it
   * aborts, and at once with an error that has `retryAfter` (seconds) where a pause outlasts the call. The resolved
   * value is passed back to `release`. `options` may be ignored: then a refused call waits at the end of the queue.
   */
  acquire(host: string, signal?: AbortSignal, options?: AcquireOptions): Promise<unknown>;
  /** The request that `acquire` admitted has its response, or has failed. */
  release(host: string, ticket: unknown): void;
  /** The API responded with 429: no request is sent for `ms` milliseconds. */
  pause(host: string, ms: number): void;
}

// Timers and clocks of two machines differ by some milliseconds.
export const marginMs = 20;

/** Longest wait that a server may impose on a call without a deadline; a longer one ends the call with `retryAfter`. */
export const longestWaitMs = 120_000;

/** Milliseconds of a pause: anything but a number is ignored, and no pause lasts longer than a timer can. */
export function pauseLength(ms: number): number {
  return ms > 0 ? Math.min(ms, longestDelayMs) : 0;
}

/** A limiter that knows one host only. */
export interface HostLimiter<Ticket> {
  acquire(signal: AbortSignal | undefined, options: AcquireOptions): Promise<Ticket>;
  release(ticket: Ticket): void;
  pause(ms: number): void;
}

/** A limiter for all hosts: each gets its own, made on first use. */
export function perHost<Ticket>(make: (host: string) => HostLimiter<Ticket>): Limiter {
  const hosts = new Map<string, HostLimiter<Ticket>>();
  const of = (host: string): HostLimiter<Ticket> => {
    let limiter = hosts.get(host);
    if (!limiter) {
      limiter = make(host);
      hosts.set(host, limiter);
    }
    return limiter;
  };
  return {
    acquire: (host, signal, options = {}) => of(host).acquire(signal, options),
    release: (host, ticket) => of(host).release(ticket as Ticket),
    pause: (host, ms) => of(host).pause(ms),
  };
}
