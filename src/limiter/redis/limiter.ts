// Keeps many processes and machines within the API's limits together, through a log of requests in Redis.
import { AltegioConfigError } from '../../errors/errors.ts';
import { type Clock, steady, systemClock } from '../../util/clock.ts';
import { swallow } from '../../util/swallow.ts';
import { type Limiter, perHost } from '../limiter.ts';
import { limitsOf, sizesOf, slidingWindows } from '../windows.ts';
import { type RedisClient, scriptRunner } from './client.ts';
import { sharedHostLimiter } from './host.ts';
import { createLink, type RedisWarning } from './link.ts';
import { script } from './script.ts';

/** Options of {@link createRedisLimiter}. */
export interface RedisLimiterOptions {
  /** A connected client of ioredis, or of node-redis (package `redis`, version 4 or newer). Closing it is up to you. */
  client: RedisClient;
  /**
   * Names the limit: the same for all processes that reach the API through one IP address, another one for each
   * further address. The API's host is added to it.
   */
  key: string;
  /** Requests per sliding second, 1 or more; `Infinity` = no limit. Default 5, the documented limit. */
  perSecond?: number | undefined;
  /** Requests per sliding minute, 1 or more; `Infinity` = no limit. Default 200, the documented limit. */
  perMinute?: number | undefined;
  /**
   * While Redis is away: `local` – each process keeps the limit by itself, so that together they may exceed it;
   * `fail` – calls are rejected with an `AltegioConnectionError`, not sent. Default `local`.
   */
  whenDown?: 'local' | 'fail' | undefined;
  /** Called once when Redis goes away, and once when it is back. Default: the message goes to `console.warn`. */
  onWarning?: ((warning: RedisWarning) => void) | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

/**
 * Makes a limiter that counts together with all others of the same `key`, in this process and elsewhere: two
 * sliding windows that hold at once, at every moment, and one line in which all callers wait in turn. For worker threads,
 * processes and machines behind one address. Redis 5 or newer, or Valkey; only counts and random names are stored.
 *
 * @param options the connected client and the name of the limit
 * @returns a limiter for any number of clients
 * @throws AltegioConfigError for another kind of client, an empty key or a limit below 1
 * @example
 * import { createRedisLimiter } from 'altegio-sdk/redis';
 * import { Redis } from 'ioredis';
 * const limiter = createRedisLimiter({ client: new Redis('redis://127.0.0.1:6379'), key: 'egress-203.0.113.7' });
 * const altegio = createAltegio({ partnerToken: 'partner', limiter });
 */
export function createRedisLimiter(options: RedisLimiterOptions): Limiter {
  const { client, key, whenDown = 'local', clock = systemClock } = options;
  const { onWarning = ({ message }: RedisWarning) => console.warn(message) } = options;
  if (typeof key !== 'string' || key === '')
    throw new AltegioConfigError(
      'createRedisLimiter: key must name the limit, for example the IP address that the requests come from.',
    );
  if (whenDown !== 'local' && whenDown !== 'fail')
    throw new AltegioConfigError(`createRedisLimiter: whenDown must be 'local' or 'fail'.`);
  const limits = limitsOf(options);
  const time = steady(clock);
  const link = createLink(scriptRunner(client, script, 'createRedisLimiter'), time, (warning) => {
    const message = messages[warning.state === 'back' ? 'back' : whenDown];
    swallow(() => onWarning({ ...warning, message }));
  });
  return perHost((host) => {
    // The braces keep the keys in one slot of a cluster; an empty pair would not.
    const line = `altegio-sdk:{${key.replace(/^[}%]/, encodeURIComponent)} ${host}}`;
    return sharedHostLimiter({
      keys: [`${line}:log`, `${line}:pause`, `${line}:line`],
      link,
      windows: slidingWindows(limits, time),
      clock: time,
      sizes: sizesOf(limits).flatMap(({ max, ms }) => [String(max), String(ms)]),
      whenDown,
    });
  });
}

const messages = {
  local:
    'altegio-sdk: Redis is away. Each process keeps the limit for itself until it is back; together they may exceed it.',
  fail: 'altegio-sdk: Redis is away. Calls are rejected until it is back.',
  back: 'altegio-sdk: Redis is back. The limit is shared again.',
};
