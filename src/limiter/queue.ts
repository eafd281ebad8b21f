// The calls that wait for a limiter, in order, and those that stop waiting.
import { onAbort, reasonOf } from '../util/abort.ts';
import { type AcquireOptions, longestWaitMs } from './limiter.ts';

/** A waiting call. */
interface Waiter<Ticket> {
  resolve(ticket: Ticket): void;
  reject(reason: unknown): void;
  /** The moment at which the call's deadline ends it; `undefined` = none. */
  endsAt: number | undefined;
}

/** The calls that wait for one host. */
interface Queue<Ticket> {
  readonly size: number;
  /** The call whose turn it is. */
  first(): Waiter<Ticket> | undefined;
  /** Waits until another part of the limiter settles it, or the signal aborts. */
  join(signal: AbortSignal | undefined, options: AcquireOptions): Promise<Ticket>;
  /** Removes a waiting call, to be settled. */
  leave(waiter: Waiter<Ticket>): Waiter<Ticket>;
  /** Rejects every call for which `reasonFor` has a reason. */
  reject(reasonFor: (waiter: Waiter<Ticket>) => unknown): void;
}

/** Makes a queue. `onLeft` is called when a signal has removed a call from it. */
export function createQueue<Ticket>(now: () => number, onLeft: () => void): Queue<Ticket> {
  // Calls that are retried go before those that have not been sent yet: they came earlier.
  const again = new Map<Waiter<Ticket>, () => void>();
  const fresh = new Map<Waiter<Ticket>, () => void>();

  function leave(waiter: Waiter<Ticket>): Waiter<Ticket> {
    for (const rank of [again, fresh]) {
      rank.get(waiter)?.();
      rank.delete(waiter);
    }
    return waiter;
  }

  return {
    get size() {
      return again.size + fresh.size;
    },
    first: () => (again.size > 0 ? again : fresh).keys().next().value,
    join: (signal, { first, deadlineMs }) =>
      new Promise<Ticket>((resolve, reject) => {
        const waiter = { resolve, reject, endsAt: deadlineMs && now() + deadlineMs };
        const callOff = onAbort(signal, () => {
          leave(waiter).reject(reasonOf(signal!));
          onLeft();
        });
        (first ? again : fresh).set(waiter, callOff);
      }),
    leave,
    reject(reasonFor) {
      for (const waiter of [...again.keys(), ...fresh.keys()]) {
        const reason = reasonFor(waiter);
        if (reason) leave(waiter).reject(reason);
      }
    },
  };
}

/** The error for a call that a pause outlasts; `undefined` where the call can wait. */
export function outlasted(
  pausedMs: number,
  leftMs: number = longestWaitMs,
): (Error & { retryAfter: number }) | undefined {
  if (pausedMs <= leftMs) return undefined;
  const retryAfter = Math.ceil(pausedMs / 1000);
  const text = `The API asked for a pause, which lasts another ${retryAfter} s, longer than this call may wait.`;
  return Object.assign(new Error(text), { retryAfter });
}
