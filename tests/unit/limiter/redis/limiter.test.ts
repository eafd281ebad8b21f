// What createRedisLimiter refuses, and how it tells the two client packages apart; no Redis needed.
import { expect, it } from 'vitest';
import { AltegioConfigError } from '../../../../src/index.ts';
import { createRedisLimiter, type RedisClient, type RedisLimiterOptions } from '../../../../src/redis.ts';
import { unhandled } from '../../../support/unhandled.ts';

const answer = async () => 0;

it.each<[string, Record<string, unknown>, RegExp]>([
  ['a missing client', { client: undefined }, /ioredis/],
  ['another client', { client: { get: answer } }, /ioredis/],
  ['version 3 of node-redis, whose methods take callbacks', { client: { evalsha: answer } }, /version 4/],
  ['an empty key', { key: '' }, /key/],
  ['a missing key', { key: undefined }, /key/],
  ['an unknown whenDown', { whenDown: 'open' }, /whenDown/],
  ['a limit below 1', { perSecond: 0 }, /perSecond/],
])('refuses %s', (_, wrong, message) => {
  const options = { client: { evalSha: answer, eval: answer }, key: 'k', ...wrong };
  const make = () => createRedisLimiter(options as unknown as RedisLimiterOptions);
  expect(make).toThrow(AltegioConfigError);
  expect(make).toThrow(message);
});

it('passes keys and values as each package wants them', async () => {
  const seen: unknown[][] = [];
  const take = async (...args: unknown[]) => {
    seen.push(args);
    return 0;
  };
  const clients: RedisClient[] = [
    { status: 'ready', evalsha: take, eval: take },
    { evalSha: take, eval: take },
  ];
  for (const client of clients) await createRedisLimiter({ client, key: 'k' }).acquire('h');
  const sha = expect.stringMatching(/^[0-9a-f]{40}$/);
  const keys = ['altegio-sdk:{k h}:log', 'altegio-sdk:{k h}:pause'];
  const values = ['take', expect.any(String), '1500', '5', '1020', '200', '60020'];
  expect(seen).toEqual([
    [sha, 2, ...keys, ...values],
    [sha, { keys, arguments: values }],
  ]);
});

it('goes by itself when the client only fails, whatever it fails with', async () => {
  const warnings: unknown[] = [];
  const fail = () => Promise.reject(undefined);
  const limiter = createRedisLimiter({
    client: { evalSha: fail, eval: fail },
    key: 'k',
    onWarning(warning) {
      warnings.push(warning.state);
      throw new Error('a watcher that breaks');
    },
  });
  for (let count = 0; count < 3; count++) limiter.release('h', await limiter.acquire('h'));
  expect(warnings).toEqual(['away']);
});

it('leaves no rejected promise of onWarning unheard', async () => {
  let warnings = 0;
  const onWarning = (() => {
    warnings++;
    return Promise.reject(new Error('disk full'));
  }) as () => void;
  const away = () => Promise.reject(new Error('away'));
  const limiter = createRedisLimiter({ client: { evalSha: away, eval: away }, key: 'k', onWarning });
  expect(await unhandled(async () => limiter.release('h', await limiter.acquire('h')))).toEqual([]);
  expect(warnings).toBe(1);
});
