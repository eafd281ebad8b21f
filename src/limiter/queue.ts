// Who waits for a limiter, in order, and who does not wait any longer.
import { onAbort, reasonOf } from '../util/abort.ts';
import { type AcquireOptions, longestWaitMs } from './limiter.ts';

/** One call that waits. */
export interface Waiter<Ticket> {
  resolve(ticket: Ticket): void;
  reject(reason: unknown): void;
  /** The moment at which the call ends anyway; `undefined` = none. */
  endsAt: number | undefined;
}

/** The calls that wait for one host. */
export interface Queue<Ticket> {
  readonly size: number;
  /** Whose turn it is. */
  first(): Waiter<Ticket> | undefined;
  /** Waits until another part of the limiter settles it, or the signal aborts. */
  join(signal: AbortSignal | undefined, options: AcquireOptions): Promise<Ticket>;
  /** Takes a waiter out, to be settled. */
  leave(waiter: Waiter<Ticket>): Waiter<Ticket>;
  /** Rejects everybody for whom `reasonFor` has a reason. */
  reject(reasonFor: (waiter: Waiter<Ticket>) => unknown): void;
}

/** Makes a queue. `onLeft` is called when a signal has taken somebody out of it. */
export function createQueue<Ticket>(now: () => number, onLeft: () => void): Queue<Ticket> {
  // Calls that go again stand before those that have not been sent yet: they came earlier.
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

/** The error for a call that a pause outlasts; `undefined` where the call waits it out. */
export function outlasted(
  pausedMs: number,
  leftMs: number = longestWaitMs,
): (Error & { retryAfter: number }) | undefined {
  if (pausedMs <= leftMs) return undefined;
  const retryAfter = Math.ceil(pausedMs / 1000);
  const text = `The API asked for a pause, which lasts another ${retryAfter} s, longer than this call may wait.`;
  return Object.assign(new Error(text), { retryAfter });
}
