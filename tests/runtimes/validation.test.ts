// Cloudflare Workers: bodies are compared with the contract there too, where no code may be made from text.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Loopback, loopback } from '../support/loopback.ts';
import { isInstalled, startWorker, titled, type Worker } from './workerd.ts';

const code = `
import { createClient, v1 } from 'altegio-sdk';
import { createContractWatch } from 'altegio-sdk/validation';
const watch = createContractWatch({ sample: 1 });
let client;
export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === '/report') {
      let allowed = true;
      try { new Function('')(); } catch { allowed = false; }
      return Response.json({ allowed, ...watch.reportDrift({ format: 'json' }) });
    }
    client ??= createClient(v1, { partnerToken: 'partner', userToken: 'user', baseUrl: { v1: env.BASE }, hooks: watch.hooks });
    await client.get_client({ path: { location_id: 1, id: 2 } });
    ctx.waitUntil(watch.settled());
    return new Response('done');
  },
};`;

describe.skipIf(!isInstalled).each(['2024-01-15', '2026-04-01'])(
  titled('a worker that watches the contract, with the compatibility date %s'),
  (date) => {
    let server: Loopback;
    let worker: Worker;

    beforeAll(async () => {
      server = await loopback((_, response) => {
        response.setHeader('content-type', 'application/json');
        response.end('{"success":true,"data":{"id":"seven"},"meta":[]}');
      });
      worker = await startWorker(code, date, server.base);
    });
    afterAll(async () => {
      await worker?.stop();
      await server?.close();
    });

    it('reports what it found after its response', async () => {
      expect(await worker.get('/')).toBe('200 done');
      const [, report] = /^200 (.*)$/.exec(await worker.get('/report'))!;
      const { allowed, checked, failed, drift } = JSON.parse(report!) as {
        allowed: boolean;
        checked: number;
        failed: number;
        drift: { pointer: string; seen: string }[];
      };
      expect({ allowed, checked, failed }).toEqual({ allowed: false, checked: 1, failed: 0 });
      expect(drift).toContainEqual(expect.objectContaining({ pointer: '/data/id', seen: 'string' }));
    });
  },
);
