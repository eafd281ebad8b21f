// What the suites over a real Redis share: the server of a block, its connections, limiters over them, and requests.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import type { Limiter } from '../../src/index.ts';
import {
  createRedisLimiter,
  type RedisClient,
  type RedisLimiterOptions,
  type RedisWarning,
} from '../../src/redis.ts';
import {
  type Connected,
  connected,
  type Library,
  type Program,
  programs,
  type RedisServer,
  redisServer,
} from './server.ts';

export const host = 'api.test';

export const libraries: Library[] = ['ioredis', 'node-redis'];

/** A suite that runs on a real Redis and on a real Valkey. One that is not installed is skipped, and its title says so. */
export function onEach(title: string, suite: (program: Program) => void): void {
  for (const program of programs) {
    const { name, isInstalled } = program;
    const why = isInstalled ? '' : ', SKIPPED: it is not installed';
    describe.skipIf(!isInstalled)(`${title} (${name}${why})`, () => suite(program));
  }
}

/** Starts a server for the tests of a block; connections are closed after each test, the server after all. */
export function useRedis(program: Program, settings?: string[]) {
  let server: RedisServer;
  const opened: Connected[] = [];

  beforeAll(async () => {
    server = await redisServer(program, settings);
    await server.start();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(({ close }) => close()));
  });
  afterAll(() => server?.remove());

  async function open(library: Library = 'ioredis'): Promise<Connected> {
    const connection = await connected(library, server.port);
    opened.push(connection);
    return connection;
  }

  /** A limiter as a process of its own would have it, and its warnings. `over` may wrap its client. */
  async function limiterOn(
    library: Library,
    options: Partial<RedisLimiterOptions> = {},
    over = (client: RedisClient): RedisClient => client,
  ) {
    const connection = await open(library);
    const warnings: RedisWarning[] = [];
    const key = options.key ?? `test-${Math.random()}`;
    const limiter = createRedisLimiter({
      client: over(connection.client),
      onWarning: (warning) => void warnings.push(warning),
      ...options,
      key,
    });
    return { ...connection, limiter, warnings, key };
  }

  return { open, limiterOn, redis: () => server };
}

/** A request with a response after a moment; `onSent` marks the moment of sending. */
export async function call(limiter: Limiter, to = host, onSent?: () => void): Promise<void> {
  const ticket = await limiter.acquire(to);
  onSent?.();
  await sleep(20);
  limiter.release(to, ticket);
}
