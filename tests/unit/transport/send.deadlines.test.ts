// Time limits and signals: what they cover, when they strike, and that they leave nothing behind.
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type AltegioError, type ClientOptions, createLimiter } from '../../../src/index.ts';
import { handles } from '../../faults/leaks.ts';
import { fakeClock } from '../../support/clock.ts';
import { rounds } from '../../support/rounds.ts';
import { tiny } from '../../support/tiny/tiny.ts';

const never = () => new Promise<never>(() => {});

const get = { path: { id: 1 } };

/** A client on a clock of its own, and what its calls end with. */
function standing(options: Partial<ClientOptions>) {
  const clock = fakeClock();
  const client = tiny({ clock, ...options });
  const end = (call: Promise<unknown>) =>
    call.then(
      () => ({ name: 'value', at: clock.now() }),
      ({ name, outcome, attempts, message }: AltegioError) => ({
        name,
        outcome,
        attempts,
        message,
        at: clock.now(),
      }),
    );
  return { clock, client, end };
}

/** A response whose headers come at once and whose body never ends. */
const endless = () =>
  new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }));

describe('timeoutMs', () => {
  it.each([
    ['headers that do not come', never],
    ['a body that does not end', async () => endless()],
  ])('covers %s', async (_, fetch) => {
    const { clock, client, end } = standing({ fetch, retry: 0 });
    const ended = end(client.create({ body: {}, timeoutMs: 700 }));
    await clock.advance(1000);
    expect(await ended).toMatchObject({
      name: 'AltegioTimeoutError',
      outcome: 'unknown',
      attempts: 1,
      at: 700,
    });
    expect(clock.pending()).toBe(0);
  });

  it('cancels a body that is still being read, also of a fetch that does not listen', async () => {
    let cancelled = false;
    const body = new ReadableStream({
      cancel() {
        cancelled = true;
      },
    });
    const { clock, client, end } = standing({ fetch: async () => new Response(body), retry: 0 });
    const ended = end(client.get({ ...get, timeoutMs: 100 }));
    await clock.advance(200);
    await ended;
    expect(cancelled).toBe(true);
  });

  it('is 30 s by default, begins anew with each attempt, and 0 is none', async () => {
    const { clock, client, end } = standing({ fetch: never });
    const ended = end(client.get({ ...get, retry: 1 }));
    await clock.advance(30_000 + 500 + 30_000);
    const { at, attempts } = (await ended) as { at: number; attempts: number };
    expect(attempts).toBe(2);
    expect(at).toBeGreaterThanOrEqual(60_000);
    void client.get({ ...get, timeoutMs: 0 });
    await clock.advance(0);
    expect(clock.pending()).toBe(0);
  });

  it('does not count the wait for the limiter', async () => {
    const limiter = {
      acquire: () => new Promise((go) => void clock.after(5000, () => go(1))),
      release() {},
      pause() {},
    };
    const { clock, client, end } = standing({ limiter, fetch: async () => new Response('{}') });
    const ended = end(client.get({ ...get, timeoutMs: 100 }));
    await clock.advance(6000);
    expect(await ended).toEqual({ name: 'value', at: 5000 });
  });
});

describe('deadlineMs', () => {
  it('spans the queue: nothing was sent', async () => {
    const { clock, client, end } = standing({ limiter: { acquire: never, release() {}, pause() {} } });
    const ended = end(client.create({ body: {}, deadlineMs: 900 }));
    await clock.advance(1000);
    expect(await ended).toMatchObject({
      name: 'AltegioTimeoutError',
      outcome: 'not-sent',
      attempts: 0,
      at: 900,
    });
  });

  it('spans a token function that does not come back', async () => {
    const { clock, client, end } = standing({ userToken: never });
    const ended = end(client.create({ body: {}, deadlineMs: 900 }));
    await clock.advance(1000);
    expect(await ended).toMatchObject({ outcome: 'not-sent', at: 900 });
  });

  it('spans an attempt: the write may have happened', async () => {
    const { clock, client, end } = standing({ fetch: never });
    const ended = end(client.create({ body: {}, deadlineMs: 900 }));
    await clock.advance(1000);
    expect(await ended).toMatchObject({
      name: 'AltegioTimeoutError',
      outcome: 'unknown',
      attempts: 1,
      at: 900,
      message: expect.stringContaining('read it back with list') as string,
    });
  });

  it('spans all attempts and the waits between them', async () => {
    const { clock, client, end } = standing({ fetch: never });
    const ended = end(client.get({ ...get, timeoutMs: 400, deadlineMs: 1000, retry: 10 }));
    await clock.advance(2000);
    expect((await ended).at).toBeLessThanOrEqual(1000);
    expect(clock.pending()).toBe(0);
  });

  it('spans every next() of a middleware', async () => {
    const sentAt: number[] = [];
    const { clock, client, end } = standing({
      fetch: () => {
        sentAt.push(clock.now());
        return never();
      },
      middleware: [async (request, next) => next(request).catch(() => next(request))],
    });
    const ended = end(client.create({ body: {}, timeoutMs: 600, deadlineMs: 1000, retry: 0 }));
    await clock.advance(5000);
    expect(await ended).toMatchObject({ name: 'AltegioTimeoutError', at: 1000 });
    expect(sentAt).toEqual([0, 600]);
  });

  it('spans all pages', async () => {
    const { clock, client, end } = standing({
      fetch: () =>
        new Promise((resolve) => {
          clock.after(400, () =>
            resolve(new Response(JSON.stringify({ data: [{ id: clock.now() }, { id: -clock.now() }] }))),
          );
        }),
    });
    const read = async () => {
      for await (const _ of client.list.items({ deadlineMs: 1000, concurrency: 1 }));
    };
    const ended = end(read());
    await clock.advance(5000);
    expect(await ended).toMatchObject({ name: 'AltegioTimeoutError', at: 1000 });
  });

  it('that is over sends nothing', async () => {
    let sent = 0;
    const { clock, client, end } = standing({
      fetch: async () => {
        sent++;
        return new Response('{}');
      },
      middleware: [
        async (request, next) => {
          await new Promise<void>((go) => void clock.after(2000, go));
          return next(request);
        },
      ],
    });
    const ended = end(client.create({ body: {}, deadlineMs: 1000 }));
    await clock.advance(3000);
    expect(await ended).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'not-sent', attempts: 0 });
    expect(sent).toBe(0);
  });
});

