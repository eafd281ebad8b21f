// Remembers events in a Redis or Valkey that several servers share.
import { AltegioConfigError } from '../errors/errors.ts';
import { type RedisClient, scriptRunner } from '../limiter/redis/client.ts';
import { checkAtLeastOne, defaultWindowMs, type WebhookStore } from './store.ts';

/** Options of {@link createRedisWebhookStore}. */
export interface RedisWebhookStoreOptions {
  /** A connected client of ioredis, or of node-redis (package `redis`, version 4 or newer). It stays yours to close. */
  client: RedisClient;
  /** Names what is remembered: the same for all servers that share the work, another one for each application. */
  key: string;
  /** Milliseconds for which an event is remembered, 1 or more; default 600,000 (ten minutes). */
  windowMs?: number | undefined;
}

/** KEYS[1] the entity; ARGV: the event, and the window in milliseconds, or an empty text to forget the event. */
const script = `
local last = redis.call('GET', KEYS[1])
local same = last == ARGV[1] and 1 or 0
if ARGV[2] ~= '' then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
elseif same == 1 then
  redis.call('DEL', KEYS[1])
end
return same`;

/**
 * Remembers events for all servers that use the same `key`: one of them works on an event, whichever receives it. What is
 * stored are ids and hashes, no data of the event. Redis 5 or newer, or Valkey.
 *
 * @param options the connected client and the name
 * @returns a store for {@link createWebhookHandler}. While Redis is away, the handler works on every event, and tells `onError`
 * @throws AltegioConfigError for another kind of client, an empty key or a window below 1
 * @example
 * import { createRedisWebhookStore, createWebhookHandler } from 'altegio-sdk/webhooks';
 * import { Redis } from 'ioredis';
 * const store = createRedisWebhookStore({ client: new Redis(), key: 'crm-sync' });
 * createWebhookHandler({ secret: 'long and random', on: {}, store });
 */
export function createRedisWebhookStore(options: RedisWebhookStoreOptions): WebhookStore {
  const where = 'createRedisWebhookStore';
  const { client, key, windowMs = defaultWindowMs } = options;
  if (typeof key !== 'string' || key === '')
    throw new AltegioConfigError(`${where}: key must name the application whose servers share the work.`);
  checkAtLeastOne(where, { windowMs });
  const run = scriptRunner(client, script, where);
  const ask = (entity: string, event: string, window: string) =>
    run([`altegio-sdk:webhooks:${key}:${entity}`], [event, window]);
  return {
    seen: async (entity, event) => (await ask(entity, event, String(Math.ceil(windowMs)))) === 1,
    forget: async (entity, event) => void (await ask(entity, event, '')),
  };
}
