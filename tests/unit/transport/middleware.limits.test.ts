// What a call keeps to when a middleware does odd things: sends twice, sends elsewhere, returns nothing, never returns.
import { describe, expect, it } from 'vitest';
import type { ClientOptions, Hooks, Limiter, Middleware } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { failureOf, json, ok, type Reply } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const through = (middleware: Middleware, replies: Reply | Reply[], options: Partial<ClientOptions> = {}) =>
  recorded(replies, { middleware: [middleware], ...options });

const body = { body: {} };

const reset = (): Promise<never> => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return Promise.reject(new TypeError('fetch failed', { cause }));
};

const twice: Middleware = async (request, next) => {
  await next(request).catch(() => {});
  return next(request);
};

describe('a write that a middleware sends twice', () => {
  it.each<[string, Reply, number]>([
    ['a 500, then 409', json(500, {}), 409],
    ['a lost connection, then 422', reset, 422],
    ['a success, then 409', ok(), 409],
  ])('may have happened after %s', async (_, first, status) => {
    const { client } = through(twice, [first, json(status, {})]);
    const error = await failureOf(client.create(body));
    expect(error).toMatchObject({ status, outcome: 'unknown', attempts: 2 });
    expect(error.message).toContain('read it back with list');
  });

  it('may have happened when the first response is returned after all', async () => {
    const first: Middleware = async (request, next) => {
      const response = await next(request);
      await next(request).catch(() => {});
      return response;
    };
    const { client } = through(first, [json(409, {}), reset]);
    expect(await failureOf(client.create(body))).toMatchObject({ status: 409, outcome: 'unknown' });
  });

  it('was refused when both responses refuse it, and a success that says no is one refusal', async () => {
    const both = through(twice, [json(409, {}), json(422, {})]);
    expect(await failureOf(both.client.create(body))).toMatchObject({ outcome: 'refused', attempts: 2 });
    const one = through((request, next) => next(request), json(200, { success: false }));
    expect(await failureOf(one.client.create(body))).toMatchObject({ outcome: 'refused' });
  });

  it('may have happened when both are under way at once, whatever the tokens take', async () => {
    const hedged: Middleware = (request, next) => {
      next(request).catch(() => {});
      return next(request);
    };
    const replies = [() => new Promise<Response>(() => {}), json(409, {})];
    for (const userToken of ['user-token', async () => 'user-token']) {
      const { client } = through(hedged, replies, { userToken });
      expect(await failureOf(client.create(body))).toMatchObject({ status: 409, outcome: 'unknown' });
    }
  });

  it('adds up attempts and waits under one callId, and has its retries anew each time', async () => {
    const clock = fakeClock();
    const limiter: Limiter = {
      acquire: () => new Promise((go) => void clock.after(100, () => go(1))),
      release() {},
      pause() {},
    };
    const reported: { callId: string; attempt: number }[] = [];
    const hooks: Hooks = { onRequest: (event) => void reported.push(event) };
    const { client } = through(twice, json(503, {}), { clock, limiter, hooks, retry: 1 });
    const call = failureOf(client.get({ path: { id: 1 } }));
    await clock.advance(60_000);
    expect(await call).toMatchObject({
      attempts: 4,
      waitedMs: 400,
      callId: reported[0]!.callId,
      retries: ['HTTP 503', 'HTTP 503'],
    });
    expect(reported.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(reported.map(({ callId }) => callId)).size).toBe(1);
  });
});

describe('a middleware', () => {
  it.each(['https://evil.example/x', 'http://api.alteg.io/api/v1/x', '//evil.example', 'nonsense'])(
    'cannot send the tokens to %s',
    async (url) => {
      const { client, sent } = through((request, next) => next({ ...request, url }), ok());
      const error = await failureOf(client.create(body));
      expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent', operationId: 'create' });
      expect(sent).toHaveLength(0);
    },
  );

  it.each<[string, Record<string, string>]>([
    ['Authorization', { Authorization: 'Bearer other-token' }],
    ['a line break', { 'x-a': 'a\r\nb: c' }],
    ['a bad name', { 'x a': 'b' }],
    ['null', null as never],
  ])('cannot set %s', async (_, headers) => {
    const { client, sent } = through((request, next) => next({ ...request, headers }), ok());
    const error = await failureOf(client.create(body));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
    expect(error.message).not.toContain('other-token');
    expect(sent).toHaveLength(0);
  });

  it('may set headers in any case', async () => {
    const { client, sent } = through(
      (request, next) => next({ ...request, headers: { ...request.headers, ACCEPT: 'text/plain' } }),
      ok(),
    );
    await client.create(body);
    expect(sent[0]!.headers.accept).toBe('text/plain');
  });

  it('that returns no usable Response is named, with what became of the call', async () => {
    const nothing = through((async () => {}) as unknown as Middleware, ok());
    expect(await failureOf(nothing.client.create(body))).toMatchObject({
      name: 'AltegioConfigError',
      outcome: 'not-sent',
      message: expect.stringContaining('a middleware returned undefined') as string,
    });
    const used = through(async (request, next) => {
      const response = await next(request);
      await response.text();
      return response;
    }, ok());
    expect(await failureOf(used.client.create(body))).toMatchObject({
      outcome: 'unknown',
      attempts: 1,
      message: expect.stringContaining('a Response whose body has been read') as string,
    });
  });

  it('that does not come back is bounded by deadlineMs', async () => {
    const clock = fakeClock();
    const { client } = through(() => new Promise(() => {}), ok(), { clock });
    const call = failureOf(client.create({ ...body, deadlineMs: 500 }));
    await clock.advance(1000);
    expect(await call).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'not-sent', attempts: 0 });
    expect(clock.pending()).toBe(0);
  });

  it('gets an AltegioTimeoutError from next() at the deadline', async () => {
    const clock = fakeClock();
    let caught: Promise<Error> | undefined;
    const { client } = through(
      (request, next) => {
        const response = next(request);
        caught = failureOf(response);
        return response;
      },
      () => new Promise(() => {}),
      { clock },
    );
    const call = failureOf(client.create({ ...body, deadlineMs: 500 }));
    await clock.advance(1000);
    expect(await call).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'unknown' });
    expect(await caught).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'unknown' });
  });
});
