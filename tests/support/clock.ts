// Clocks for tests: one that runs faster than the machine's, one that steps, and one that stands still until it advances.
import { type Clock, systemClock } from '../../src/util/clock.ts';

/** The machine's clock, `factor` times as fast: waits of seconds take milliseconds. */
export function hastyClock(factor: number): Clock {
  return {
    now: () => systemClock.now() * factor,
    after: (ms, run) => systemClock.after(ms / factor, run),
  };
}

/** A clock as {@link hastyClock}, which is set by `stepMs` at every seventh reading: by NTP, or by fake timers. */
export function steppingClock(factor: number, stepMs: number): Clock {
  const clock = hastyClock(factor);
  let readings = 0;
  return {
    now: () => clock.now() + Math.floor(++readings / 7) * stepMs,
    after: clock.after,
  };
}

export interface FakeClock extends Clock {
  /** Runs every timer that falls due within the next `ms` milliseconds, in order. */
  advance(ms: number): Promise<void>;
  /** Timers that have not run and were not called off. */
  pending(): number;
}

export function fakeClock(): FakeClock {
  let now = 0;
  let count = 0;
  const timers: { at: number; id: number; run: () => void }[] = [];

  function insert(timer: (typeof timers)[number]): void {
    let index = timers.length;
    while (index > 0 && timers[index - 1]!.at > timer.at) index--;
    timers.splice(index, 0, timer);
  }
  async function advance(ms: number): Promise<void> {
    const end = now + ms;
    await settled();
    while (timers.length > 0 && timers[0]!.at <= end) {
      const timer = timers.shift()!;
      now = Math.max(now, timer.at);
      timer.run();
      await settled();
    }
    now = end;
  }
  return {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + Math.max(ms, 0), id: ++count, run };
      insert(timer);
      return () => {
        const index = timers.indexOf(timer);
        if (index >= 0) timers.splice(index, 1);
      };
    },
    advance,
    pending: () => timers.length,
  };
}

/** Lets a call go through all its waits, and returns what it ends with. */
export async function throughWaits<T>(clock: FakeClock, call: Promise<T>): Promise<T> {
  call.catch(() => {}); // asserted below
  // Less than a time limit, which must not strike.
  await clock.advance(20_000);
  return call;
}

/** Lets everything happen that waits for promises only. */
async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await null;
}
