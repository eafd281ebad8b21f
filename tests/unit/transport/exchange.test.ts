// What a fetch refuses, what stands in for it, and what is read of the responses of other fetches.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AltegioConfigError, createClient } from '../../../src/index.ts';
import { fetchWithBody } from '../../../src/transport/get-with-body.ts';
import { loopback } from '../../support/loopback.ts';
import { failureOf, ok, recorder } from '../../support/recorder.ts';
import { refused } from '../../support/refused.ts';
import { recorded, tiny, tinyApi } from '../../support/tiny/tiny.ts';

afterEach(() => void vi.unstubAllGlobals());

describe('headers that fetch refuses', () => {
  it.each([
    ['expect', '100-continue'],
    ['Transfer-Encoding', 'chunked'],
    ['upgrade', 'h2c'],
    ['keep-alive', 'timeout=5'],
    ['trailer', 'x'],
    ['connection', 'upgrade'],
  ])('%s are refused before sending', async (name, value) => {
    await refused((client) => client.plain({ headers: { [name]: value } }), /it is about the connection/);
  });

  it('connection: close may be asked for', async () => {
    const { client, sent } = recorded();
    await client.plain({ headers: { connection: 'close' } });
    expect(sent[0]!.headers.connection).toBe('close');
  });

  it('a wrong content-length is refused, a right one passes', async () => {
    const body = { name: 'Ж' };
    const call = (length: string) => ({ body, headers: { 'Content-Length': length } });
    await refused((client) => client.create(call('5')), /content-length 5: the body has 13 bytes/);
    const { client, sent } = recorded();
    await client.create(call('13'));
    expect(sent).toHaveLength(1);
  });
});

describe('what fetch itself refuses', () => {
  const nowhere = { fetch: undefined, retry: 2, baseUrl: 'http://127.0.0.1:9/api' };

  it.each(['TRACE', 'CONNECT'])('is not sent: %s', async (method) => {
    const error = await failureOf(tiny(nowhere).request(method, '/any'));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error).toMatchObject({ outcome: 'not-sent', attempts: 1 });
    expect(error.message).toContain('fetch refuses it');
  });

  it('is not sent: a port of the list of blocked ones', async () => {
    const client = tiny({ ...nowhere, baseUrl: 'http://127.0.0.1:6000/api' });
    const error = await failureOf(client.create({ body: {} }));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
    expect(error.message).toContain('fetch refuses it: bad port');
  });

  it('is not sent: a stream that was read before', async () => {
    const body = new Blob(['x']).stream();
    const reader = body.getReader();
    await reader.read();
    reader.releaseLock();
    const error = await failureOf(tiny(nowhere).request('POST', '/any', { body }));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
  });

  it('is not sent where there is no fetch', async () => {
    vi.stubGlobal('fetch', undefined);
    const error = await failureOf(tiny(nowhere).create({ body: {} }));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
    expect(error.message).toContain('there is no fetch here');
  });

  it('does not undo the doubt that an earlier request left', async () => {
    const { fetch } = recorder(
      () => Promise.reject(new TypeError('fetch failed')),
      () => Promise.reject(Object.assign(new TypeError('x'), { code: 'UND_ERR_INVALID_ARG' })),
    );
    const error = await failureOf(tiny({ fetch, retry: 1 }).create({ body: {}, idempotent: true }));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'unknown', attempts: 2 });
  });
});

describe('a GET with a body', () => {
  const asking = (options = {}) =>
    createClient(
      { ...tinyApi, fetchWithBody },
      {
        partnerToken: 'partner-token',
        limiter: false,
        retry: 0,
        ...options,
      },
    ) as ReturnType<typeof tiny>;

  it('goes through the fetch that was put in place of the platform’s', async () => {
    const { fetch, sent } = recorder(ok({}));
    vi.stubGlobal('fetch', fetch);
    await asking().ask({ body: { page: 1 } });
    expect(sent).toMatchObject([{ method: 'GET', body: { page: 1 } }]);
  });

  it.each(['option', 'global'])(
    'is refused with the cure where the %s refuses it, and goes nowhere',
    async (where) => {
      let sent = 0;
      const fetch = (async (url: string, init: RequestInit) => {
        new Request(url, init);
        sent++;
        return ok({});
      }) as typeof globalThis.fetch;
      if (where === 'global') vi.stubGlobal('fetch', fetch);
      const error = await failureOf(asking(where === 'option' ? { fetch } : {}).ask({ body: {} }));
      expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
      expect(error.message).toContain('this fetch refuses a GET with a body; pass one that can send it');
      expect(sent).toBe(0);
    },
  );

  it('is refused in an edge runtime', async () => {
    vi.stubGlobal('EdgeRuntime', 'edge-runtime');
    const error = await failureOf(asking({ baseUrl: 'http://127.0.0.1:9/api' }).ask({ body: {} }));
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
  });

  it('goes through Node’s global dispatcher, where proxies and mocks stand', async () => {
    const seen: unknown[] = [];
    const server = await loopback(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      seen.push(request.method, text);
      response.setHeader('content-type', 'application/json').end('{}');
    });
    const client = asking({ baseUrl: server.base });
    // The first request has Node load its fetch.
    await client.ask({ body: { page: 1 } });
    const key = Symbol.for('undici.globalDispatcher.1');
    const all = globalThis as unknown as Record<
      symbol,
      { dispatch(options: object, handler: object): boolean }
    >;
    const other = Symbol.for('undici.globalDispatcher.2');
    const real: typeof all = { [key]: all[key]!, [other]: all[other]! };
    const dispatched: unknown[] = [];
    for (const each of [key, other]) {
      all[each] = {
        dispatch(options, handler) {
          dispatched.push((options as { method: string }).method);
          return real[each]!.dispatch(options, handler);
        },
      };
    }
    try {
      await client.ask({ body: { page: 2 } });
    } finally {
      Object.assign(all, real);
      await server.close();
    }
    expect(dispatched).toEqual(['GET']);
    expect(seen).toEqual(['GET', '{"page":1}', 'GET', '{"page":2}']);
  });
});

