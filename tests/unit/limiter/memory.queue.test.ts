// Who waits for the limiter: in which order calls go, and what a pause does to them.
import { setImmediate as settled } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as sdk from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { runs } from '../../support/rounds.ts';
import { tiny } from '../../support/tiny/tiny.ts';
import { anyhow, host } from './requests.ts';

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
    await fc.assert(property, runs(30, 10));
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

  it('wakes when its timer was lost, and goes before the call that wakes it', async () => {
    let now = 0;
    // A timer that never comes: fake timers that were put away, for example.
    const clock = { now: () => now, after: () => () => {} };
    const limiter = sdk.createLimiter({ clock, perSecond: 1 });
    const given: string[] = [];
    const go = async (name: string) => {
      const ticket = await limiter.acquire(host);
      given.push(name);
      limiter.release(host, ticket);
    };
    void go('first');
    void go('waiting');
    await settled();
    now = 5000;
    void go('late');
    await settled();
    expect(given).toEqual(['first', 'waiting']);
    now = 10_000;
    void go('later');
    await settled();
    expect(given).toEqual(['first', 'waiting', 'late']);
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

  it('rejects those of the waiting calls that it outlasts, and lets the others wait', async () => {
    const clock = fakeClock();
    const limiter = sdk.createLimiter({ clock, perSecond: 1 });
    await clock.advance(4000);
    limiter.release(host, await limiter.acquire(host));
    const ends: string[] = [];
    const go = (deadlineMs: number, first: boolean) =>
      limiter.acquire(host, undefined, { deadlineMs, first }).then(
        (ticket) => {
          ends.push(`${deadlineMs} at ${clock.now()}`);
          limiter.release(host, ticket);
        },
        ({ message, retryAfter }) => ends.push(`${deadlineMs}: ${retryAfter}, ${message}`),
      );
    const calls = [go(4999, true), go(4999, false), go(5000, false), go(20_000, true)];
    limiter.pause(host, 5000);
    const says = 'The API asked for a pause, which lasts another 5 s, longer than this call may wait.';
    await clock.advance(1);
    expect(ends).toEqual([`4999: 5, ${says}`, `4999: 5, ${says}`]);
    await clock.advance(20_000);
    await Promise.all(calls);
    expect(ends.slice(2)).toEqual(['20000 at 9000', expect.stringMatching(/^5000 at 10\d{3}$/)]);
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
