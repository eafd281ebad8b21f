// Making clients, the untyped door, and the options that stand beside path, query and body.

import { getEventListeners } from 'node:events';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AltegioConfigError,
  AltegioConnectionError,
  AltegioTimeoutError,
  createClient,
} from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { v1 } from '../../../src/v1.ts';
import { v2 } from '../../../src/v2.ts';
import { closedPort, type Handler, type Loopback, loopback } from '../../support/loopback.ts';
import {
  altegioWith,
  failureOf,
  json,
  ok,
  partner,
  raw,
  recorder,
  tinyWith,
  user,
} from '../../support/recorder.ts';

const table: OperationTable = {
  read: ['/read', 'GET', 'partner'],
  write: ['/write', 'POST', 'partner', { body: 'json' }],
  remove: ['/x/{id}', 'DELETE', 'partner'],
};

describe('clients', () => {
  it('of one API call by operationId and resolve to the answer’s body', async () => {
    const { fetch, sent } = recorder(ok([{ id: 1 }], { total_count: 1 }));
    const client = createClient(v2, { partnerToken: partner, userToken: user, limiter: false, fetch });
    const { data } = await client.list_services({ path: { location_id: 1 } });
    expect(data).toEqual([{ id: 1 }]);
    expect(sent[0]!.target).toBe('/api/v2/locations/1/services');
  });

  it('keep their options apart, though they share their methods', async () => {
    const [first, second] = [recorder(), recorder()];
    const make = (fetch: typeof globalThis.fetch, partnerToken: string) =>
      createClient(v1, { partnerToken, limiter: false, fetch });
    const a = make(first.fetch, 'a');
    const b = make(second.fetch, 'b');
    await a.get_location_list();
    await b.get_location_list();
    expect(first.sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer a']);
    expect(second.sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer b']);
  });

  it('have methods that work on their own and stay the same', async () => {
    const { altegio, sent } = altegioWith();
    const { get_location_list: list, GET } = altegio.v1;
    await list();
    await GET('/countries' as never);
    expect(sent).toHaveLength(2);
    expect(altegio.v1.get_location_list).toBe(list);
  });

  it('tell by page methods which operations are paged', () => {
    const { v1 } = altegioWith();
    expect(v1.get_appointment_list).toHaveProperty('pages');
    expect(v1.get_client).not.toHaveProperty('pages');
    expect(v1.no_such_operation).toBeUndefined();
  });

  it('show no token when they are printed', () => {
    const { altegio, v1 } = altegioWith();
    expect(v1.get_client).toBeTypeOf('function');
    const shown = inspect([altegio, v1], { showHidden: true, depth: 9 }) + JSON.stringify([altegio, v1]);
    expect(shown).not.toContain(partner);
    expect(shown).not.toContain(user);
  });
});

describe('the untyped door', () => {
  it('sends what no description knows, with tokens, path, query and body', async () => {
    const { v1, sent } = altegioWith(json(200, { any: 'thing' }));
    const input = { path: { id: 5 }, query: { a: [1, true] }, body: { b: 1 } };
    expect(await v1.request('POST', '/new/{id}', input)).toEqual({ any: 'thing' });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      body: { b: 1 },
      headers: { authorization: `Bearer ${partner}, User ${user}`, 'content-type': 'application/json' },
      query: [
        ['a[]', '1'],
        ['a[]', '1'],
      ],
    });
  });

  it('knows a described path by its template', async () => {
    const { v1 } = altegioWith(json(404, {}));
    const error = await failureOf(
      v1.request('GET', '/client/{location_id}/{id}', { path: { location_id: 1, id: 2 } }),
    );
    expect(error).toMatchObject({ operationId: 'get_client', path: '/client/{location_id}/{id}' });
  });

  it.each([
    ['text', raw(200, 'plain', { 'content-type': 'text/plain' }), 'plain'],
    ['nothing', raw(204), undefined],
    ['an empty 200', raw(200), undefined],
  ])('takes %s as it comes', async (_, answer, value) => {
    const { v1 } = altegioWith(answer);
    expect(await v1.request('GET', '/new')).toBe(value);
  });

  it('can be handed around', async () => {
    const { request } = altegioWith(json(200, { success: true, data: 1 })).v1;
    expect(await request('GET', '/anything')).toEqual({ success: true, data: 1 });
  });

  it('sends ready bodies as they are', async () => {
    const { v1, sent } = altegioWith();
    const form = new URLSearchParams({ a: '1' });
    await v1.request('POST', '/new', { body: form });
    expect(sent[0]!.content).toBe(form);
    expect(sent[0]!.headers).not.toHaveProperty('content-type');
  });
});