describe('a response without a web stream', () => {
  const headers = new Headers({ 'content-type': 'application/json' });
  const bytes = Uint8Array.of(0x25, 0xff);
  it.each<[string, object, unknown]>([
    ['json() alone', { json: async () => ({ a: 1 }) }, { a: 1 }],
    [
      'json() and plain headers',
      { headers: { 'content-type': 'application/json' }, json: async () => ({ a: 1 }) },
      { a: 1 },
    ],
    ['text()', { text: async () => '{"a":1}' }, { a: 1 }],
    ['arrayBuffer()', { arrayBuffer: async () => new TextEncoder().encode('{"a":1}').buffer }, { a: 1 }],
    ['a body that is a Node stream', { body: { pipe() {} }, text: async () => '{"a":1}' }, { a: 1 }],
  ])('is read by %s', async (_, parts, value) => {
    const { client } = recorded(() => ({ status: 200, headers, ...parts }) as Response);
    expect(await client.plain()).toEqual(value);
  });

  it('keeps its bytes', async () => {
    const headers = new Headers({ 'content-type': 'application/pdf' });
    const parts = { text: async () => '%\ufffd', arrayBuffer: async () => bytes.buffer };
    const { client } = recorded(() => ({ status: 200, headers, ...parts }) as unknown as Response);
    const file = (await client.file({ path: { id: 1 } })) as Blob;
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(bytes);
  });

  it('is bounded by maxResponseBytes', async () => {
    const { client } = recorded(
      () => ({ status: 200, headers, text: async () => 'x'.repeat(11) }) as Response,
      {
        maxResponseBytes: 10,
      },
    );
    expect(await failureOf(client.plain())).toMatchObject({ name: 'AltegioDecodeError' });
  });

  it('needs no global ReadableStream, Blob or FormData', async () => {
    for (const name of ['ReadableStream', 'Blob', 'FormData', 'File']) vi.stubGlobal(name, undefined);
    const { client, sent } = recorded(
      () => ({ status: 200, headers, json: async () => ({ a: 1 }) }) as Response,
    );
    expect(await client.plain()).toEqual({ a: 1 });
    expect(await client.create({ body: { b: 1 } })).toEqual({ a: 1 });
    expect(await client.form({ body: { c: 1 } })).toEqual({ a: 1 });
    expect(new TextDecoder().decode(sent[2]!.content as Uint8Array)).toContain('name="c"');
  });
});

describe('a runtime that sends a request again by itself', () => {
  it('gets writes in the form that it sends once: Deno', async () => {
    const clients: string[] = [];
    const createHttpClient = (options: object) => {
      clients.push(JSON.stringify(options));
      return { close: () => void clients.push('closed') };
    };
    vi.stubGlobal('Deno', { createHttpClient });
    const { client, sent } = recorded();
    await client.create({ body: { a: 1 } });
    expect(await (sent[0]!.content as Blob).text()).toBe('{"a":1}');
    expect(sent[0]!.headers['content-type']).toBe('application/json');
    expect(clients).toEqual([]);
    // Without a body, the connection is a fresh one.
    await client.send({ path: { id: 1 } });
    expect(clients).toEqual(['{"poolMaxIdlePerHost":0}', 'closed']);
    await client.plain();
    expect(clients).toHaveLength(2);
  });

  it('gets a connection of its own for what it would repeat: Bun', async () => {
    vi.stubGlobal('Bun', {});
    const kept: unknown[] = [];
    const fetch = (async (_: string, { method, keepalive }: RequestInit) => {
      kept.push([method, keepalive]);
      return ok({});
    }) as typeof globalThis.fetch;
    const client = tiny({ fetch });
    await client.create({ body: {} });
    await client.update({ path: { id: 1 }, body: {} });
    await client.remove({ path: { id: 1 } });
    await client.send({ path: { id: 1 } });
    await client.plain();
    expect(kept).toEqual([
      ['POST', undefined],
      ['PUT', false],
      ['DELETE', false],
      ['GET', false],
      ['GET', undefined],
    ]);
  });
});

it.each([
  [0, 0],
  [400_000, 0],
  [30_000, undefined],
])('timeoutMs %d gives Node a limit of its own of %s', async (timeoutMs, headersTimeout) => {
  const server = await loopback((_, response) =>
    response.setHeader('content-type', 'application/json').end('{}'),
  );
  const client = tiny({ baseUrl: server.base });
  // The first request has Node load its fetch.
  await client.request('GET', '/any');
  const all = globalThis as unknown as Record<
    symbol,
    { dispatch(options: object, handler: object): boolean }
  >;
  const keys = [1, 2].map((number) => Symbol.for(`undici.globalDispatcher.${number}`));
  const real = keys.map((key) => all[key]!);
  const limits: unknown[] = [];
  keys.forEach((key, index) => {
    all[key] = {
      dispatch(options, handler) {
        limits.push((options as { headersTimeout?: number }).headersTimeout);
        return real[index]!.dispatch(options, handler);
      },
    };
  });
  try {
    await client.request('GET', '/any', { timeoutMs });
  } finally {
    keys.forEach((key, index) => {
      all[key] = real[index]!;
    });
    await server.close();
  }
  expect(limits).toEqual([headersTimeout]);
});
