// One of several processes that share a limit: makes its calls as fast as the limiter lets it, then ends.
// Arguments: library, port of Redis, URL to call, number of calls, perSecond, perMinute.
import { createRedisLimiter } from '../../src/redis.ts';
import { connected, type Library } from './server.ts';

const [library, port, url, calls, perSecond, perMinute] = process.argv.slice(2) as [Library, ...string[]];
const { client, close } = await connected(library, Number(port));
const limiter = createRedisLimiter({
  client,
  key: 'shared',
  perSecond: Number(perSecond),
  perMinute: Number(perMinute),
});

async function call(): Promise<void> {
  const ticket = await limiter.acquire('api.test');
  try {
    await (await fetch(url!)).text();
  } finally {
    limiter.release('api.test', ticket);
  }
}

// The first command of a cold process takes longest; this one is for another host.
limiter.release('warm.test', await limiter.acquire('warm.test'));
process.send?.('ready');
process.once('message', async () => {
  await Promise.all(Array.from({ length: Number(calls) }, call));
  await close();
  process.disconnect();
});
