// The limiter goes on where time does not: lost timers, clocks that are set back, waits that are no numbers.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLimiter, type Limiter } from '../../../src/index.ts';
import { type Clock, steady } from '../../../src/util/clock.ts';
import { type FakeClock, fakeClock } from '../../support/clock.ts';

const host = 'api.test';

/** A clock that can be set, and whose timers can be lost. */
function unreliable() {
  const inner = fakeClock();
  let offset = 0;
  let lost = false;
  const clock: Clock = {
    now: () => inner.now() + offset,
    after: (ms, run) => (lost ? () => {} : inner.after(ms, () => !lost && run())),
  };
  return {
    clock,
    advance: inner.advance,
    set: (ms: number) => {
      offset = ms - inner.now();
    },
    losing: (is: boolean) => {
      lost = is;
    },
  };
}

/** Asks for `count` places; returns the moments at which they were given. */
function ask(limiter: Limiter, count: number, now: () => number): number[] {
  const given: number[] = [];
  for (let index = 0; index < count; index++) {
    void limiter.acquire(host).then((ticket) => {
      given.push(now());
      limiter.release(host, ticket);
    });
  }
  return given;
}

describe('a timer that is lost', () => {
  afterEach(() => void vi.useRealTimers());

  it('holds the queue until somebody comes, and not indefinitely', async () => {
    const { clock, advance, losing } = unreliable();
    const limiter = createLimiter({ clock });
    losing(true);
    const given = ask(limiter, 8, clock.now);
    await advance(5000);
    expect(given).toHaveLength(5);
    losing(false);
    given.push(...ask(limiter, 1, clock.now));
    await advance(5000);
    expect(given).toHaveLength(8);
  });

  it('is what fake timers leave behind that are cleared or put away', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    const limiter = createLimiter({ perSecond: 50, perMinute: Infinity });
    const given = ask(limiter, 51, () => 0);
    vi.clearAllTimers();
    vi.useRealTimers();
    await limiter.acquire(host);
    await vi.waitFor(() => expect(given).toHaveLength(51), { timeout: 5000 });
  });
});

describe('a clock that is set back', () => {
  it.each([
    ['while nobody waits', 0],
    ['while calls wait', 3],
  ])('by an hour makes nobody wait longer than a window, %s', async (_, waiting) => {
    const { clock, advance, set } = unreliable();
    set(3600_000);
    const limiter = createLimiter({ clock });
    const before = ask(limiter, 5 + waiting, clock.now);
    await advance(500);
    set(0);
    const after = ask(limiter, 3, clock.now);
    await advance(2100);
    expect([...before, ...after]).toHaveLength(8 + waiting);
  });

  it('again and again still never lets more through than the windows hold', async () => {
    const inner = fakeClock();
    const clock: Clock = { now: () => inner.now() % 700, after: inner.after };
    const at = ask(createLimiter({ clock }), 40, inner.now);
    await inner.advance(60_000);
    expect(at).toHaveLength(40);
    const densest = Math.max(...at.map((from) => at.filter((to) => to >= from && to < from + 1000).length));
    expect(densest).toBeLessThanOrEqual(5);
  });

  it('or stands still holds nobody longer than a timer does', async () => {
    const inner = fakeClock();
    const clock: Clock = { now: () => 17, after: inner.after };
    const at = ask(createLimiter({ clock }), 11, inner.now);
    await inner.advance(10_000);
    expect(at).toEqual([...Array(5).fill(0), ...Array(5).fill(1020), 2040]);
  });

  it('makes no round trip shorter than none: the next ones are not slowed by it', async () => {
    const { clock, advance, set } = unreliable();
    const limiter = createLimiter({ clock, perMinute: Infinity });
    set(10_000);
    const ticket = await limiter.acquire(host);
    set(0);
    limiter.release(host, ticket);
    await advance(2000);
    const moments = await rate(
      { now: clock.now, after: clock.after, advance, pending: () => 0 },
      limiter,
      200,
    );
    expect(moments).toBeGreaterThanOrEqual(0.95);
  });

  it('or that tells no number is read as standing still', () => {
    const readings = [5, 9, Number.NaN, 3, 4, Number.POSITIVE_INFINITY, 10];
    const { now } = steady({ now: () => readings.shift()!, after: () => () => {} });
    expect([now(), now(), now(), now(), now(), now(), now()]).toEqual([5, 9, 9, 9, 10, 10, 16]);
  });
});