describe('options of a call', () => {
  it.each([
    ['timeoutMs', -1],
    ['timeoutMs', 2 ** 31],
    ['timeoutMs', Number.NaN],
    ['deadlineMs', -1],
    ['deadlineMs', Number.POSITIVE_INFINITY],
    ['retry', 11],
    ['retry', -1],
  ])('%s: %d is refused', async (name, value) => {
    const { client, sent } = tinyWith(table, []);
    const error = await failureOf(client.read!({ [name]: value }));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toContain(`${name} must be`);
    expect(sent).toHaveLength(0);
  });

  it('an unknown one is refused', async () => {
    const { client } = tinyWith(table, []);
    expect((await failureOf(client.read!({ timeout: 5 }))).message).toMatch(/"timeout" is neither path/);
  });

  it('deadlineMs: 0 is no deadline, also in place of the client’s', async () => {
    const reply = () => new Promise<Response>((resolve) => setTimeout(resolve, 30, ok()));
    const { client } = tinyWith(table, reply, { deadlineMs: 10 });
    expect(await failureOf(client.read!())).toBeInstanceOf(AltegioTimeoutError);
    expect(await client.read!({ deadlineMs: 0 })).toMatchObject({ success: true });
  });
});

describe('no answer', () => {
  let server: Loopback | undefined;
  let handler: Handler;
  beforeEach(async () => {
    server = await loopback((request, response) => handler(request, response));
  });
  afterEach(() => server!.close());
  const real = (options = {}) =>
    tinyWith(table, [], { baseUrl: server!.base, fetch: undefined, ...options }).client;

  it('a refused connection is an AltegioConnectionError, and nothing was sent', async () => {
    const error = await failureOf(real({ baseUrl: await closedPort() }).write!({ body: {} }));
    expect(error).toBeInstanceOf(AltegioConnectionError);
    expect(error).toMatchObject({ outcome: 'not-sent', operationId: 'write', attempts: 1 });
    expect(error.message).toMatch(
      /write could not connect \(127\.0\.0\.1:\d+, ECONNREFUSED\)\. Nothing was done/,
    );
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('a reset connection leaves the outcome of a write unknown', async () => {
    handler = (request) => request.socket.resetAndDestroy();
    const error = await failureOf(real().write!({ body: {} }));
    expect(error).toBeInstanceOf(AltegioConnectionError);
    expect(error).toMatchObject({ outcome: 'unknown' });
    expect(error.message).toContain('The write may have happened');
  });

  it('an answer that breaks off is an AltegioConnectionError', async () => {
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': 100, 'content-type': 'application/json' });
      response.write('{"success":', () => response.destroy());
    };
    expect(await failureOf(real().read!())).toBeInstanceOf(AltegioConnectionError);
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
    const error = await failureOf(real().write!({ body: {}, timeoutMs: 60 }));
    expect(error).toBeInstanceOf(AltegioTimeoutError);
    expect(error).toMatchObject({ outcome: 'unknown', operationId: 'write' });
    expect(error.message).toContain('timeoutMs (60 ms)');
  });

  it('an abort during the call rejects with the signal’s own reason and closes the request', async () => {
    const closed = new Promise((resolve) => {
      handler = (_, response) => response.on('close', resolve);
    });
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    setTimeout(() => controller.abort(reason), 40);
    expect(await failureOf(real().read!({ signal: controller.signal }))).toBe(reason);
    await closed;
  });
});

describe('signals', () => {
  it('that aborted before the call reject it with their reason; nothing is sent', async () => {
    const { client, sent } = tinyWith(table, []);
    const error = await failureOf(client.read!({ signal: AbortSignal.abort() }));
    expect(error.name).toBe('AbortError');
    expect(sent).toHaveLength(0);
  });

  it('keep no listener, neither during thousands of calls nor after them', async () => {
    const { client, sent } = tinyWith(table, [ok(), json(500, {}), ok()]);
    const { signal } = new AbortController();
    for (let round = 0; round < 400; round++) {
      await Promise.allSettled(Array.from({ length: 5 }, () => client.read!({ signal, deadlineMs: 5000 })));
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    }
    expect(sent).toHaveLength(2000);
    expect(sent.every((request) => request.signal !== signal)).toBe(true);
  });
});
