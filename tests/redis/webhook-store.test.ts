// Servers that share a real Redis work on an event once, whichever client package they use.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createRedisWebhookStore, createWebhookHandler, sampleWebhookEvent } from '../../src/webhooks.ts';
import type { Library } from './server.ts';
import { onEach, useRedis } from './support.ts';

const secret = 'secret';
const record = sampleWebhookEvent('record');
const changed = sampleWebhookEvent('record', { data: { ...record.data, comment: 'changed' } });

onEach('webhooks over Redis', (program) => {
  const { open, redis } = useRedis(program);

  async function storeOf(library: Library, key: string, windowMs?: number) {
    const connection = await open(library);
    return { ...connection, store: createRedisWebhookStore({ client: connection.client, key, windowMs }) };
  }

  it.each<Library>(['ioredis', 'node-redis'])(
    '%s knows the last event of an entity for a window',
    async (library) => {
      const { store } = await storeOf(library, `test-${Math.random()}`, 200);
      expect(await store.seen('a', '1')).toBe(false);
      expect(await store.seen('a', '1')).toBe(true);
      expect(await store.seen('a', '2')).toBe(false);
      expect(await store.seen('a', '1')).toBe(false);
      await store.forget('a', '2');
      expect(await store.seen('a', '1')).toBe(true);
      await store.forget('a', '1');
      expect(await store.seen('a', '1')).toBe(false);
      await sleep(300);
      expect(await store.seen('a', '1')).toBe(false);
    },
  );

  it('two servers work on each event once, and on each change of it', async () => {
    const key = `test-${Math.random()}`;
    const worked: (string | null | undefined)[] = [];
    const servers = await Promise.all(
      (['ioredis', 'node-redis'] as const).map(async (library) => {
        const { store } = await storeOf(library, key);
        const on = {
          record: (event: typeof record | { data: typeof record.data }) =>
            void worked.push(event.data.comment),
        };
        return createWebhookHandler({ secret, on, store });
      }),
    );
    const send = async (event: object) => {
      const work: Promise<unknown>[] = [];
      await Promise.all(
        [...servers, ...servers].map((handler) => {
          const init = { method: 'POST', body: JSON.stringify(event) };
          const request = new Request(`https://example.com/?secret=${secret}`, init);
          return handler(request, { waitUntil: (each) => work.push(each) });
        }),
      );
      await Promise.all(work);
    };
    await send(record);
    await send(changed);
    await send(record);
    expect(worked).toEqual([record.data.comment, 'changed', record.data.comment]);
  });

  it('keeps ids and hashes, for no longer than the window, apart for each key', async () => {
    const key = `test-${Math.random()}`;
    const { store, command } = await storeOf('ioredis', key, 60_000);
    const other = await storeOf('ioredis', `${key}-other`);
    await store.seen('1:record:2', 'hash');
    expect(await other.store.seen('1:record:2', 'hash')).toBe(false);
    const name = `altegio-sdk:webhooks:${key}:1:record:2`;
    expect(await command('GET', name)).toBe('hash');
    const left = Number(await command('PTTL', name));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(60_000);
  });

  it('works on every event while Redis hangs, and tells so', async () => {
    const { store } = await storeOf('ioredis', `test-${Math.random()}`);
    const errors: unknown[] = [];
    const worked: number[] = [];
    const handler = createWebhookHandler({
      secret,
      on: { record: (event) => void worked.push(event.resource_id) },
      onError: (error) => void errors.push(error),
      store,
    });
    redis().signal('SIGSTOP');
    try {
      let work: Promise<unknown> = Promise.resolve();
      const init = { method: 'POST', body: JSON.stringify(record) };
      const request = new Request(`https://example.com/?secret=${secret}`, init);
      const response = await handler(request, { waitUntil: (each) => (work = each) });
      expect(response.status).toBe(200);
      await work;
    } finally {
      redis().signal('SIGCONT');
    }
    expect([worked, errors.length]).toEqual([[record.resource_id], 1]);
  });
});
