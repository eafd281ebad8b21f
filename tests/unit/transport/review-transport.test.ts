// What a call keeps to when the functions of its caller do odd things: middleware, fetch, token functions, loggers.

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ClientOptions, Hooks, Limiter, Middleware } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { createRedisLimiter } from '../../../src/redis.ts';
import { fakeClock } from '../../support/clock.ts';
import { failureOf, json, ok, type Reply, raw, tinyWith } from '../../support/recorder.ts';

const table: OperationTable = {
  read: ['/read/{id}', 'GET', 'partner'],
  write: ['/write', 'POST', 'partner', { body: 'json', readBack: 'read' }],
  odd: ['/odd', 'GET', 'partner', { body: 'json' }],
};

const reset = (): Promise<never> => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  return Promise.reject(new TypeError('fetch failed', { cause }));
};

const twice: Middleware = async (request, next) => {
  await next(request).catch(() => {});
  return next(request);
};

const input = { path: { id: 1 } };

const body = { body: {} };

const through = (middleware: Middleware, replies: Reply | Reply[], options: Partial<ClientOptions> = {}) =>
  tinyWith(table, replies, { middleware: [middleware], ...options });

/** Promises that nobody listens to; vitest itself would fail the run without saying where. */
async function unheard(run: () => Promise<unknown>): Promise<unknown[]> {
  const heard: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  const listen = (reason: unknown) => void heard.push(reason);
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', listen);
  try {
    await run();
    await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    process.off('unhandledRejection', listen);
    for (const other of others) process.on('unhandledRejection', other);
  }
  return heard;
}

describe('a write that a middleware sends twice', () => {
  it.each<[string, Reply, number]>([
    ['a 500, then 409', json(500, {}), 409],
    ['a lost connection, then 422', reset, 422],
    ['a success, then 409', ok(), 409],
  ])('may have happened after %s', async (_, first, status) => {
    const { client } = through(twice, [first, json(status, {})]);
    const error = await failureOf(client.write!(body));
    expect(error).toMatchObject({ status, outcome: 'unknown', attempts: 2 });
    expect(error.message).toContain('read it back with read');
  });

  it('may have happened when the first answer is handed out after all', async () => {
    const first: Middleware = async (request, next) => {
      const response = await next(request);
      await next(request).catch(() => {});
      return response;
    };
    const { client } = through(first, [json(409, {}), reset]);
    expect(await failureOf(client.write!(body))).toMatchObject({ status: 409, outcome: 'unknown' });
  });

  it('was refused when both answers refuse it, and a success that says no is one refusal', async () => {
    const both = through(twice, [json(409, {}), json(422, {})]);
    expect(await failureOf(both.client.write!(body))).toMatchObject({ outcome: 'refused', attempts: 2 });
    const one = through((request, next) => next(request), json(200, { success: false }));
    expect(await failureOf(one.client.write!(body))).toMatchObject({ outcome: 'refused' });
  });

  it('may have happened when both are under way at once, whatever the tokens take', async () => {
    const hedged: Middleware = (request, next) => {
      next(request).catch(() => {});
      return next(request);
    };
    const replies = [() => new Promise<Response>(() => {}), json(409, {})];
    for (const userToken of ['user-token', async () => 'user-token']) {
      const { client } = through(hedged, replies, { userToken });
      expect(await failureOf(client.write!(body))).toMatchObject({ status: 409, outcome: 'unknown' });
    }
  });

  it('adds up attempts and waits under one callId, and has its retries anew each time', async () => {
    const clock = fakeClock();
    const limiter: Limiter = {
      acquire: () => new Promise((go) => void clock.after(100, () => go(1))),
      release() {},
      pause() {},
    };
    const told: { callId: string; attempt: number }[] = [];
    const hooks: Hooks = { onRequest: (event) => void told.push(event) };
    const { client } = through(twice, json(503, {}), { clock, limiter, hooks, retry: 1 });
    const call = failureOf(client.read!(input));
    await clock.advance(60_000);
    expect(await call).toMatchObject({
      attempts: 4,
      waitedMs: 400,
      callId: told[0]!.callId,
      retries: ['HTTP 503', 'HTTP 503'],
    });
    expect(told.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(told.map(({ callId }) => callId)).size).toBe(1);
  });
});

