// Time, as the rest of the package sees it: tests and benchmarks put another clock in its place.

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

/**
 * A clock over one that cannot be trusted to go on: fake timers and corrections of the time set it back. While it is
 * set back no time passes, until a timer proves that it did.
 */
export function steady(clock: Clock): Clock {
  let last = 0;
  let offset = 0;
  const now = () => {
    const reading = clock.now();
    if (Number.isFinite(reading)) {
      if (reading < last) offset += last - reading;
      last = reading;
    }
    return last + offset;
  };
  return {
    now,
    after(ms, run) {
      const since = now();
      return clock.after(ms, () => {
        const passedMs = now() - since;
        // Timers run a little early; the reading counts, unless it is far off.
        if (passedMs < ms / 2) offset += ms - passedMs;
        run();
      });
    },
  };
}
