// What a limiter of one process and a shared one have in common: each host has windows of its own, a little longer
// than the API's.
import type { Limiter } from './limiter.ts';

// Timers and clocks of two machines differ by some milliseconds.
export const marginMs = 20;

/** A limiter that knows one host only. */
export interface HostLimiter<Ticket> {
  acquire(signal: AbortSignal | undefined): Promise<Ticket>;
  release(ticket: Ticket): void;
  pause(ms: number): void;
}

/** A limiter for all hosts: each gets its own, made when it is first asked for. */
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
    acquire: (host, signal) => of(host).acquire(signal),
    release: (host, ticket) => of(host).release(ticket as Ticket),
    pause: (host, ms) => of(host).pause(ms),
  };
}
