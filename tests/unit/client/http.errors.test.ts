// Calls by path that fail, and those that are refused before anything is sent.
import { describe, expect, it, vi } from 'vitest';
import {
  AltegioApiError,
  AltegioConfigError,
  AltegioConnectionError,
  AltegioDecodeError,
  createClient,
} from '../../../src/index.ts';
import { httpOf } from '../../support/http.ts';
import { closedPort } from '../../support/loopback.ts';
import { failureOf, json, ok, type Reply, raw } from '../../support/recorder.ts';
import { recorded, tinyApi } from '../../support/tiny/tiny.ts';

const thing = { params: { path: { id: 7 } } };

// The same must hold where a middleware looks on, since the request then takes another way.
const ways = [
  ['without middleware', []],
  ['with middleware', [{ onRequest: () => undefined, onResponse: () => undefined }]],
] as const;

describe.each(ways)('a failure, %s,', (_, middleware) => {
  const init = { ...thing, middleware };
  const failed = {
    success: false,
    data: null,
    meta: { message: 'No such thing', errors: { id: ['is gone'] } },
  };
  const http = (replies: Reply | Reply[], options = {}) => httpOf(recorded(replies, options).client);

  it('with a failing status is the AltegioApiError that the other ways throw', async () => {
    const { client } = recorded(() => json(404, failed, { 'x-request-id': 'r1' }));
    const { data, error, response } = await httpOf(client).GET('/things/{id}', init);
    const thrown = await failureOf(client.get(thing.params));
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(AltegioApiError);
    expect({ ...(error as AltegioApiError).toJSON(), callId: 'any' }).toEqual({
      ...(thrown as unknown as AltegioApiError).toJSON(),
      callId: 'any',
    });
    expect((error as AltegioApiError).headers.get('x-request-id')).toBe('r1');
    expect((error as AltegioApiError).body).toEqual(failed);
    expect(response.status).toBe(404);
  });

  it.each([undefined, 'json', 'text', 'blob', 'arrayBuffer', 'stream'])(
    'with HTTP 200 and success: false is in error, read as %s',
    async (parseAs) => {
      const { data, error } = await http(json(200, failed)).GET('/things/{id}', {
        ...init,
        ...(parseAs && { parseAs }),
      });
      expect(data).toBeUndefined();
      expect(error).toMatchObject({ status: 200, operationId: 'get', fields: { id: ['is gone'] } });
    },
  );

  it.each([
    ['HTML in place of JSON', raw(200, '<html>')],
    ['broken JSON', raw(200, '{"a":', { 'content-type': 'application/json' })],
    ['nothing where there must be something', raw(200)],
  ])('without a response that can be read throws: %s', async (_, reply) => {
    expect(await failureOf(http(reply).GET('/things/{id}', init))).toBeInstanceOf(AltegioDecodeError);
  });

  it('of the connection throws', async () => {
    const client = http([], { baseUrl: await closedPort(), fetch: undefined });
    expect(await failureOf(client.GET('/things/{id}', init))).toBeInstanceOf(AltegioConnectionError);
  });

  it('passes the retries of the transport', async () => {
    const { client, sent } = recorded([json(503, {}), ok({ id: 7 })], { retry: 2, clock: immediate });
    const { data } = await httpOf(client).GET('/things/{id}', init);
    expect(data).toMatchObject({ data: { id: 7 } });
    expect(sent).toHaveLength(2);
  });
});

/** A clock on which every wait is over at once. */
const immediate = {
  now: () => 0,
  after: (_: number, run: () => void) => {
    const timer = setImmediate(run);
    return () => clearImmediate(timer);
  },
};