describe('a middleware', () => {
  it.each(['https://evil.example/x', 'http://api.alteg.io/api/v1/x', '//evil.example', 'nonsense'])(
    'cannot send the tokens to %s',
    async (url) => {
      const { client, sent } = through((request, next) => next({ ...request, url }), ok());
      const error = await failureOf(client.write!(body));
      expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent', operationId: 'write' });
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
    const error = await failureOf(client.write!(body));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
    expect(error.message).not.toContain('other-token');
    expect(sent).toHaveLength(0);
  });

  it('may set headers in any case', async () => {
    const { client, sent } = through(
      (request, next) => next({ ...request, headers: { ...request.headers, ACCEPT: 'text/plain' } }),
      ok(),
    );
    await client.write!(body);
    expect(sent[0]!.headers.accept).toBe('text/plain');
  });

  it('that returns no usable Response is named, with what became of the call', async () => {
    const nothing = through((async () => {}) as unknown as Middleware, ok());
    expect(await failureOf(nothing.client.write!(body))).toMatchObject({
      name: 'AltegioConfigError',
      outcome: 'not-sent',
      message: expect.stringContaining('a middleware returned undefined') as string,
    });
    const used = through(async (request, next) => {
      const response = await next(request);
      await response.text();
      return response;
    }, ok());
    expect(await failureOf(used.client.write!(body))).toMatchObject({
      outcome: 'unknown',
      attempts: 1,
      message: expect.stringContaining('a Response whose body has been read') as string,
    });
  });

  it('that does not come back is bounded by deadlineMs', async () => {
    const clock = fakeClock();
    const { client } = through(() => new Promise(() => {}), ok(), { clock });
    const call = failureOf(client.write!({ ...body, deadlineMs: 500 }));
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
    const call = failureOf(client.write!({ ...body, deadlineMs: 500 }));
    await clock.advance(1000);
    expect(await call).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'unknown' });
    expect(await caught).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'unknown' });
  });
});

describe('an own fetch', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [{ ok: true }, 'an object without a status'],
    [{ status: 200, body: null }, 'a Response without headers'],
    [{ status: 200, headers: new Headers(), body: {} }, 'a Response whose body is no ReadableStream'],
  ])('that returns %j is named, and not asked again', async (value, what) => {
    const { client, sent } = tinyWith(table, () => value as Response, { retry: 3 });
    const error = await failureOf(client.read!(input));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'unknown', attempts: 1 });
    expect(error.message).toContain(`Your fetch returned ${what}.`);
    expect(sent).toHaveLength(1);
  });

  it('that refuses a GET with a body is told apart from a lost connection', async () => {
    const { client, sent } = tinyWith(
      table,
      async ({ url }) => {
        new Request(url, { method: 'GET', body: '{}' });
        return ok();
      },
      { retry: 3 },
    );
    const error = await failureOf(client.odd!(body));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
    expect(error.message).toContain('this fetch refuses a GET with a body');
    expect(sent).toHaveLength(1);
  });

  it('that throws has its cause named in short, without secrets and filled URLs', async () => {
    const thrown = new Error(`request to https://api.alteg.io/api/v1/read/77 with hush-hush failed`);
    const { client } = tinyWith(table, () => Promise.reject(thrown));
    const error = await failureOf(client.read!({ path: { id: 77 }, query: { password: 'hush-hush' } }));
    expect(error.name).toBe('AltegioConnectionError');
    expect(error.message).toContain(
      '(GET https://api.alteg.io/api/v1/read/{id}): request to [url] with [redacted] failed. The call',
    );
    expect((await failureOf(tinyWith(table, reset).client.read!(input))).message).toContain(
      '(GET https://api.alteg.io/api/v1/read/{id}, ECONNRESET). ',
    );
  });
});

describe('a token function', () => {
  it('that does not come back is bounded by timeoutMs and named', async () => {
    const clock = fakeClock();
    const acquire = vi.fn(async () => 'ticket');
    const { client, sent } = tinyWith(table, ok(), {
      clock,
      userToken: () => new Promise(() => {}),
      limiter: { acquire, release() {}, pause() {} },
    });
    const call = failureOf(client.write!({ ...body, timeoutMs: 100 }));
    await clock.advance(200);
    const error = await call;
    expect(error).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'not-sent', attempts: 0 });
    expect(error.message).toContain('the userToken function did not return within timeoutMs (100 ms)');
    expect(sent).toHaveLength(0);
    expect(acquire).not.toHaveBeenCalled();
  });
});

