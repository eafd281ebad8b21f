// Keeps many processes and machines within the API's limits together, through a log of requests in Redis.
import { AltegioConfigError, AltegioConnectionError } from '../../errors/errors.ts';
import { onAbort, reasonOf, sleep } from '../../util/abort.ts';
import { type Clock, systemClock } from '../../util/clock.ts';
import { quietly } from '../../util/swallow.ts';
import { type HostLimiter, type Limiter, marginMs, perHost } from '../limiter.ts';
import { createLimiter } from '../memory.ts';
import { type RedisClient, scriptRunner } from './client.ts';
import { commandMs, createLink, type Link, type RedisWarning } from './link.ts';

/** Options of {@link createRedisLimiter}. */
export interface RedisLimiterOptions {
  /** A connected client of ioredis, or of node-redis (package `redis`, version 4 or newer). It stays yours to close. */
  client: RedisClient;
  /**
   * Names the limit: the same for all processes that reach the API through one IP address, another one for each
   * further address. The API's host is added to it.
   */
  key: string;
  /** Requests per sliding second, 1 or more; `Infinity` = no such window. Default 5, the documented limit. */
  perSecond?: number | undefined;
  /** Requests per sliding minute, 1 or more; `Infinity` = no such window. Default 200, the documented limit. */
  perMinute?: number | undefined;
  /**
   * While Redis is away: `local` – each process keeps the limit for itself, so that together they may exceed it;
   * `fail` – calls are rejected with an `AltegioConnectionError`, not sent. Default `local`.
   */
  whenDown?: 'local' | 'fail' | undefined;
  /** Is told once when Redis goes away, and once when it is back. Default: the message goes to `console.warn`. */
  onWarning?: ((warning: RedisWarning) => void) | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

// A request arrives at most a second after it was sent (the rule of createLimiter), and is sent at most one
// command's time after Redis has logged it.
const countsAfterMs = 1000 + commandMs;

// Processes that wait for the same place ask at different moments, so that the nearest to Redis does not always win.
const jitterMs = 25;

/**
 * Makes a limiter that counts together with all others of the same `key`, in this process and elsewhere: two
 * sliding windows that hold at once, in every moment. Redis 5 or newer, or Valkey; only counts and random names are stored.
 *
 * @param options the connected client and the name of the limit
 * @returns a limiter, to be handed to any number of clients
 * @throws AltegioConfigError for another kind of client, an empty key or a limit below 1
 * @example
 * import { createRedisLimiter } from 'altegio-sdk/redis';
 * import { Redis } from 'ioredis';
 * const limiter = createRedisLimiter({ client: new Redis('redis://127.0.0.1:6379'), key: 'egress-203.0.113.7' });
 * const altegio = createAltegio({ partnerToken: 'partner', limiter });
 */
export function createRedisLimiter(options: RedisLimiterOptions): Limiter {
  const { client, key, perSecond = 5, perMinute = 200, whenDown = 'local', clock = systemClock } = options;
  const { onWarning = ({ message }: RedisWarning) => console.warn(message) } = options;
  if (typeof key !== 'string' || key === '')
    throw new AltegioConfigError(
      'createRedisLimiter: key must name the limit, for example the IP address that the requests come from.',
    );
  if (whenDown !== 'local' && whenDown !== 'fail')
    throw new AltegioConfigError(`createRedisLimiter: whenDown must be 'local' or 'fail'.`);
  const local = createLimiter({ perSecond, perMinute, clock });
  const windows = [
    [perSecond, 1000 + marginMs],
    [perMinute, 60_000 + marginMs],
  ]
    .filter(([size]) => size !== Number.POSITIVE_INFINITY)
    .map(([size, ms]) => [String(Math.floor(size!)), String(ms)]);
  const link = createLink(scriptRunner(client), clock, (warning) => {
    const message = messages[warning.state === 'back' ? 'back' : whenDown];
    quietly(() => onWarning({ ...warning, message }));
  });
  return perHost((host) => {
    const line = `altegio-sdk:{${key} ${host}}`;
    // The braces keep both keys in one slot of a cluster.
    const keys = [`${line}:log`, `${line}:pause`];
    return hostLimiter({ host, keys, link, local, clock, windows: windows.flat(), whenDown });
  });
}

const messages = {
  local:
    'altegio-sdk: Redis is away. Each process keeps the limit for itself until it is back; together they may exceed it.',
  fail: 'altegio-sdk: Redis is away. Calls are rejected until it is back.',
  back: 'altegio-sdk: Redis is back. The limit is shared again.',
};

interface Ticket {
  /** Of the local limiter. */
  slot: unknown;
  /** Name of the request in Redis; `undefined` when Redis was away. */
  name: string | undefined;
}

interface Waiter {
  resolve(ticket: Ticket): void;
  reject(reason: unknown): void;
  callOff: () => void;
}

interface Shared {
  host: string;
  keys: string[];
  link: Link;
  local: Limiter;
  clock: Clock;
  windows: string[];
  whenDown: 'local' | 'fail';
}

/**
 * Every request passes the local limiter first and Redis second. So a process never exceeds the limit by itself,
 * not even in the moments when Redis goes away or comes back with an empty log.
 */
function hostLimiter({ host, keys, link, local, clock, windows, whenDown }: Shared): HostLimiter<Ticket> {
  const queue = new Set<Waiter>();
  let pumping = false;
  /** Ends the wait of `pump` when nobody waits any more: a timer would keep the process alive. */
  let idle = new AbortController();

  /** Lets the waiting through, one after the other: only the first of the queue asks Redis. */
  async function pump(): Promise<void> {
    pumping = true;
    let slot: { ticket: unknown } | undefined;
    while (queue.size > 0) {
      idle = new AbortController();
      try {
        const up = await link.isUp(keys, whenDown === 'fail');
        if (!up && whenDown === 'fail') {
          for (const waiter of queue) leave(waiter).reject(redisIsAway());
          break;
        }
        slot ??= { ticket: await local.acquire(host, idle.signal) };
        const name = up ? crypto.randomUUID() : undefined;
        const waitMs = name && (await link.ask(keys, ['take', name, String(countsAfterMs), ...windows]));
        // Redis went away this moment: the next round goes without it, or fails.
        if (name && waitMs === undefined) continue;
        if (waitMs) {
          await sleep(clock, waitMs + Math.random() * jitterMs, idle.signal);
          continue;
        }
        const waiter = queue.values().next().value;
        if (waiter) {
          leave(waiter).resolve({ slot: slot.ticket, name });
          slot = undefined;
        } else if (name) link.tell(keys, ['count', name]);
      } catch (error) {
        if (!idle.signal.aborted) for (const waiter of queue) leave(waiter).reject(error);
      }
    }
    if (slot) local.release(host, slot.ticket);
    pumping = false;
  }

  function leave(waiter: Waiter): Waiter {
    queue.delete(waiter);
    waiter.callOff();
    return waiter;
  }

  return {
    acquire: (signal) =>
      new Promise<Ticket>((resolve, reject) => {
        if (signal?.aborted) return reject(reasonOf(signal));
        const callOff = onAbort(signal, () => {
          leave(waiter).reject(reasonOf(signal!));
          if (queue.size === 0) idle.abort(new Error('nobody waits'));
        });
        const waiter: Waiter = { resolve, reject, callOff };
        queue.add(waiter);
        if (!pumping) void pump();
      }),
    release({ slot, name }) {
      local.release(host, slot);
      if (name) link.tell(keys, ['count', name]);
    },
    pause(ms) {
      local.pause(host, ms);
      if (ms > 0) link.tell(keys, ['pause', String(Math.ceil(ms))]);
    },
  };
}

function redisIsAway(): AltegioConnectionError {
  return new AltegioConnectionError(
    "The limiter's Redis is away, and whenDown is 'fail'. Nothing was sent: check Redis and repeat the call, or let each process keep the limit for itself with whenDown: 'local'.",
    { outcome: 'not-sent' },
  );
}
