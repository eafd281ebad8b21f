// The limiter: both windows hold in every moment, and nobody waits longer than necessary.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as sdk from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { runs } from '../../support/rounds.ts';
import { anyhow, densest, host, long, overOneWay, play } from './requests.ts';

describe('the two windows', () => {
  it.each([
    ['whatever holds the requests up on one way', overOneWay(long), false],
    [
      'whatever the arrivals and latencies, once a 429 has shown that they are uneven',
      fc.array(anyhow, long),
      true,
    ],
  ])(
    'hold in every moment, %s',
    async (_, requests, warned) => {
      const property = fc.asyncProperty(requests, async (wanted) => {
        const clock = fakeClock();
        const limiter = sdk.createLimiter({ clock });
        if (warned) limiter.pause(host, 0);
        const arrivals = await play(clock, limiter, wanted);
        expect(arrivals.filter(Number.isFinite)).toHaveLength(wanted.length);
        expect(densest(arrivals, 1000)).toBeLessThanOrEqual(5);
        expect(densest(arrivals, 60_000)).toBeLessThanOrEqual(200);
        expect(clock.pending()).toBe(0);
      });
      await fc.assert(property, runs(60, 15));
    },
    60_000,
  );

  it('hold for other limits too', async () => {
    const limits = fc.record({
      perSecond: fc.integer({ min: 1, max: 9 }),
      perMinute: fc.integer({ min: 1, max: 40 }),
    });
    const requests = overOneWay({ minLength: 20, maxLength: 60 });
    const property = fc.asyncProperty(limits, requests, async (limit, wanted) => {
      const clock = fakeClock();
      const limiter = sdk.createLimiter({ ...limit, clock });
      const arrivals = (await play(clock, limiter, wanted)).filter(Number.isFinite);
      expect(densest(arrivals, 1000)).toBeLessThanOrEqual(limit.perSecond);
      expect(densest(arrivals, 60_000)).toBeLessThanOrEqual(limit.perMinute);
    });
    await fc.assert(property, runs(60, 15));
  }, 60_000);

  it('are never left by what is sent, whatever the arrivals and latencies', async () => {
    const property = fc.asyncProperty(fc.array(anyhow, long), async (wanted) => {
      const clock = fakeClock();
      const atOnce = wanted.map((each) => ({ ...each, arrivesMs: 0 }));
      const sent = await play(clock, sdk.createLimiter({ clock }), atOnce);
      expect(densest(sent, 1000)).toBeLessThanOrEqual(5);
      expect(densest(sent, 60_000)).toBeLessThanOrEqual(200);
    });
    await fc.assert(property, runs(30, 10));
  }, 60_000);

  it('hold after a moment in which everything stood still, at a high rate too', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: 100, perMinute: Number.POSITIVE_INFINITY });
    const quick = { afterMs: 0, latencyMs: 10, arrivesMs: 5 };
    const stalled = { afterMs: 0, latencyMs: 500, arrivesMs: 495 };
    const wanted = Array.from({ length: 500 }, (_, index) => (index < 100 || index >= 300 ? quick : stalled));
    expect(densest(await play(clock, limiter, wanted), 1000)).toBeLessThanOrEqual(100);
  });

  it('are used to at least 95 % in a burst too, with responses that take 80 ms', async () => {
    const clock = fakeClock();
    const wanted = Array.from({ length: 100 }, () => ({ afterMs: 0, latencyMs: 80, arrivesMs: 40 }));
    const arrivals = await play(clock, sdk.createLimiter({ clock }), wanted);
    // Twenty times five at once, a second apart.
    expect(19_000 / (arrivals.at(-1)! - arrivals[0]!)).toBeGreaterThanOrEqual(0.95);
  });

  it('are used to at least 95 % with responses that take 80 ms', async () => {
    const clock = fakeClock();
    const wanted = Array.from({ length: 1400 }, () => ({ afterMs: 0, latencyMs: 80, arrivesMs: 40 }));
    const arrivals = await play(clock, sdk.createLimiter({ clock }), wanted);
    const minutes = 5;
    const inTime = arrivals.filter((at) => at < minutes * 60_000).length;
    expect(inTime).toBeGreaterThanOrEqual(0.95 * minutes * 200);
    expect(densest(arrivals, 60_000)).toBeLessThanOrEqual(200);
  });

  it('count a hanging request from one second after it was sent, not from its response', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perMinute: Number.POSITIVE_INFINITY });
    const wanted = Array.from({ length: 6 }, () => ({ afterMs: 0, latencyMs: 30_000, arrivesMs: 0 }));
    const arrivals = await play(clock, limiter, wanted);
    expect(arrivals[5]).toBeGreaterThanOrEqual(1000);
    expect(arrivals[5]).toBeLessThan(2100);
  });

  it('count a request once, however often it is released, and none that was not admitted', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: 2 });
    const ticket = await limiter.acquire(host);
    for (const released of [ticket, ticket, { sentAt: 0 }]) limiter.release(host, released);
    let admitted = 0;
    for (let call = 0; call < 2; call++) void limiter.acquire(host).then(() => admitted++);
    await clock.advance(0);
    expect(admitted).toBe(1);
  });

  it('hold on the machine’s own clock', async () => {
    const limiter = sdk.createLimiter({ perSecond: 20, perMinute: 40 });
    const moments: number[] = [];
    const run = async () => {
      const ticket = await limiter.acquire(host);
      moments.push(performance.now());
      limiter.release(host, ticket);
    };
    await Promise.all(Array.from({ length: 40 }, run));
    expect(densest(moments, 1000)).toBeLessThanOrEqual(20);
    expect(moments.at(-1)! - moments[0]!).toBeLessThan(1500);
  });
});

describe('budgets', () => {
  it('are apart per host', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: 1 });
    await limiter.acquire('a.test');
    limiter.pause('a.test', 60_000);
    await expect(limiter.acquire('b.test')).resolves.toBeDefined();
  });

  it.each([
    { perSecond: 0 },
    { perMinute: 0.5 },
    { perSecond: Number.NaN },
    { perMinute: -5 },
    { perSecond: '5' as unknown as number },
    { perMinute: null as unknown as number },
  ])('of %o are refused', (options) => {
    expect(() => sdk.createLimiter(options)).toThrow(sdk.AltegioConfigError);
  });

  it('of 1.5 per second mean one, never two', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: 1.5 });
    const wanted = Array.from({ length: 4 }, () => ({ afterMs: 0, latencyMs: 0, arrivesMs: 0 }));
    expect(densest(await play(clock, limiter, wanted), 1000)).toBe(1);
  });

  it('may be without end', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: Infinity, perMinute: Infinity });
    const wanted = Array.from({ length: 500 }, () => ({ afterMs: 0, latencyMs: 50, arrivesMs: 0 }));
    expect(densest(await play(clock, limiter, wanted), 1)).toBe(500);
  });
});
