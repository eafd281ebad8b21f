// The limiter: both windows hold in every moment, the queue is fair, and nobody waits longer than necessary.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import * as sdk from '../../../src/index.ts';
import { sharedLimiter } from '../../../src/limiter/memory.ts';
import { type FakeClock, fakeClock } from '../../support/clock.ts';
import { tiny } from '../../support/tiny/tiny.ts';

const host = 'api.test';

/** One request: when it is wanted, how long its response takes, and when it arrives, counted from its sending. */
interface Wanted {
  afterMs: number;
  latencyMs: number;
  arrivesMs: number;
}

/** Plays requests through a limiter; returns the moments of arrival in the order of asking. */
async function play(clock: FakeClock, limiter: sdk.Limiter, wanted: Wanted[]): Promise<number[]> {
  const arrivals: number[] = [];
  let at = 0;
  for (const [index, { afterMs, latencyMs, arrivesMs }] of wanted.entries()) {
    at += afterMs;
    clock.after(at - clock.now(), async () => {
      const ticket = await limiter.acquire(host);
      arrivals[index] = clock.now() + arrivesMs;
      clock.after(latencyMs, () => limiter.release(host, ticket));
    });
  }
  await clock.advance(at + wanted.length * 2000 + 120_000);
  return arrivals;
}

/** The largest number of moments within any window of this length. */
function densest(moments: readonly number[], windowMs: number): number {
  const sorted = [...moments].sort((a, b) => a - b);
  let most = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while (sorted[last]! - sorted[first]! >= windowMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

// Bursts mostly, now and then a rest that reaches over a window's edge.
const afterMs = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 400 }) },
  { weight: 1, arbitrary: fc.integer({ min: 900, max: 20_000 }) },
);

/** Requests that arrive at any moment before their response; however slow that is, they are there within a second. */
const anyhow: fc.Arbitrary<Wanted> = fc
  .record({
    afterMs,
    latencyMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40_000 })),
    arrives: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ afterMs, latencyMs, arrives }) => ({
    afterMs,
    latencyMs,
    arrivesMs: arrives * Math.min(latencyMs, 1000),
  }));

/** Requests over one way, on which some are held up (by a new connection, by the server's work), but not every fourth. */
function overOneWay(bounds: fc.ArrayConstraints): fc.Arbitrary<Wanted[]> {
  const way = fc.record({
    thereMs: fc.integer({ min: 0, max: 100 }),
    backMs: fc.integer({ min: 0, max: 100 }),
  });
  const delays = fc.record({
    afterMs,
    connectMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })),
    workMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40_000 })),
  });
  return fc.tuple(way, fc.array(delays, bounds)).map(([{ thereMs, backMs }, list]) =>
    list.map(({ afterMs, connectMs, workMs }, index) => {
      const isHeldUp = index % 4 !== 0;
      const arrivesMs = thereMs + (isHeldUp ? connectMs : 0);
      return { afterMs, arrivesMs, latencyMs: arrivesMs + (isHeldUp ? workMs : 0) + backMs };
    }),
  );
}

const long = { minLength: 1, maxLength: 320, size: 'max' } as const;

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
      await fc.assert(property, { numRuns: 60 });
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
    await fc.assert(property, { numRuns: 60 });
  }, 60_000);

  it('are never left by what is sent, whatever the arrivals and latencies', async () => {
    const property = fc.asyncProperty(fc.array(anyhow, long), async (wanted) => {
      const clock = fakeClock();
      const atOnce = wanted.map((each) => ({ ...each, arrivesMs: 0 }));
      const sent = await play(clock, sdk.createLimiter({ clock }), atOnce);
      expect(densest(sent, 1000)).toBeLessThanOrEqual(5);
      expect(densest(sent, 60_000)).toBeLessThanOrEqual(200);
    });
    await fc.assert(property, { numRuns: 30 });
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
  });

  it('count a hanging request from one second after it was sent, not from its response', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perMinute: Number.POSITIVE_INFINITY });
    const wanted = Array.from({ length: 6 }, () => ({ afterMs: 0, latencyMs: 30_000, arrivesMs: 0 }));
    const arrivals = await play(clock, limiter, wanted);
    expect(arrivals[5]).toBeGreaterThanOrEqual(1000);
    expect(arrivals[5]).toBeLessThan(2100);
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

