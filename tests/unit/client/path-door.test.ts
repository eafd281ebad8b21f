// The path-keyed door: { data, error, response } over the same transport.

import { describe, expect, it } from 'vitest';
import {
  AltegioApiError,
  AltegioConfigError,
  AltegioConnectionError,
  AltegioDecodeError,
} from '../../../src/index.ts';
import { closedPort } from '../../support/loopback.ts';
import {
  altegioWith,
  failureOf,
  json,
  ok,
  partner,
  type Reply,
  raw,
  tinyWith,
  user,
} from '../../support/recorder.ts';

type Door = (
  path: string,
  init?: unknown,
) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH';

function doors(replies: Reply | Reply[], options = {}) {
  const { altegio, sent } = altegioWith(replies, options);
  return { ...doorsOf(altegio.v1), sent };
}

function doorsOf(client: unknown): Record<Method, Door> {
  const { GET, PUT, POST, DELETE, PATCH } = client as Record<Method, Door>;
  return { GET, PUT, POST, DELETE, PATCH };
}

const one = { params: { path: { location_id: 1, id: 2 } } };

describe('a call by path', () => {
  it('sends path, query and tokens and resolves to data and response', async () => {
    const { altegio, sent } = altegioWith(ok([{ id: 1 }], {}));
    const { data, error, response } = await altegio.v1.GET('/records/{location_id}', {
      params: { path: { location_id: 123 }, query: { page: 2 } },
    });
    expect(data).toEqual({ success: true, data: [{ id: 1 }], meta: {} });
    expect(error).toBeUndefined();
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(200);
    expect(sent[0]).toMatchObject({
      target: '/api/v1/records/123?page=2',
      headers: { authorization: `Bearer ${partner}, User ${user}`, accept: 'application/vnd.api.v2+json' },
    });
  });

  it.each<[Method, string, object]>([
    ['POST', '/clients/{location_id}', { params: { path: { location_id: 1 } }, body: { name: 'a' } }],
    ['PUT', '/client/{location_id}/{id}', { ...one, body: { name: 'a' } }],
    [
      'PATCH',
      '/services/{location_id}/{service_id}',
      { params: { path: { location_id: 1, service_id: 2 } }, body: { a: 1 } },
    ],
    ['DELETE', '/client/{location_id}/{id}', one],
  ])('sends %s with its body', async (method, path, init) => {
    const { sent, ...door } = doors(ok({}));
    await door[method](path, init);
    expect(sent[0]!.method).toBe(method);
    expect(sent[0]!.body).toEqual((init as { body?: unknown }).body);
  });

  it('takes the options of a call', async () => {
    const { GET, sent } = doors([json(500, {}), ok()]);
    const { data } = await GET('/client/{location_id}/{id}', {
      ...one,
      retry: 1,
      userToken: 'other',
      headers: { 'x-a': 'b' },
    });
    expect(data).toMatchObject({ success: true });
    expect(sent).toHaveLength(2);
    expect(sent[1]!.headers).toMatchObject({ authorization: `Bearer ${partner}, User other`, 'x-a': 'b' });
  });

  it('reaches a path that no description knows', async () => {
    const { GET, sent } = doors(json(200, { new: true }));
    const { data } = await GET('/brand/new/{id}', { params: { path: { id: 'a b' }, query: { x: true } } });
    expect(data).toEqual({ new: true });
    expect(sent[0]!.target).toBe('/api/v1/brand/new/a%20b?x=1');
  });

  it('resolves to undefined for an empty answer', async () => {
    const { DELETE } = doors(raw(204));
    const { data, error, response } = await DELETE('/client/{location_id}/{id}', one);
    expect([data, error, response.status]).toEqual([undefined, undefined, 204]);
  });
});

