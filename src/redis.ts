// One limit for many processes and machines, over a Redis or Valkey that they share.

export type { IoRedisClient, NodeRedisClient, RedisClient } from './limiter/redis/client.ts';

export { createRedisLimiter, type RedisLimiterOptions } from './limiter/redis/limiter.ts';

export type { RedisWarning } from './limiter/redis/link.ts';
