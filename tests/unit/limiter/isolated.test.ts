// Where requests live apart, each call takes its place by its own timer (tests/runtimes runs the same in workerd).
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLimiter, type Limiter } from '../../../src/index.ts';
import type { Clock } from '../../../src/util/clock.ts';
import { fakeClock } from '../../support/clock.ts';
import { runs } from '../../support/rounds.ts';

const host = 'api.test';

beforeEach(() => void vi.stubGlobal('navigator', { userAgent: 'Cloudflare-Workers' }));
afterEach(() => void vi.unstubAllGlobals());

/** The timers of one request: they end with it. */
function request(clock: Clock) {
  let isOver = false;
  return {
    clock: {
      now: clock.now,
      after: (ms: number, run: () => void) => clock.after(ms, () => !isOver && run()),
    },
    end: () => {
      isOver = true;
    },
  };
}

function densest(moments: readonly number[], ms: number): number {
  return Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + ms).length));
}

async function given(limiter: Limiter, clock: Clock, wanted: readonly number[], latencyMs = 80) {
  const at: number[] = [];
  const order: number[] = [];
  for (const [index, afterMs] of wanted.entries()) {
    clock.after(afterMs, async () => {
      const ticket = await limiter.acquire(host);
      at.push(clock.now());
      order.push(index);
      clock.after(latencyMs, () => limiter.release(host, ticket));
    });
  }
  return { at, order };
}

describe('where requests live apart', () => {
  it('both windows hold, the order is kept, and no timer is left', async () => {
    const wanted = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 60 });
    const property = fc.asyncProperty(wanted, async (moments) => {
      const clock = fakeClock();
      const limiter = createLimiter({ clock, perMinute: 40 });
      const { at, order } = await given(limiter, clock, moments);
      await clock.advance(200_000);
      expect(at).toHaveLength(moments.length);
      expect(densest(at, 1000)).toBeLessThanOrEqual(5);
      expect(densest(at, 60_000)).toBeLessThanOrEqual(40);
      const byAsking = moments.map((_, index) => index).sort((a, b) => moments[a]! - moments[b]! || a - b);
      expect(order).toEqual(byAsking);
      expect(clock.pending()).toBe(0);
    });
    await fc.assert(property, runs(50, 15));
  });

  it('at least 95 % of the rate is used', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock, perMinute: Infinity });
    const { at } = await given(limiter, clock, Array(100).fill(0));
    await clock.advance(60_000);
    expect(19_000 / (at.at(-1)! - at[0]!)).toBeGreaterThanOrEqual(0.95);
  });

  it('nobody waits for one whose request has ended without a word', async () => {
    const clock = fakeClock();
    const ended = request(clock);
    let current: Clock = ended.clock;
    const limiter = createLimiter({
      perSecond: 1,
      clock: { now: clock.now, after: (ms, run) => current.after(ms, run) },
    });
    await limiter.acquire(host);
    for (let index = 0; index < 20; index++) void limiter.acquire(host);
    ended.end();
    current = clock;
    let at = 0;
    void limiter.acquire(host).then(() => {
      at = clock.now();
    });
    await clock.advance(10_000);
    expect(at).toBeGreaterThan(1000);
    expect(at).toBeLessThan(4000);
  });

  it('who is only slow comes back to the head', async () => {
    const clock = fakeClock();
    let lateMs = 5000;
    const limiter = createLimiter({
      perSecond: 1,
      // The first to wait is late by five seconds, once.
      clock: {
        now: clock.now,
        after(ms, run) {
          const timer = clock.after(ms + lateMs, run);
          lateMs = 0;
          return timer;
        },
      },
    });
    const order: string[] = [];
    const go = (name: string) =>
      void limiter.acquire(host).then((ticket) => {
        order.push(name);
        limiter.release(host, ticket);
      });
    for (const name of ['sent', 'slow', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) go(name);
    await clock.advance(30_000);
    expect(order).toHaveLength(9);
    expect(order.indexOf('slow')).toBeGreaterThan(order.indexOf('b'));
    expect(order.indexOf('slow')).toBeLessThan(order.indexOf('h'));
  });

  it('an abort, a pause and a call that comes again are as everywhere', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock, perSecond: 1 });
    const order: unknown[] = [];
    const go = (name: string, options: object, signal?: AbortSignal) =>
      void limiter.acquire(host, signal, options).then(
        (ticket) => {
          order.push(name);
          limiter.release(host, ticket);
        },
        (error: { retryAfter?: number }) => order.push([name, error.retryAfter ?? error]),
      );
    const controller = new AbortController();
    go('sent', {});
    go('leaves', {}, controller.signal);
    go('new', {});
    go('again 1', { first: true });
    go('again 2', { first: true });
    go('hasty', { deadlineMs: 15_000 });
    controller.abort('enough');
    await clock.advance(0);
    expect(order).toEqual(['sent', ['leaves', 'enough']]);
    limiter.pause(host, 20_000);
    await clock.advance(1000);
    expect(order.at(-1)).toEqual(['hasty', 19]);
    await clock.advance(30_000);
    expect(order.slice(3)).toEqual(['again 1', 'again 2', 'new']);
    expect(clock.pending()).toBe(0);
  });
});

it.each([
  ['workerd', { navigator: { userAgent: 'Cloudflare-Workers' } }, false],
  ['an edge runtime', { navigator: undefined, EdgeRuntime: 'edge-runtime' }, false],
  ['Node', { navigator: { userAgent: 'Node.js/22' } }, true],
  ['a runtime without a navigator', { navigator: undefined }, true],
])('%s is recognised by its globals', async (_, globals, together) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  const clock = fakeClock();
  const limiter = createLimiter({ clock, perSecond: 1 });
  for (let index = 0; index < 4; index++) void limiter.acquire(host);
  await clock.advance(0);
  // One timer for the whole queue, or one for each call in it.
  expect(clock.pending()).toBe(together ? 1 : 3);
});
