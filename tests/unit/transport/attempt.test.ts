// One attempt: over real sockets, by an own fetch, and with a token function that takes its time.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AltegioConnectionError, AltegioTimeoutError } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { closedPort, type Handler, type Loopback, loopback } from '../../support/loopback.ts';
import { failureOf, ok } from '../../support/recorder.ts';
import { recorded, tiny } from '../../support/tiny/tiny.ts';

describe('no response', () => {
  let server: Loopback | undefined;
  let handler: Handler;
  beforeEach(async () => {
    server = await loopback((request, response) => handler(request, response));
  });
  afterEach(() => server!.close());
  const real = (options = {}) => tiny({ retry: 0, baseUrl: server!.base, ...options });

  it('a refused connection is an AltegioConnectionError, and nothing was sent', async () => {
    const error = await failureOf(real({ baseUrl: await closedPort() }).create({ body: {} }));
    expect(error).toBeInstanceOf(AltegioConnectionError);
    expect(error).toMatchObject({ outcome: 'not-sent', operationId: 'create', attempts: 1 });
    expect(error.message).toMatch(
      /create could not connect \(POST http:\/\/127\.0\.0\.1:\d+\/v1\/things, ECONNREFUSED\)\. Nothing was done/,
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('a reset connection leaves the outcome of a write unknown', async () => {
    handler = (request) => request.socket.resetAndDestroy();
    const error = await failureOf(real().create({ body: {} }));
    expect(error).toBeInstanceOf(AltegioConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown' });
    expect(error.message).toContain('The write may have happened');
  });

  it('a response that breaks off is an AltegioConnectionError', async () => {
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': 100, 'content-type': 'application/json' });
      response.write('{"success":', () => response.destroy());
    };
    expect(await failureOf(real().list())).toBeInstanceOf(AltegioConnectionError);
  });

  it.each<[string, Handler]>([
    ['hangs before the headers', () => {}],
    [
      'drips the body',
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 10);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('timeoutMs ends a call whose server %s', async (_, slow) => {
    handler = slow;
    const error = await failureOf(real().create({ body: {}, timeoutMs: 60 }));
    expect(error).toBeInstanceOf(AltegioTimeoutError);
    expect(error).toMatchObject({ outcome: 'unknown', operationId: 'create' });
    expect(error.message).toContain('timeoutMs (60 ms)');
  });

  it('an abort during the call rejects with the signal’s own reason and closes the request', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const closed = new Promise((resolve) => {
      handler = (_, response) => {
        response.on('close', resolve);
        controller.abort(reason);
      };
    });
    expect(await failureOf(real().list({ signal: controller.signal }))).toBe(reason);
    await closed;
  });
});

describe('a signal', () => {
  it('that aborted before the call rejects it with its reason; nothing is sent', async () => {
    const { client, sent } = recorded();
    const error = await failureOf(client.list({ signal: AbortSignal.abort() }));
    expect(error.name).toBe('AbortError');
    expect(sent).toHaveLength(0);
  });
});

describe('an own fetch', () => {
  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [{ ok: true }, 'an object without a status'],
    [{ status: 200, body: null }, 'a Response without headers'],
    [{ status: 200, headers: new Headers(), body: {} }, 'a Response without a body that can be read'],
  ])('that returns %j is named, and not asked again', async (value, what) => {
    const { client, sent } = recorded(() => value as Response, { retry: 3 });
    const error = await failureOf(client.get({ path: { id: 1 } }));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'unknown', attempts: 1 });
    expect(error.message).toContain(`Your fetch returned ${what}.`);
    expect(sent).toHaveLength(1);
  });

  it('that refuses a GET with a body is told apart from a lost connection', async () => {
    const { client, sent } = recorded(
      async ({ url }) => {
        new Request(url, { method: 'GET', body: '{}' });
        return ok();
      },
      { retry: 3 },
    );
    const error = await failureOf(client.ask({ body: {} }));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
    expect(error.message).toContain('this fetch refuses a GET with a body');
    expect(sent).toHaveLength(1);
  });
});

describe('a token function', () => {
  it('that does not come back is bounded by timeoutMs and named', async () => {
    const clock = fakeClock();
    const acquire = vi.fn(async () => 'ticket');
    const { client, sent } = recorded(ok(), {
      clock,
      userToken: () => new Promise(() => {}),
      limiter: { acquire, release() {}, pause() {} },
    });
    const call = failureOf(client.create({ body: {}, timeoutMs: 100 }));
    await clock.advance(200);
    const error = await call;
    expect(error).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'not-sent', attempts: 0 });
    expect(error.message).toContain('the userToken function did not return within timeoutMs (100 ms)');
    expect(sent).toHaveLength(0);
    expect(acquire).not.toHaveBeenCalled();
  });
});
