// One limit for many processes and machines, over a Redis or Valkey that they share.
export type { IoRedisClient, NodeRedisClient, RedisClient } from './redis/client.ts';
export { createRedisLimiter, type RedisLimiterOptions } from './redis/limiter.ts';
export type { RedisWarning } from './redis/link.ts';