/** The rate that calls with responses after 80 ms reach, over the allowed five per second. */
async function rate(clock: FakeClock, limiter: Limiter, calls: number): Promise<number> {
  const at: number[] = [];
  for (let index = 0; index < calls; index++) {
    void limiter.acquire(host).then((ticket) => {
      at.push(clock.now());
      clock.after(80, () => limiter.release(host, ticket));
    });
  }
  await clock.advance(calls * 400);
  expect(at).toHaveLength(calls);
  return (calls / 5 - 1) / ((at.at(-1)! - at[0]!) / 1000);
}

describe('a request that ends at once', () => {
  it.each([
    ['first', 0],
    ['after others', 12],
    ['long after others', 60],
  ])('%s does not slow those that come after it', async (_, before) => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock, perMinute: Infinity });
    if (before > 0) await rate(clock, limiter, before);
    await clock.advance(3000);
    const ticket = await limiter.acquire(host);
    await clock.advance(0.5);
    limiter.release(host, ticket);
    await clock.advance(3000);
    expect(await rate(clock, limiter, 200)).toBeGreaterThanOrEqual(0.95);
  });
});

describe('a pause', () => {
  it.each([Number.NaN, -5, 0, Number.NEGATIVE_INFINITY, undefined as unknown as number])(
    'of %s ms is none, and leaves the windows as they are',
    async (ms) => {
      const clock = fakeClock();
      const limiter = createLimiter({ clock });
      limiter.pause(host, ms);
      const given = ask(limiter, 7, clock.now);
      await clock.advance(999);
      expect(given).toEqual([0, 0, 0, 0, 0]);
      await clock.advance(1000);
      expect(given).toHaveLength(7);
    },
  );

  it('does not end a longer one by being no number', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock });
    limiter.pause(host, 5000);
    limiter.pause(host, Number.NaN);
    const given = ask(limiter, 1, clock.now);
    await clock.advance(6000);
    expect(given).toEqual([5000]);
  });

  it('without end lasts as long as a timer can', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock });
    limiter.pause(host, Number.POSITIVE_INFINITY);
    const days = 24 * 3600;
    await expect(limiter.acquire(host)).rejects.toMatchObject({
      retryAfter: Math.ceil((2 ** 31 - 1) / 1000),
    });
    await clock.advance(25 * days * 1000);
    await expect(limiter.acquire(host)).resolves.toBeDefined();
  });

  it('that is longer than a call may wait rejects it, in the queue too', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock });
    limiter.pause(host, 100_000);
    const ends: unknown[] = [];
    const end = (promise: Promise<unknown>) =>
      promise.then(
        () => ends.push(clock.now()),
        (error: { retryAfter: number }) => ends.push([clock.now(), error.retryAfter]),
      );
    void end(limiter.acquire(host, undefined, { deadlineMs: 99_999 }));
    void end(limiter.acquire(host, undefined, { deadlineMs: 150_000 }));
    void end(limiter.acquire(host));
    await clock.advance(40_000);
    expect(ends).toEqual([[0, 100]]);
    limiter.pause(host, 110_500);
    await clock.advance(0);
    expect(ends).toEqual([
      [0, 100],
      [40_000, 111],
    ]);
    await clock.advance(110_500);
    expect(ends.at(-1)).toBe(150_500);
  });
});

describe('the head of the queue', () => {
  it('is for those who come again, in their order, and an abort there gives way', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock, perSecond: 1 });
    const order: string[] = [];
    const controller = new AbortController();
    const go = (name: string, first: boolean, signal?: AbortSignal) =>
      void limiter.acquire(host, signal, { first }).then(
        (ticket) => {
          order.push(name);
          limiter.release(host, ticket);
        },
        () => order.push(`${name} left`),
      );
    go('sent', false);
    go('new 1', false);
    go('new 2', false);
    go('again 1', true, controller.signal);
    go('again 2', true);
    go('again 3', true);
    controller.abort();
    await clock.advance(10_000);
    expect(order).toEqual(['sent', 'again 1 left', 'again 2', 'again 3', 'new 1', 'new 2']);
    expect(clock.pending()).toBe(0);
  });
});
