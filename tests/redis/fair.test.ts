// Between processes the line in a real Redis decides, not who is nearest; pauses outlast Redis; keys fit a cluster.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Limiter } from '../../src/index.ts';
import type { IoRedisClient, RedisLimiterOptions } from '../../src/redis.ts';
import { type Library, mostWithin } from './server.ts';
import { call, host, libraries, onEach, useRedis } from './support.ts';

onEach('a line over Redis', (program) => {
  const { limiterOn, redis } = useRedis(program);

  /** A limiter as a process of its own would have it, `farMs` away from Redis. */
  function process(
    options: Partial<RedisLimiterOptions>,
    { library = 'ioredis', farMs = 0 }: { library?: Library; farMs?: number } = {},
  ) {
    return limiterOn(library, options, (client) =>
      farMs > 0 ? farther(client as IoRedisClient, farMs) : client,
    );
  }

  it('serves a process that is 15 ms farther away as often as the others', async () => {
    const options = { key: `test-${Math.random()}`, perSecond: 5, perMinute: Infinity };
    const near = await Promise.all([
      process(options),
      process(options, { library: 'node-redis' }),
      process(options),
    ]);
    const far = await process(options, { farMs: 15 });
    const at: number[] = [];
    const others = near.map(({ limiter }) => calls(limiter, 20, () => at.push(performance.now())));
    await sleep(30);
    const servedBefore: number[] = [];
    await calls(far.limiter, 3, () => {
      servedBefore.push(at.length);
      at.push(performance.now());
    });
    // In turns with three others: its third call is about the twelfth, after five that were sent at once.
    expect(servedBefore.at(-1)).toBeLessThanOrEqual(22);
    await Promise.all(others);
    expect([...near, far].flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(mostWithin(at, 1000)).toBeLessThanOrEqual(5);
    expect(at).toHaveLength(63);
    // And nobody waits for it longer than its way takes: 63 at 5 per second are 12.2 seconds.
    expect(at.at(-1)! - at[0]!).toBeLessThan(12 * 1100 + 700);
  }, 40_000);

  it('waits no longer than a second for a process that has died in the line', async () => {
    const options = { key: `test-${Math.random()}`, perSecond: 1, perMinute: Infinity };
    const dead = await process(options);
    const alive = await process(options);
    await calls(alive.limiter, 1);
    void dead.limiter.acquire(host);
    await sleep(100);
    await dead.close();
    const startedAt = performance.now();
    await calls(alive.limiter, 1);
    // A second for the window, one for the dead.
    expect(performance.now() - startedAt).toBeGreaterThan(1500);
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  it('does not wait for a process whose last call has left the line', async () => {
    const options = { key: `test-${Math.random()}`, perSecond: 1, perMinute: Infinity };
    const [one, other] = [await process(options), await process(options)];
    await calls(other.limiter, 1);
    const controller = new AbortController();
    const left = one.limiter.acquire(host, controller.signal).catch(() => 'left');
    await sleep(100);
    expect(await other.command('EXISTS', `altegio-sdk:{${options.key} ${host}}:line`)).toBe(1);
    controller.abort();
    expect(await left).toBe('left');
    await sleep(50);
    expect(await other.command('EXISTS', `altegio-sdk:{${options.key} ${host}}:line`)).toBe(0);
    const startedAt = performance.now();
    await calls(other.limiter, 1);
    expect(performance.now() - startedAt).toBeLessThan(1100);
  });

  it('waits for nobody of whom only a clock set back says that he is waited for', async () => {
    const options = { key: `test-${Math.random()}`, perSecond: 1 };
    const { limiter, command } = await process(options);
    const tomorrow = Date.now() + 86_400_000;
    await command('HSET', `altegio-sdk:{${options.key} ${host}}:line`, 'a', `1 ${tomorrow}`);
    await command('HSET', `altegio-sdk:{${options.key} ${host}}:line`, 'b', `2 ${tomorrow}`);
    const startedAt = performance.now();
    await calls(limiter, 1);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it.each(libraries)('keeps a pause of this process when Redis goes away (%s)', async (library) => {
    const key = `test-${Math.random()}`;
    const { limiter, warnings } = await process({ key, perSecond: 1, perMinute: Infinity }, { library });
    await calls(limiter, 1);
    // Waits for its turn in Redis when the pause comes.
    let at = 0;
    const waiting = limiter.acquire(host).then(() => {
      at = performance.now();
    });
    await sleep(100);
    const pausedAt = performance.now();
    limiter.pause(host, 5000);
    await redis().kill();
    try {
      await waiting;
      expect(at - pausedAt).toBeGreaterThanOrEqual(4990);
      expect(warnings.map(({ state }) => state)).toEqual(['away']);
    } finally {
      await redis().start();
    }
  });

  it('keeps a pause of another process, too, once it knows of it', async () => {
    const options = { key: `test-${Math.random()}` };
    const [one, other] = [await process(options), await process(options)];
    one.limiter.pause(host, 4000);
    const pausedAt = performance.now();
    await sleep(50);
    const controller = new AbortController();
    const heard = other.limiter.acquire(host, controller.signal).catch(() => 'left');
    await sleep(100);
    controller.abort();
    expect(await heard).toBe('left');
    await redis().kill();
    try {
      await other.limiter.acquire(host);
      expect(performance.now() - pausedAt).toBeGreaterThan(3900);
    } finally {
      await redis().start();
    }
  });

  it('rejects at once who cannot wait for a pause, in every process', async () => {
    const options = { key: `test-${Math.random()}`, perSecond: 1 };
    const [one, other] = [await process(options), await process(options)];
    await calls(other.limiter, 1);
    const waiting = one.limiter.acquire(host);
    await sleep(50);
    one.limiter.pause(host, 3600_000);
    await expect(waiting).rejects.toMatchObject({ retryAfter: 3600 });
    await expect(one.limiter.acquire(host)).rejects.toMatchObject({ retryAfter: 3600 });
    await sleep(50);
    const reported = { retryAfter: expect.toSatisfy((seconds: number) => seconds > 3590 && seconds <= 3600) };
    await expect(other.limiter.acquire(host)).rejects.toMatchObject(reported);
    await expect(other.limiter.acquire(host, undefined, { deadlineMs: 1000 })).rejects.toMatchObject(
      reported,
    );
    const controller = new AbortController();
    const patient = other.limiter.acquire(host, controller.signal, { deadlineMs: 2 * 3600_000 });
    await sleep(50);
    controller.abort(new Error('still waiting'));
    await expect(patient).rejects.toThrow('still waiting');
  });

  it.each([Number.NaN, -5, Number.NEGATIVE_INFINITY])('takes a pause of %s ms for none', async (ms) => {
    const { limiter, warnings } = await process({});
    limiter.pause(host, ms);
    await sleep(30);
    const startedAt = performance.now();
    await calls(limiter, 2);
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(warnings).toEqual([]);
  });
});

onEach('a Redis in cluster mode', (program) => {
  const { limiterOn } = useRedis(program, ['--cluster-enabled', 'yes']);

  it.each(['}', '}a', 'a'])('takes the keys of "%s" in one step', async (key) => {
    const { limiter, warnings, command } = await limiterOn('ioredis', { key });
    const slots = Array.from({ length: 16_384 }, (_, slot) => `${slot}`);
    await command('CLUSTER', 'ADDSLOTS', ...slots).catch(() => 'already there');
    while (!String(await command('CLUSTER', 'INFO')).includes('cluster_state:ok')) await sleep(50);
    await calls(limiter, 7);
    expect(warnings).toEqual([]);
  });
});

/** The same client, with a longer latency. */
function farther(client: IoRedisClient, ms: number): IoRedisClient {
  const over =
    (command: 'evalsha' | 'eval') =>
    async (code: string, keys: number, ...values: string[]) => {
      await sleep(ms);
      const response = await client[command](code, keys, ...values);
      await sleep(ms);
      return response;
    };
  return { status: client.status, evalsha: over('evalsha'), eval: over('eval') };
}

async function calls(limiter: Limiter, count: number, onSent?: () => void): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => call(limiter, host, onSent)));
}
