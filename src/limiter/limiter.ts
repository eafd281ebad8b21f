// The interface of a limiter, and what a limiter of one process and a shared one have in common: each host has
// windows of its own, a little longer than the API's.

/**
 * What stands between a call and the network. One limiter may serve many clients; `host` tells its budgets apart.
 * Own implementations (another store, another policy) need these three methods.
 */
export interface Limiter {
  /**
   * Waits until one request may be sent, first come, first served. Rejects with the signal's reason when it
   * aborts. What it resolves to is handed back to `release`.
   */
  acquire(host: string, signal?: AbortSignal): Promise<unknown>;
  /** The request that `acquire` let through has been answered, or has failed. */
  release(host: string, ticket: unknown): void;
  /** The API has answered 429: nobody sends for `ms` milliseconds. */
  pause(host: string, ms: number): void;
}

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
