// Calls by path: what openapi-fetch documents works over this package's transport.
import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { ClientOptions } from '../../../src/index.ts';
import { formOf, httpOf } from '../../support/http.ts';
import { json, ok, partner, type Reply, recorder, user } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const thing = { params: { path: { id: 7 } } };

function http(replies: Reply | Reply[] = ok(), options: Partial<ClientOptions> = {}) {
  const { client, sent } = recorded(replies, options);
  return { http: httpOf(client), client, sent };
}

describe('a call by path', () => {
  it('resolves to data and response', async () => {
    const { http: client, sent } = http(ok({ id: 7 }));
    const { data, error, response } = await client.GET('/things/{id}', thing);
    expect(data).toEqual({ success: true, data: { id: 7 }, meta: {} });
    expect(error).toBeUndefined();
    expect(response).toBeInstanceOf(Response);
    expect(response.status).toBe(200);
    expect(sent[0]).toMatchObject({
      method: 'GET',
      target: '/api/v1/things/7',
      headers: { authorization: `Bearer ${partner}, User ${user}`, accept: 'application/vnd.api.v2+json' },
    });
  });

  it.each([
    ['POST', '/things', 'create', {}, { name: 'a' }],
    ['PUT', '/things/{id}', 'update', { path: { id: 7 } }, { name: 'a' }],
    ['DELETE', '/things/{id}', 'remove', { path: { id: 7 } }, undefined],
    ['GET', '/things', 'list', { query: { ids: [1, 2], tags: ['a b'], page: 2 } }, undefined],
    ['GET', '/things/{id}/file', 'file', { path: { id: 'a/b c' } }, undefined],
  ] as const)('%s %s sends what the method by operationId sends', async (verb, path, id, params, body) => {
    const { http: client, client: byId, sent } = http(() => new Response(null, { status: 204 }));
    await client[verb](path, { params, body });
    await byId[id]({ ...params, body });
    const [byPath, byOperation] = sent.map(({ method, target, headers, content }) => ({
      method,
      target,
      headers,
      content,
    }));
    expect(byPath).toEqual(byOperation);
  });

  it('takes a form, as the method by operationId does', async () => {
    const { http: client, sent } = http();
    await client.POST('/form', { body: { name: 'a', file: new Blob(['x']) } });
    const form = await formOf(sent[0]!);
    expect([form.get('name'), await (form.get('file') as Blob).text()]).toEqual(['a', 'x']);
  });

  it('takes a GET with a body, with and without middleware', async () => {
    const { http: client, sent } = http();
    await client.GET('/questions', { body: { a: 1 } });
    await client.GET('/questions', { body: { a: 2 }, middleware: [{ onRequest: () => undefined }] });
    expect(sent.map(({ body }) => body)).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('goes by request(method, path, …) too, in any case', async () => {
    const { http: client, sent } = http();
    await client.request('get', '/things/{id}', thing);
    await client.request('DELETE', '/things/{id}', thing);
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
  });

  it('goes by the verbs that no description names, on the paths that it does name', async () => {
    const { http: client, sent } = http(() => new Response(null));
    await client.HEAD('/things/{id}', thing);
    await client.OPTIONS('/form');
    expect(sent.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'HEAD /api/v1/things/7',
      'OPTIONS /api/v1/form',
    ]);
  });

  it('takes the options of every call, and the defaults of withOptions', async () => {
    const { client, sent } = recorded(() => json(500, {}));
    await httpOf(client).GET('/things/{id}', { ...thing, retry: 1, userToken: 'other' });
    const patient = (client as unknown as { withOptions(options: object): object }).withOptions({
      userToken: 'third',
    });
    await httpOf(patient).GET('/things/{id}', thing);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}, User other`,
      `Bearer ${partner}, User other`,
      `Bearer ${partner}, User third`,
    ]);
  });

  it('is sent in the style of the client, by whichever of its paths', async () => {
    const { http: client, sent } = http(ok(), { paths: 'canonical' });
    const params = { path: { box_id: 1, id: 2 } };
    await client.GET('/pack/{box_id}/{id}', { params, querySerializer: () => 'a=1' });
    await client.GET('/box/{box_id}/parts/{id}', { params: { path: { box_id: 1 } } });
    await client.GET('/limited');
    expect(sent.map(({ target }) => target)).toEqual([
      '/api/v1/boxes/1/parts/2?a=1',
      '/api/v1/boxes/1/parts',
      '/api/v1/limits',
    ]);
  });
});

describe('queries', () => {
  const query = { list: [1, 2], flag: true, word: 'a&b' };

  it('are written as everywhere in this package', async () => {
    const { http: client, sent } = http();
    await client.GET('/things', { params: { query } });
    expect(sent[0]!.target).toBe(
      '/api/v1/things?list[]=1&list[]=2&flag=1&word=a%26b'.replaceAll('[]', '%5B%5D'),
    );
  });

  it('are written by the serializer of a call, a function or options of openapi-fetch’s own', async () => {
    const { http: client, sent } = http();
    await client.GET('/things', {
      params: { query },
      querySerializer: (given: object) => Object.keys(given).join('&'),
    });
    await client.GET('/things', {
      params: { query: { list: [1, 2], deep: { a: 1 } } },
      querySerializer: {
        array: { style: 'pipeDelimited', explode: false },
        object: { style: 'deepObject', explode: true },
      },
    });
    expect(sent.map(({ target }) => target)).toEqual([
      '/api/v1/things?list&flag&word',
      '/api/v1/things?list=1|2&deep[a]=1',
    ]);
  });
});

describe('bodies', () => {
  it('are written by the serializer of a call', async () => {
    const { http: client, sent } = http();
    const form = new FormData();
    form.append('own', 'form');
    await client.POST('/things', { body: { a: 1 }, bodySerializer: () => form });
    await client.POST('/things', {
      body: { a: 1 },
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      bodySerializer: (body: Record<string, string>) => new URLSearchParams(body).toString(),
    });
    expect((await formOf(sent[0]!)).get('own')).toBe('form');
    expect(sent[1]).toMatchObject({
      content: 'a=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  });
});

describe('paths', () => {
  it('are filled by the serializer of a call', async () => {
    const { http: client, sent } = http();
    const pathSerializer = (path: string, values: Record<string, string>) =>
      path.replace('{id}', `own-${values.id}`);
    await client.GET('/things/{id}', { ...thing, pathSerializer });
    expect(sent[0]!.target).toBe('/api/v1/things/own-7');
  });
});

describe('headers', () => {
  it('are merged as openapi-fetch does: null unsets, lists are joined', async () => {
    const { http: client, sent } = http(ok(), { headers: { 'x-a': '1', 'x-b': '1' } });
    await client.GET('/things', {
      headers: { 'X-A': null, 'x-list': ['a', 'b'], 'x-number': 5, accept: 'application/json' },
      params: { header: { 'x-param': 'p' } },
    });
    expect(sent[0]!.headers).toMatchObject({
      'x-b': '1',
      'x-list': 'a, b',
      'x-number': '5',
      'x-param': 'p',
      accept: 'application/json',
    });
    expect(sent[0]!.headers).not.toHaveProperty('x-a');
  });
});

describe('options of fetch', () => {
  it('reach it, those that a framework adds too; redirects stay unfollowed', async () => {
    const { http: client } = http();
    const seen: RequestInit[] = [];
    const spy = vi.fn(async (request: Request) => {
      seen.push({ cache: request.cache, redirect: request.redirect, credentials: request.credentials });
      return ok();
    });
    await client.GET('/things', {
      cache: 'no-store',
      credentials: 'include',
      redirect: 'follow',
      fetch: spy,
    });
    expect(seen).toEqual([{ cache: 'no-store', redirect: 'manual', credentials: 'include' }]);
    const inits: Record<string, unknown>[] = [];
    const fetch = (async (_: string, init: Record<string, unknown>) => {
      inits.push(init);
      return ok();
    }) as unknown as typeof globalThis.fetch;
    const secret = { userToken: 'other', params: {}, body: undefined, retry: 0 };
    await http(ok(), { fetch }).http.GET('/things', { next: { revalidate: 60 }, ...secret });
    expect(inits[0]).toMatchObject({ next: { revalidate: 60 }, method: 'GET' });
    for (const name of ['userToken', 'params', 'retry']) expect(inits[0]).not.toHaveProperty(name);
  });

  it('a fetch of a call gets a Request, after auth and limiter', async () => {
    const { http: client, sent } = http();
    const own = vi.fn(async (request: Request) => Response.json({ data: await request.json() }));
    const { data } = await client.POST('/things', { body: { a: 1 }, fetch: own });
    expect(data).toEqual({ data: { a: 1 } });
    expect(own.mock.calls[0]![0].headers.get('authorization')).toBe(`Bearer ${partner}, User ${user}`);
    expect(sent).toHaveLength(0);
  });

  it('a baseUrl of a call is the whole base of that call, under the rules of every base', async () => {
    const { http: client, sent } = http();
    await client.GET('/things', { baseUrl: 'https://proxy.example/x/' });
    expect(sent[0]!.url.href).toBe('https://proxy.example/x/things');
    await expect(client.GET('/things', { baseUrl: 'http://proxy.example' })).rejects.toThrow(/must be https/);
  });

  it('a signal ends the call with its reason, with and without middleware', async () => {
    const { http: client } = http(() => new Promise(() => {}));
    for (const middleware of [[], [{ onRequest: () => undefined }]]) {
      const controller = new AbortController();
      const call = client.GET('/things', { signal: controller.signal, middleware });
      controller.abort(new Error('enough'));
      await expect(call).rejects.toThrow('enough');
    }
    await expect(client.GET('/things', { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow(
      'before',
    );
  });
});

describe('parseAs', () => {
  const bytes = new TextEncoder().encode('{"a":1}');
  const variants = [[], [{ onRequest: () => undefined }]];

  it.each(variants)('reads the body in every form', async (...middleware) => {
    const { http: client } = http(() => json(200, { a: 1 }));
    const read = async (parseAs: string) => (await client.GET('/things', { parseAs, middleware })).data;
    expect(await read('json')).toEqual({ a: 1 });
    expect(await read('text')).toBe('{"a":1}');
    expect(await ((await read('blob')) as Blob).text()).toBe('{"a":1}');
    expect(new Uint8Array((await read('arrayBuffer')) as ArrayBuffer)).toEqual(bytes);
    expect(await new Response((await read('stream')) as ReadableStream).text()).toBe('{"a":1}');
  });

  it.each(variants)('may be left out for a document, which is a Blob', async (...middleware) => {
    const { http: client, sent } = http(
      () => new Response('%PDF', { headers: { 'content-type': 'application/pdf' } }),
    );
    const { data } = await client.GET('/things/{id}/file', { ...thing, middleware });
    expect(await (data as Blob).text()).toBe('%PDF');
    expect(sent[0]!.headers.accept).toBe('application/vnd.api.v2+json, application/pdf');
  });

  it.each(variants)('is undefined for an empty response', async (...middleware) => {
    const { http: client } = http(() => new Response(null, { status: 204 }));
    const { data, error, response } = await client.DELETE('/things/{id}', { ...thing, middleware });
    expect([data, error, response.status]).toEqual([undefined, undefined, 204]);
  });
});

it('one client is made, and only when it is asked for', () => {
  const { client } = recorded(ok());
  expect(Object.getOwnPropertyDescriptor(client, 'http')).toHaveProperty('get');
  const made = httpOf(client);
  expect(httpOf(client)).toBe(made);
  const { GET } = made;
  expect(Object.keys(made)).toContain('use');
  expect(GET).toBe(made.GET);
});

it('a thousand calls leave no listener on a signal', async () => {
  const { fetch } = recorder(ok());
  const { http: client } = http(ok(), { fetch });
  const { signal } = new AbortController();
  for (let round = 0; round < 100; round++) {
    await Promise.all(Array.from({ length: 10 }, () => client.GET('/things', { signal })));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  }
});