describe.each(ways)('before anything is sent, %s, a call is refused', (_, middleware) => {
  it.each([
    ['an empty path value', '/things/{id}', { params: { path: { id: '' } } }, /path\.id is empty/],
    ['a missing path value', '/things/{id}', {}, /path\.id is missing/],
    [
      'a path value of ..',
      '/things/{id}',
      { params: { path: { id: '..' } } },
      /path\.id holds a "\." or "\.\."/,
    ],
    [
      'a path value of null',
      '/things/{id}',
      { params: { path: { id: null } } },
      /path\.id must be a string or a number/,
    ],
    ['null in a query', '/things', { params: { query: { a: null } } }, /query\.a is null/],
    ['a Date in a query', '/things', { params: { query: { a: new Date(0) } } }, /query\.a is a Date/],
    [
      'a Date in a list of a query',
      '/things',
      { params: { query: { a: [new Date(0)] } } },
      /query\.a\[0\] is a Date/,
    ],
    [
      'a Date in a query of another style',
      '/things',
      {
        params: { query: { a: [new Date(0)] } },
        querySerializer: { array: { style: 'form', explode: true } },
      },
      /query\.a is a Date/,
    ],
    ['a missing query', '/elsewhere/{id}', thing, /query\.from is missing/],
    ['a body where none belongs', '/things/{id}', { ...thing, body: {} }, /takes no body/],
    ['parameters that are no object', '/things/{id}', { params: { path: 5 } }, /path must be a plain object/],
    [
      'headers that HTTP does not know',
      '/things',
      { headers: { 'x a': '1' } },
      /headers hold a name or value/,
    ],
    [
      'tokens among the headers',
      '/things',
      { headers: { Authorization: 'x' } },
      /partnerToken and userToken/,
    ],
    ['an unknown form', '/things', { parseAs: 'xml' }, /parseAs must be one of/],
    ['an option out of range', '/things', { retry: 99 }, /retry must be a number/],
    [
      'a serializer that leaves the API',
      '/things/{id}',
      { ...thing, pathSerializer: () => 'https://evil.example/' },
      /pathSerializer left/,
    ],
    [
      'a serializer that leaves the path',
      '/things/{id}',
      { ...thing, pathSerializer: (path: string) => path.replace('{id}', '../x') },
      /pathSerializer left/,
    ],
    [
      'a serializer that fills nothing',
      '/things/{id}',
      { ...thing, pathSerializer: (path: string) => path },
      /pathSerializer left/,
    ],
    ['an argument that is no object', '/things', 5, /second argument must be an object/],
  ])('%s', async (_, path, init, says) => {
    const { client, sent } = recorded(ok());
    const more = typeof init === 'object' ? { ...init, middleware } : init;
    const error = await failureOf(httpOf(client).GET(path, more as object));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toMatch(says);
    expect(error).toMatchObject({ outcome: 'not-sent', method: 'GET' });
    expect(sent).toHaveLength(0);
  });

  it('without a token that it needs, and the middleware does not see it', async () => {
    const fetch = vi.fn();
    const client = httpOf(createClient(tinyApi, { partnerToken: 'p', limiter: false, fetch }));
    const onRequest = vi.fn();
    const error = await failureOf(
      client.GET('/things/{id}', { ...thing, middleware: [...middleware, { onRequest }] }),
    );
    expect(error.message).toMatch(/get needs a userToken/);
    expect(fetch).not.toHaveBeenCalled();
    expect(onRequest).not.toHaveBeenCalled();
  });

  it.each([
    ['a missing body', {}, /body is missing/],
    ['a body that JSON cannot hold', { body: { a: Number.NaN } }, /body: a is NaN/],
    [
      'a serializer that writes nothing that fetch can send',
      { body: {}, bodySerializer: () => ({}) },
      /bodySerializer returned an object/,
    ],
  ])('%s', async (_, init, says) => {
    const { client, sent } = recorded(ok());
    const error = await failureOf(httpOf(client).POST('/things', { ...init, middleware }));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toMatch(says);
    expect(sent).toHaveLength(0);
  });
});

describe('arguments in the wrong place are shown the right one', () => {
  it.each([
    [{ path: { id: 7 } }, 'params: { path }'],
    [{ query: { a: 1 } }, 'params: { query }'],
    [{ id: 7 }, 'params: { path: { id } }'],
    [{ params: { id: 7 } }, 'params: { path: { id } }'],
    [{ params: { page: 1 } }, 'params: { query: { page } }'],
  ])('%j', async (init, place) => {
    const error = await failureOf(httpOf(recorded().client).GET('/things/{id}', init));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toContain(place);
  });
});