describe('a failure', () => {
  const failed = { success: false, data: null, meta: { message: 'No such client' } };

  it('with a failing status is the AltegioApiError that the other doors throw', async () => {
    const answer = () => json(404, failed, { 'x-request-id': 'r1' });
    const { GET } = doors(answer);
    const { data, error, response } = await GET('/client/{location_id}/{id}', one);
    const thrown = await failureOf(altegioWith(answer).v1.get_client!({ path: one.params.path }));
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(AltegioApiError);
    expect({ ...(error as AltegioApiError).toJSON(), callId: 'any' }).toEqual({
      ...(thrown as unknown as AltegioApiError).toJSON(),
      callId: 'any',
    });
    expect(response.status).toBe(404);
    expect(response.headers.get('x-request-id')).toBe('r1');
  });

  it.each([undefined, 'json', 'text', 'blob', 'arrayBuffer', 'stream'])(
    'with HTTP 200 and success: false is in error, read as %s',
    async (parseAs) => {
      const { GET } = doors(json(200, failed));
      const { data, error } = await GET('/client/{location_id}/{id}', parseAs ? { ...one, parseAs } : one);
      expect(data).toBeUndefined();
      expect(error).toMatchObject({ status: 200, operationId: 'get_client' });
    },
  );

  it('without a readable answer throws', async () => {
    const { GET } = doors(raw(200, '<html>'));
    expect(await failureOf(GET('/client/{location_id}/{id}', one))).toBeInstanceOf(AltegioDecodeError);
  });

  it('of the connection throws', async () => {
    const { GET } = doors([], { baseUrl: await closedPort(), fetch: undefined });
    expect(await failureOf(GET('/client/{location_id}/{id}', one))).toBeInstanceOf(AltegioConnectionError);
  });

  it('by abort throws the signal’s reason', async () => {
    const { GET } = doors(ok());
    const signal = AbortSignal.abort(new Error('enough'));
    expect((await failureOf(GET('/client/{location_id}/{id}', { ...one, signal }))).message).toBe('enough');
  });

  it.each([
    ['an unknown option', { ...one, querySerializer: () => '' }, /unknown option "querySerializer"/],
    [
      'another kind of parameter',
      { params: { ...one.params, header: { a: 'b' } } },
      /unknown option "params\.header"/,
    ],
    ['an unknown form', { ...one, parseAs: 'formData' }, /parseAs must be one of/],
    ['a missing parameter', {}, /path\.location_id is missing/],
    ['a wrong parameter', { params: { path: { location_id: 1, id: '..' } } }, /path\.id holds/],
    [
      'a header that has its own option',
      { ...one, headers: { Authorization: 'x' } },
      /partnerToken and userToken/,
    ],
  ])('by %s throws before anything is sent', async (_, init, says) => {
    const { GET, sent } = doors(ok());
    const error = await failureOf(GET('/client/{location_id}/{id}', init));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toMatch(says);
    expect(sent).toHaveLength(0);
  });
});

describe('parseAs', () => {
  const bytes = new TextEncoder().encode('{"a":1}');
  const read = async (parseAs: string) => {
    const { client } = tinyWith(
      {
        read: ['/read', 'GET', 'partner'],
      },
      json(200, { a: 1 }),
    );
    return (await doorsOf(client).GET('/read', { parseAs })).data;
  };

  it('text gives the text', async () => expect(await read('text')).toBe('{"a":1}'));
  it('blob gives a Blob', async () => expect(await ((await read('blob')) as Blob).text()).toBe('{"a":1}'));
  it('arrayBuffer gives the bytes', async () =>
    expect(new Uint8Array((await read('arrayBuffer')) as ArrayBuffer)).toEqual(bytes));
  it('stream gives a stream', async () =>
    expect(await new Response((await read('stream')) as ReadableStream).text()).toBe('{"a":1}'));

  it('reads a document as it is', async () => {
    const { GET } = doors(raw(200, '%PDF', { 'content-type': 'application/pdf' }));
    const { data } = await GET('/attendance/receipt_print/{visit_id}', { params: { path: { visit_id: 1 } } });
    expect(await (data as Blob).text()).toBe('%PDF');
  });
});