describe('a 429 without a limiter', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('is not told as a pause, and calls come back spread over a second', async () => {
    const clock = fakeClock();
    const told: unknown[] = [];
    const delays: number[] = [];
    const hooks: Hooks = {
      onLimit: (event) => void told.push(event),
      onRetry: ({ delayMs }) => void delays.push(delayMs),
    };
    const { client } = tinyWith(
      table,
      (_, number) => (number > 30 ? ok() : json(429, {}, { 'retry-after': '3' })),
      { clock, hooks, retry: 1 },
    );
    const calls = Array.from({ length: 30 }, () => client.write!(body));
    await clock.advance(10_000);
    await Promise.all(calls);
    expect(told).toEqual([]);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(3000);
    expect(Math.max(...delays)).toBeLessThan(4000);
    expect(new Set(delays).size).toBeGreaterThan(20);
  });
});

describe('an error', () => {
  it('carries the callId of its hooks and why there were further attempts, also in JSON', async () => {
    const clock = fakeClock();
    const ids: string[] = [];
    const hooks: Hooks = { onRequest: ({ callId }) => void ids.push(callId) };
    const { client } = tinyWith(table, [json(503, {}), reset, json(404, {})], { clock, hooks, retry: 2 });
    const call = failureOf(client.read!(input));
    await clock.advance(60_000);
    const facts = { callId: ids[0], retries: ['HTTP 503', 'ECONNRESET'], name: 'AltegioNotFoundError' };
    expect(await call).toMatchObject(facts);
    expect(JSON.parse(JSON.stringify(await call))).toMatchObject(facts);
  });

  it('of an answer or a connection does not list its name among its facts', async () => {
    for (const reply of [json(404, {}), reset]) {
      const error = await failureOf(tinyWith(table, reply).client.read!(input));
      expect(Object.keys(error)).not.toContain('name');
      expect(error.stack).toContain(`${error.name}: `);
    }
  });

  it('of a status 0, a browser’s redirect, says that redirects are not followed', async () => {
    const opaque = () => Object.defineProperty(raw(200), 'status', { value: 0 });
    for (const middleware of [[], [((request, next) => next(request)) satisfies Middleware]]) {
      const error = await failureOf(tinyWith(table, opaque, { middleware }).client.write!(body));
      expect(error).toMatchObject({ status: 0, outcome: 'unknown' });
      expect(error.message).toContain('Redirects are not followed');
    }
  });

  it('keeps country, currency and phone codes readable', async () => {
    const data = { country_code: 'LV00', currency_code: 'EURO', phone_code: '+371', sms_code: '7391' };
    const { client } = tinyWith(table, json(422, { data, meta: { message: 'LV00 EURO +371 7391' } }));
    const error = await failureOf(client.write!({ body: data }));
    expect(error.message).toContain('LV00 EURO +371 [redacted]');
    expect(error.body).toMatchObject({ data: { ...data, sms_code: '[redacted]' } });
  });
});

describe('rejected promises of watchers', () => {
  const reject = (() => Promise.reject(new Error('disk full'))) as () => void;

  it('of loggers and hooks are heard', async () => {
    const logger = { debug: reject, info: reject, warn: reject, error: reject };
    const hooks: Hooks = { onRequest: reject, onResponse: reject };
    const { client } = tinyWith(table, ok([7]), { logger, logLevel: 'debug', hooks });
    expect(await unheard(() => client.read!(input))).toEqual([]);
  });

  it('of onWarning are heard', async () => {
    const onWarning = vi.fn(reject);
    const away = () => Promise.reject(new Error('away'));
    const client = { evalSha: away, eval: away };
    const limiter = createRedisLimiter({ client, key: 'k', onWarning });
    const rejections = await unheard(async () => limiter.release('h', await limiter.acquire('h')));
    expect(rejections).toEqual([]);
    expect(onWarning).toHaveBeenCalledTimes(1);
  });
});
