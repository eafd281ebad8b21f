// One limit over a real Redis: what it promises while Redis is there, away and back again.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AltegioConnectionError } from '../../src/index.ts';
import { mostWithin } from './server.ts';
import { call, host, libraries, onEach, useRedis } from './support.ts';

onEach('one limit over Redis', (program) => {
  const { limiterOn, redis } = useRedis(program);

  describe.each(libraries)('with %s', (library) => {
    it('counts together with another limiter of the same key and host, and with no other', async () => {
      const one = await limiterOn(library, { perSecond: 2 });
      const two = await limiterOn(library, { perSecond: 2, key: one.key });
      await call(one.limiter);
      await call(two.limiter);
      expect(await took(() => call(two.limiter))).toBeGreaterThan(900);
      expect(await took(() => call(one.limiter, 'other.test'))).toBeLessThan(500);
      const third = await limiterOn(library, { perSecond: 2 });
      expect(await took(() => call(third.limiter))).toBeLessThan(500);
    });

    it('serves first come, first served within a process', async () => {
      const { limiter } = await limiterOn(library, { perSecond: 3 });
      const order: number[] = [];
      await Promise.all([0, 1, 2, 3, 4].map((index) => call(limiter).then(() => order.push(index))));
      expect(order).toEqual([0, 1, 2, 3, 4]);
    });

    it('goes on when the scripts of Redis were flushed', async () => {
      const { limiter, warnings, command } = await limiterOn(library);
      await call(limiter);
      await command('SCRIPT', 'FLUSH');
      await call(limiter);
      await command('SCRIPT', 'FLUSH');
      limiter.release(host, await limiter.acquire(host));
      expect(warnings).toEqual([]);
    });

    it('holds back everyone while one of them is paused, and the longest pause counts', async () => {
      const one = await limiterOn(library);
      const two = await limiterOn(library, { key: one.key });
      one.limiter.pause(host, 600);
      one.limiter.pause(host, 10);
      // The pause travels on another connection than the question.
      await sleep(50);
      expect(await took(() => call(two.limiter))).toBeGreaterThan(500);
    });

    it('lets an abort end the wait at once, and gives its turn to the next', async () => {
      const { limiter } = await limiterOn(library, { perSecond: 1 });
      await call(limiter);
      const controller = new AbortController();
      const reason = new Error('changed my mind');
      const first = limiter.acquire(host, controller.signal);
      const second = limiter.acquire(host);
      const aborted = expect(first).rejects.toBe(reason);
      await sleep(100);
      controller.abort(reason);
      expect(await took(() => aborted)).toBeLessThan(100);
      await expect(limiter.acquire(host, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(await took(() => second)).toBeLessThan(1500);
    });

    it('counts a slow response no longer than a fast one that arrived as late as it may have', async () => {
      const one = await limiterOn(library, { perSecond: 1 });
      const two = await limiterOn(library, { perSecond: 1, key: one.key });
      await one.limiter.acquire(host);
      const waited = await took(() => two.limiter.acquire(host));
      expect(waited).toBeGreaterThan(2000);
      expect(waited).toBeLessThan(3000);
    });

    it('keeps no token and no host but in names of keys, and every key expires by itself', async () => {
      const { limiter, command, key } = await limiterOn(library, { perMinute: 5 });
      await call(limiter);
      limiter.pause(host, 50_000);
      await sleep(50);
      const keys = (await command('KEYS', `*${key}*`)) as string[];
      expect(keys.sort()).toEqual([`altegio-sdk:{${key} ${host}}:log`, `altegio-sdk:{${key} ${host}}:pause`]);
      for (const name of keys) {
        const ms = Number(await command('PTTL', name));
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThan(63_000);
      }
      const members = (await command('ZRANGE', keys[0]!, '0', '-1')) as string[];
      expect(members).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    });

    it('does not wait for entries that a clock set back has left in the future', async () => {
      const { limiter, command, key } = await limiterOn(library, { perSecond: 1, perMinute: 1 });
      await command('ZADD', `altegio-sdk:{${key} ${host}}:log`, String(Date.now() + 3_600_000), 'tomorrow');
      expect(await took(() => call(limiter))).toBeLessThan(500);
    });

    it('falls back to its own counting while Redis is away, warns once, and notices its return', async () => {
      const { limiter, warnings } = await limiterOn(library, { perSecond: 5 });
      const at: number[] = [];
      let done = 0;
      const calls = Array.from({ length: 25 }, async () => {
        await call(limiter, host, () => at.push(performance.now()));
        done++;
      });
      await until(() => done >= 7);
      await redis().kill();
      await until(() => done >= 17);
      await redis().start();
      await Promise.all(calls);
      // It comes back at a call: here the next one, at most.
      await until(async () => {
        await call(limiter, host, () => at.push(performance.now()));
        return warnings.length === 2;
      });
      expect(warnings.map(({ state }) => state)).toEqual(['away', 'back']);
      expect(warnings[0]).toMatchObject({ message: expect.stringContaining('Redis is away') });
      expect(warnings[0]!.cause).toBeInstanceOf(Error);
      // Alone, a process keeps the limit through all of it: nothing is forgotten at the switch.
      expect(mostWithin(at, 1000)).toBeLessThanOrEqual(5);
    });

    it('rejects what waits and what comes while Redis is away, with whenDown "fail", and continues afterwards', async () => {
      const { limiter, warnings } = await limiterOn(library, { perSecond: 5, whenDown: 'fail' });
      let done = 0;
      const calls = Array.from({ length: 12 }, () => call(limiter).then(() => void done++));
      const settled = Promise.allSettled(calls);
      await until(() => done >= 6);
      await redis().kill();
      const results = await settled;
      const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(done + failed.length).toBe(12);
      expect(failed.length).toBeGreaterThan(0);
      for (const error of failed) {
        expect(error).toBeInstanceOf(AltegioConnectionError);
        expect(error).toMatchObject({ outcome: 'not-sent' });
      }
      const waited = await took(() => expect(call(limiter)).rejects.toThrow(/whenDown: 'local'/));
      expect(waited).toBeLessThan(1500);
      await redis().start();
      await until(() =>
        call(limiter).then(
          () => true,
          () => false,
        ),
      );
      expect(warnings.map(({ state }) => state)).toEqual(['away', 'back']);
    });

    it('warns of nothing when the client is closed after the last call', async () => {
      const { limiter, warnings, close } = await limiterOn(library);
      const ticket = await limiter.acquire(host);
      limiter.release(host, ticket);
      await close();
      await sleep(100);
      expect(warnings).toEqual([]);
    });

    it('does not hang on a Redis that hangs', async () => {
      const { limiter, warnings } = await limiterOn(library);
      await call(limiter);
      redis().signal('SIGSTOP');
      try {
        expect(await took(() => call(limiter))).toBeLessThan(1500);
        // Known to be away, it costs no further call any time.
        expect(await took(() => call(limiter))).toBeLessThan(300);
      } finally {
        redis().signal('SIGCONT');
      }
      await until(async () => {
        await call(limiter);
        return warnings.length === 2;
      });
    });

    it('treats a Redis that refuses to write as away, until it writes again', async () => {
      const { limiter, warnings, command } = await limiterOn(library);
      await command('REPLICAOF', '127.0.0.1', '1');
      try {
        await call(limiter);
        await sleep(1100);
        await call(limiter);
        await sleep(100);
        await call(limiter);
        expect(warnings.map(({ state }) => state)).toEqual(['away']);
      } finally {
        await command('REPLICAOF', 'NO', 'ONE');
      }
      await until(async () => {
        await call(limiter);
        return warnings.length === 2;
      });
    });
  });
});

async function took(run: () => PromiseLike<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > 15_000) throw new Error('did not happen within 15 s');
    await sleep(20);
  }
}