describe('the caller’s signal', () => {
  it.each<[string, Partial<ClientOptions>]>([
    ['while it waits for the limiter', { limiter: { acquire: never, release() {}, pause() {} } }],
    ['while it waits for a token', { userToken: never }],
    ['while it waits for the headers', { fetch: never }],
    ['while it reads the body', { fetch: async () => endless() }],
    [
      'between two attempts',
      { fetch: async () => new Response('', { status: 503, headers: { 'retry-after': '60' } }) },
    ],
  ])('ends a call with its own reason %s', async (_, options) => {
    const { clock, client } = standing(options);
    const controller = new AbortController();
    const call = client.get({ ...get, signal: controller.signal }).catch((error: unknown) => error);
    await clock.advance(10);
    controller.abort('enough');
    expect(await call).toBe('enough');
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    await clock.advance(0);
    expect(clock.pending()).toBe(0);
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'cancels the body of a response that comes %d ticks before it',
    async (ticks) => {
      const controller = new AbortController();
      const cancelled: unknown[] = [];
      const fetch = async () => {
        void (async () => {
          for (let tick = 0; tick < ticks; tick++) await null;
          controller.abort('enough');
        })();
        return new Response(new ReadableStream({ cancel: (reason) => void cancelled.push(reason) }));
      };
      const { client, end } = standing({ fetch });
      await end(client.get({ ...get, signal: controller.signal }));
      await new Promise((resolve) => setImmediate(resolve));
      expect(cancelled).toHaveLength(1);
    },
  );

  it('frees the place of a call in the limiter', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ clock, perSecond: 1, perMinute: 1 });
    const client = tiny({ clock, limiter, fetch: async () => new Response('{}') });
    await client.get(get);
    const controller = new AbortController();
    const first = client.get({ ...get, signal: controller.signal }).catch((error: unknown) => error);
    let second = 0;
    void client.get(get).then(() => {
      second = clock.now();
    });
    await clock.advance(1000);
    controller.abort('enough');
    expect(await first).toBe('enough');
    await clock.advance(70_000);
    expect(second).toBeGreaterThan(59_000);
    expect(second).toBeLessThan(61_000);
  });

  it('has one listener during 10,000 calls, and none after them; no timer stays either', async () => {
    const controller = new AbortController();
    const timers = handles('Timeout');
    const statuses = [200, 404, 503, 200];
    const wanted = rounds(10_000, 500);
    let sent = 0;
    const client = tiny({
      limiter: createLimiter({ perSecond: Infinity, perMinute: Infinity }),
      fetch: async () => new Response('{}', { status: statuses[sent++ % statuses.length]! }),
    });
    let most = 0;
    for (let done = 0; done < wanted; done += 500) {
      const calls = Array.from({ length: 500 }, () =>
        client.get({ ...get, retry: 0, deadlineMs: 60_000, signal: controller.signal }).catch(() => {}),
      );
      most = Math.max(most, getEventListeners(controller.signal, 'abort').length);
      await Promise.all(calls);
    }
    expect(sent).toBe(wanted);
    expect(most).toBe(1);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    expect(handles('Timeout')).toBeLessThanOrEqual(timers);
  });
});
