// Time, as the rest of the package sees it: tests and benchmarks put another clock in its place.
import { onAbort } from './on-abort.ts';

/** A monotonic clock and its timer. */
export interface Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  now(): number;
  /** Runs `run` after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

// Longer delays overflow to 1 ms in every JavaScript runtime.
export const longestDelayMs = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(ms, 0), longestDelayMs));
    return () => clearTimeout(timer);
  },
};

/** Waits, unless the signal aborts first: then it rejects with the signal's reason. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const cancel = clock.after(ms, () => {
      callOff();
      resolve();
    });
    const callOff = onAbort(signal, () => {
      cancel();
      reject(signal!.reason as Error);
    });
  });
}
