// Cloudflare Workers: a waiting call hangs on nobody else's request, on an old compatibility date and on a new one.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Loopback, loopback } from '../support/loopback.ts';
import { isInstalled, startWorker, titled, type Worker } from './workerd.ts';

const code = `
import { createClient, v1 } from 'altegio-sdk';
let client;
export default {
  async fetch(request, env) {
    client ??= createClient(v1, { partnerToken: 'partner', userToken: 'user', baseUrl: { v1: env.BASE } });
    const options = Object.fromEntries([...new URL(request.url).searchParams].map(([name, value]) => [name, Number(value)]));
    try {
      await client.get_client({ path: { location_id: 1, id: 2 }, ...options });
      return new Response('done');
    } catch (error) {
      return Response.json({ name: error.name, retryAfter: error.retryAfter, outcome: error.outcome });
    }
  },
};`;

describe.skipIf(!isInstalled).each(['2024-01-15', '2026-04-01'])(
  titled('a worker with the compatibility date %s'),
  (date) => {
    let server: Loopback;
    let worker: Worker;
    const at: number[] = [];
    let refusals = 0;

    beforeAll(async () => {
      server = await loopback((_, response) => {
        at.push(performance.now());
        const isRefused = refusals-- > 0;
        response.writeHead(isRefused ? 429 : 200, {
          'content-type': 'application/json',
          ...(isRefused && { 'retry-after': '300' }),
        });
        setTimeout(() => response.end('{"success":true,"data":{}}'), 20);
      });
    });
    afterEach(() => worker?.stop());
    afterAll(() => server?.close());

    async function start(): Promise<void> {
      worker = await startWorker(code, date, server.base);
      at.length = 0;
    }

    it('serves every request of a burst, no more than five of them in a second', async () => {
      await start();
      const responses = await Promise.all(Array.from({ length: 14 }, () => worker.get('/')));
      expect(responses).toEqual(Array(14).fill('200 done'));
      expect(await worker.get('/')).toBe('200 done');
      const densest = Math.max(...at.map((from) => at.filter((to) => to >= from && to < from + 1000).length));
      expect(densest).toBeLessThanOrEqual(5);
      // Fourteen need two seconds and a little; nobody waits for another's turn besides.
      expect(at[13]! - at[0]!).toBeLessThan(3500);
    });

    it('goes on when those who wait at the head go away', async () => {
      await start();
      await Promise.all(Array.from({ length: 5 }, () => worker.get('/')));
      const left = Array.from({ length: 10 }, () =>
        worker.get('/', AbortSignal.timeout(300)).catch(({ name }: Error) => name),
      );
      expect(await Promise.all(left)).toEqual(Array(10).fill('TimeoutError'));
      const responses = await Promise.all(Array.from({ length: 3 }, () => worker.get('/')));
      expect(responses).toEqual(Array(3).fill('200 done'));
    });

    it('ends who waits too long for a pause, and only those who have no time for it', async () => {
      await start();
      await Promise.all(Array.from({ length: 4 }, () => worker.get('/')));
      refusals = 1;
      const refused = worker.get('/');
      const behind = worker.get('/');
      const reported = expect.stringMatching(/AltegioRateLimitError","retryAfter":(300|299)/);
      expect(await refused).toEqual(reported);
      expect(await behind).toEqual(reported);
      expect(await worker.get('/?deadlineMs=60000')).toEqual(reported);
      expect(await worker.get('/?deadlineMs=60000')).toContain('not-sent');
    });
  },
);
