// Cloudflare Workers: a webhook is received, verified, and worked on after the response.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sampleWebhookEvent } from '../../src/webhooks.ts';
import { type Loopback, loopback } from '../support/loopback.ts';
import { isInstalled, startWorker, titled, type Worker } from './workerd.ts';

const code = `
import { createWebhookHandler, signForTest, verifyRedirect } from 'altegio-sdk/webhooks';
let base;
const handler = createWebhookHandler({
  secret: 'secret',
  on: {
    async record(event) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await fetch(base + '/worked/' + event.resource_id);
    },
  },
});
export default {
  async fetch(request, env, ctx) {
    base = env.BASE;
    if (new URL(request.url).pathname !== '/redirect') return handler(request, ctx);
    const signed = await signForTest({ user_data: { id: 7 }, partnerToken: 'partner' });
    return Response.json(await verifyRedirect({ ...signed, partnerToken: 'partner' }));
  },
};`;

describe.skipIf(!isInstalled)(titled('a worker that receives webhooks'), () => {
  let server: Loopback;
  let worker: Worker;
  const worked: (string | undefined)[] = [];

  beforeAll(async () => {
    server = await loopback((request, response) => {
      worked.push(request.url);
      response.end();
    });
    worker = await startWorker(code, '2024-01-15', server.base);
  });
  afterAll(async () => {
    await worker?.stop();
    await server?.close();
  });

  it('works on an event after the response, once', async () => {
    const event = sampleWebhookEvent('record');
    const body = JSON.stringify([event, event]);
    expect(await worker.post('/hooks/secret', body)).toBe(200);
    expect(worked).toEqual([]);
    await vi.waitFor(() => expect(worked).toEqual([`/worked/${event.resource_id}`]), 5000);
    expect(await worker.post('/hooks?secret=secret', body)).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(worked).toHaveLength(1);
  });

  it('refuses as everywhere', async () => {
    expect(await worker.post('/hooks?secret=wrong', '{}')).toBe(401);
    expect(await worker.post('/hooks?secret=secret', '{')).toBe(400);
    expect(await worker.post('/hooks?secret=secret', 'x'.repeat(1_048_577))).toBe(413);
    expect(await worker.get('/hooks?secret=secret')).toBe('405 ');
  });

  it('verifies signatures', async () => {
    expect(await worker.get('/redirect')).toBe('200 {"id":7}');
  });
});
