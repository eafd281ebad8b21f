// What createRedisLimiter refuses, and how it tells the two client packages apart; no Redis needed.
import { expect, it } from 'vitest';
import { AltegioConfigError } from '../../../../src/index.ts';
import { createRedisLimiter, type RedisClient, type RedisLimiterOptions } from '../../../../src/redis.ts';
import { fakeClock } from '../../../support/clock.ts';
import { unhandled } from '../../../support/unhandled.ts';

const run = async () => 0;

it.each<[string, Record<string, unknown>, RegExp]>([
  ['a missing client', { client: undefined }, /ioredis/],
  ['another client', { client: { get: run } }, /ioredis/],
  ['version 3 of node-redis, whose methods take callbacks', { client: { evalsha: run } }, /version 4/],
  [
    'version 4 of node-redis in legacyMode, whose methods return nothing',
    { client: { evalSha: run, eval: run, options: { legacyMode: true } } },
    /legacyMode.*\.v4/,
  ],
  ['an empty key', { key: '' }, /key/],
  ['a missing key', { key: undefined }, /key/],
  ['an unknown whenDown', { whenDown: 'open' }, /whenDown/],
  ['a limit below 1', { perSecond: 0 }, /perSecond/],
])('refuses %s', (_, wrong, message) => {
  const options = { client: { evalSha: run, eval: run }, key: 'k', ...wrong };
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
  const keys = ['altegio-sdk:{k h}:log', 'altegio-sdk:{k h}:pause', 'altegio-sdk:{k h}:line'];
  const values = ['take', expect.any(String), '1500', '5', '1020', '200', '60020'];
  expect(seen).toEqual([
    [sha, 3, ...keys, ...values],
    [sha, { keys, arguments: values }],
  ]);
});

it.each([[undefined], [null], [''], ['OK'], [Number.NaN], [{}], [[0]], [true], ['1.5']])(
  'takes a client that returns %o in place of a number for one that is away, and never for "go"',
  async (returned) => {
    const warnings: unknown[] = [];
    const clock = fakeClock();
    const evalSha = async () => returned;
    const limiter = createRedisLimiter({
      client: { evalSha, eval: evalSha },
      key: 'k',
      clock,
      onWarning: ({ state, cause }) => warnings.push(state, (cause as Error).message),
    });
    await limiter.acquire('h');
    let given = 1;
    for (let count = 1; count < 30; count++) void limiter.acquire('h').then(() => given++);
    await clock.advance(900);
    expect(given).toBe(5);
    expect(warnings).toEqual(['away', expect.stringContaining('in place of a number')]);
    const failing = createRedisLimiter({
      client: { evalSha, eval: evalSha },
      key: 'k',
      whenDown: 'fail',
      onWarning() {},
    });
    await expect(failing.acquire('h')).rejects.toThrow(/Redis is away/);
  },
);

it.each([0, '0', 0n])('takes %o for "go": some clients return numbers as text', async (returned) => {
  const warnings: unknown[] = [];
  const evalSha = async () => returned;
  const limiter = createRedisLimiter({
    client: { evalSha, eval: evalSha },
    key: 'k',
    onWarning: (warning) => warnings.push(warning),
  });
  await limiter.acquire('h');
  expect(warnings).toEqual([]);
});

it.each(['}', '}a', '}}a b', '%7D', '{a', 'a}b', 'a'])(
  'keeps the keys of "%s" in one slot of a cluster, and apart from those of other keys',
  async (key) => {
    const seen: string[][] = [];
    const evalSha = async (_: string, { keys }: { keys: string[] }) => {
      seen.push(keys);
      return 0;
    };
    for (const each of [key, 'another']) {
      await createRedisLimiter({ client: { evalSha, eval: evalSha }, key: each }).acquire('h');
    }
    // What a cluster hashes: the text between the first { and the } after it, unless that is empty.
    const tags = seen.map((keys) => keys.map((name) => /\{([^}]+)\}/.exec(name)?.[1] ?? name));
    expect(new Set(tags[0]).size).toBe(1);
    expect(tags[0]![0]).not.toBe(tags[1]![0]);
  },
);

it('goes on after a timer was lost, when the next call comes', async () => {
  const inner = fakeClock();
  let lost = true;
  const clock = {
    now: inner.now,
    after: (ms: number, run: () => void) => inner.after(ms, () => lost || run()),
  };
  const waits = [0, 300];
  const evalSha = async (_: string, { arguments: [command] }: { arguments: string[] }) =>
    command === 'take' ? (waits.shift() ?? 0) : 0;
  const limiter = createRedisLimiter({ client: { evalSha, eval: evalSha }, key: 'k', clock });
  const given: number[] = [];
  const ask = () => void limiter.acquire('h').then(() => given.push(inner.now()));
  limiter.release('h', await limiter.acquire('h'));
  given.push(0);
  ask();
  await inner.advance(1000);
  expect(given).toEqual([0]);
  lost = false;
  ask();
  await inner.advance(1000);
  expect(given).toEqual([0, 1000, 1000]);
});

it('keeps a pause when Redis goes away while a call waits for its turn there', async () => {
  const clock = fakeClock();
  const waits = [0, 300];
  const evalSha = async (_: string, { arguments: [command] }: { arguments: string[] }) => {
    if (command !== 'take') return 0;
    if (waits.length === 0) throw new Error('closed');
    return waits.shift();
  };
  const client = { evalSha, eval: evalSha };
  const limiter = createRedisLimiter({ client, key: 'k', clock, onWarning() {} });
  limiter.release('h', await limiter.acquire('h'));
  let at = 0;
  void limiter.acquire('h').then(() => {
    at = clock.now();
  });
  await clock.advance(100);
  limiter.pause('h', 5000);
  await clock.advance(10_000);
  expect(at).toBe(5100);
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