describe('the queue', () => {
  it('is first come, first served', async () => {
    const property = fc.asyncProperty(fc.array(anyhow, { minLength: 2, maxLength: 60 }), async (wanted) => {
      const clock = fakeClock();
      const limiter = sdk.createLimiter({ clock, perSecond: 3 });
      const order: number[] = [];
      const asked = wanted.map(async ({ latencyMs }, index) => {
        const ticket = await limiter.acquire(host);
        order.push(index);
        clock.after(latencyMs, () => limiter.release(host, ticket));
      });
      await clock.advance(200_000);
      await Promise.all(asked);
      expect(order).toEqual(wanted.map((_, index) => index));
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it('lets the others move up when one of them aborts, at its head and in its middle', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: 1 });
    const given: string[] = [];
    const controllers = new Map<string, AbortController>();
    for (const name of ['a', 'b', 'c', 'd']) {
      const controller = new AbortController();
      controllers.set(name, controller);
      limiter.acquire(host, controller.signal).then(
        (ticket) => {
          given.push(name);
          limiter.release(host, ticket);
        },
        (reason: unknown) => given.push(`${name} ${String(reason)}`),
      );
    }
    await clock.advance(100);
    controllers.get('b')!.abort('left');
    controllers.get('c')!.abort('left');
    await clock.advance(1000);
    expect(given).toEqual(['a', 'b left', 'c left', 'd']);
    expect(clock.pending()).toBe(0);
  });

  it('refuses who comes with an aborted signal, without taking a place', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: 1 });
    await expect(limiter.acquire(host, AbortSignal.abort('gone'))).rejects.toBe('gone');
    await expect(limiter.acquire(host)).resolves.toBeDefined();
  });
});

describe('a pause', () => {
  it('stops everybody, those in the queue and those who come, and the longer of two wins', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock });
    limiter.pause(host, 5000);
    limiter.pause(host, 2000);
    const at: number[] = [];
    const go = () => void limiter.acquire(host).then(() => at.push(clock.now()));
    go();
    await clock.advance(1000);
    go();
    await clock.advance(3999);
    expect(at).toEqual([]);
    await clock.advance(1);
    expect(at).toEqual([5000, 5000]);
  });

  it('after a 429 holds the calls of all clients of the limiter for the time named', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock });
    const sentAt: number[] = [];
    const fetch = async () => {
      sentAt.push(clock.now());
      const first = sentAt.length === 1;
      return new Response('{}', { status: first ? 429 : 200, headers: first ? { 'retry-after': '7' } : {} });
    };
    const [one, other] = [tiny({ clock, limiter, fetch }), tiny({ clock, limiter, fetch })];
    const calls = [one.create({ body: {}, retry: 0 }).catch((error: sdk.AltegioError) => error.outcome)];
    await clock.advance(100);
    calls.push(other.create({ body: {} }) as Promise<never>);
    await clock.advance(10_000);
    expect(await Promise.all(calls)).toEqual(['refused', {}]);
    expect(sentAt).toEqual([0, 7000]);
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

describe('one limiter for the process', () => {
  const registry = Symbol.for('altegio-sdk.limiter.1');
  const globals = globalThis as { [registry]?: sdk.Limiter };
  afterEach(() => delete globals[registry]);

  it('is what clients use that name none, the ESM and the CJS copy of the package included', async () => {
    const asked: string[] = [];
    // What another copy of the package has put there.
    globals[registry] = { acquire: async (name) => void asked.push(name), release() {}, pause() {} };
    expect(sharedLimiter()).toBe(globals[registry]);
    const fetch = async () => new Response('{}');
    await tiny({ limiter: undefined, fetch }).create({ body: {} });
    await tiny({ limiter: undefined, fetch }).get({ path: { id: 1 } });
    expect(asked).toEqual(['api.alteg.io', 'api.alteg.io']);
  });

  it('is made once', () => {
    expect(sharedLimiter()).toBe(sharedLimiter());
  });
});
