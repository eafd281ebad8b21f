// Eight processes over one real Redis, seen from the server that they all call: neither window ever breaks.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mostWithin, type RedisServer, redisServer } from './server.ts';
import { onEach } from './support.ts';

// Within this folder's reach of node_modules; compiled once, since eight compilers would outlast the test.
const file = resolve(import.meta.dirname, '../../.cache/redis-worker.mjs');

onEach('8 processes over one Redis', (program) => {
  let redis: RedisServer;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    await build({
      entryPoints: [resolve(import.meta.dirname, 'worker.ts')],
      outfile: file,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
    });
    redis = await redisServer(program);
    await redis.start();
  });
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    await redis?.remove();
  });

  it('keep both windows at once: 5 per second up to 30 per minute, and then nothing', async () => {
    const at: number[] = [];
    const server = createServer((_, response) => {
      at.push(performance.now());
      setTimeout(() => response.end('{}'), Math.random() * 60);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (let count = 0; count < 8; count++) {
      const library = count % 2 ? 'ioredis' : 'node-redis';
      // Library, port of Redis, URL to call, number of calls, perSecond, perMinute: 80 calls want to go.
      const options = [library, redis.port, url, 10, 5, 30].map(String);
      workers.push(fork(file, options));
    }
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    for (const worker of workers) worker.send('go');
    await sleep(10_000);
    server.closeAllConnections();
    server.close();

    expect(mostWithin(at, 1000)).toBe(5);
    expect(at).toHaveLength(30);
    // 30 at 5 per second: the last of them after five seconds, and before the ten are over.
    expect(at[29]! - at[0]!).toBeGreaterThan(5000);
  }, 120_000);
});
