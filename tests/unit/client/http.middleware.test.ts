// openapi-fetch's middleware on the client by path.
import { describe, expect, it, vi } from 'vitest';
import { AltegioApiError, AltegioConfigError, AltegioConnectionError } from '../../../src/index.ts';
import { formOf, httpOf } from '../../support/http.ts';
import { closedPort } from '../../support/loopback.ts';
import { failureOf, json, ok, type Reply } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const thing = { params: { path: { id: 7 } } };

function http(replies: Reply | Reply[] = () => ok({ id: 7 }), options = {}) {
  const { client, sent } = recorded(replies, options);
  return { http: httpOf(client), sent };
}

describe('middleware', () => {
  it('sets a header, until it is ejected', async () => {
    const { http: client, sent } = http();
    const own = {
      onRequest({ request }: { request: Request }) {
        request.headers.set('x-foo', 'bar');
        return request;
      },
    };
    client.use(own);
    await client.GET('/things/{id}', thing);
    client.eject(own);
    await client.GET('/things/{id}', thing);
    expect(sent.map(({ headers }) => headers['x-foo'])).toEqual(['bar', undefined]);
  });

  it('keeps the bytes of a body whose media type only has a parameter that reads like text', async () => {
    const { http: client, sent } = http();
    const bytes = new Uint8Array([0xff, 0x00, 0xfe]);
    client.use({
      onRequest: ({ request }) =>
        new Request(request, {
          body: bytes,
          headers: { 'content-type': 'application/octet-stream; name="a.json"' },
        }),
    });
    await client.POST('/things', { body: {} });
    expect(sent.map(({ content }) => content)).toEqual([bytes]);
  });

  it('returns a Response in place of the API, and nothing is sent', async () => {
    const { http: client, sent } = http();
    client.use({ onRequest: () => Response.json({ data: 'from a cache' }) });
    const { data, response } = await client.GET('/things/{id}', thing);
    expect(data).toEqual({ data: 'from a cache' });
    expect(response.status).toBe(200);
    expect(sent).toHaveLength(0);
  });

  it('sees the template, the parameters, the options and a Request without tokens', async () => {
    const { http: client } = http();
    const seen = vi.fn();
    client.use({
      onRequest({ schemaPath, params, options, request, id }) {
        const { baseUrl, parseAs } = options;
        const authorization = request.headers.get('authorization');
        seen({
          schemaPath,
          params,
          baseUrl,
          parseAs,
          url: request.url,
          method: request.method,
          authorization,
          id,
        });
      },
    });
    await client.GET('/things/{id}', { params: { ...thing.params, query: { a: 1 } } });
    expect(seen).toHaveBeenCalledWith({
      schemaPath: '/things/{id}',
      params: { path: { id: 7 }, query: { a: 1 } },
      baseUrl: 'https://api.alteg.io/api/v1',
      parseAs: 'json',
      url: 'https://api.alteg.io/api/v1/things/7?a=1',
      method: 'GET',
      authorization: null,
      id: expect.any(String),
    });
  });

  it('of a call runs inside that of the client, and changes the response', async () => {
    const { http: client } = http();
    const order: string[] = [];
    const layer = (name: string) => ({
      onRequest: () => void order.push(`> ${name}`),
      onResponse: () => void order.push(`< ${name}`),
    });
    client.use(layer('client'));
    const change = {
      async onResponse({ response }: { response: Response }) {
        const body = (await response.json()) as object;
        return Response.json({ ...body, more: true }, { status: 201 });
      },
    };
    const { data, response } = await client.GET('/things/{id}', {
      ...thing,
      middleware: [layer('call'), change],
    });
    expect(order).toEqual(['> client', '> call', '< call', '< client']);
    expect(data).toMatchObject({ data: { id: 7 }, more: true });
    expect(response.status).toBe(201);
  });

  it('replaces the request: URL, headers and body, within the same origin', async () => {
    const { http: client, sent } = http();
    client.use({
      onRequest({ request }) {
        const url = new URL(request.url);
        url.searchParams.set('added', '1');
        return new Request(url, {
          method: 'POST',
          body: '{"other":1}',
          headers: { 'content-type': 'application/json' },
        });
      },
    });
    await client.POST('/things', { body: { name: 'a' } });
    expect(sent[0]).toMatchObject({ target: '/api/v1/things?added=1', body: { other: 1 } });
  });

  it('that copies the request keeps its body, a form too', async () => {
    const { http: client, sent } = http();
    client.use({
      onRequest: ({ request }) =>
        new Request(request, { headers: { ...Object.fromEntries(request.headers), 'x-a': '1' } }),
    });
    await client.POST('/things', { body: { name: 'a' } });
    await client.POST('/form', { body: { name: 'a' } });
    expect(sent[0]).toMatchObject({ body: { name: 'a' }, headers: { 'x-a': '1' } });
    expect((await formOf(sent[1]!)).get('name')).toBe('a');
  });

  it('that leaves a form alone does not spoil its boundary', async () => {
    const { http: client, sent } = http();
    client.use({ onRequest: () => undefined });
    await client.POST('/form', { body: { name: 'a' } });
    expect((await formOf(sent[0]!)).get('name')).toBe('a');
  });

  it('gets the errors of the transport, and replaces or wraps them', async () => {
    const baseUrl = await closedPort();
    const { http: client } = http([], { baseUrl, fetch: undefined });
    const seen: unknown[] = [];
    const call = client.GET('/things/{id}', {
      ...thing,
      middleware: [
        {
          onError({ error }: { error: unknown }) {
            seen.push(error);
            return new Error('Oops, fetch failed', { cause: error });
          },
        },
      ],
    });
    await expect(call).rejects.toThrow('Oops, fetch failed');
    expect(seen[0]).toBeInstanceOf(AltegioConnectionError);
    const onError = () => Response.json({ data: 'old' });
    const { data } = await client.GET('/things/{id}', { ...thing, middleware: [{ onError }] });
    expect(data).toEqual({ data: 'old' });
  });

  it.each([
    [
      'a failing response of its own',
      { onRequest: () => json(404, { success: false, meta: { message: 'No such' } }) },
      404,
    ],
    [
      'a response with success: false',
      { onRequest: () => json(200, { success: false, meta: { message: 'No such' } }) },
      200,
    ],
    ['text', { onRequest: () => new Response('No such', { status: 502 }) }, 502],
    [
      'a changed response',
      { onResponse: () => json(409, { success: false, meta: { message: 'No such' } }) },
      409,
    ],
  ])('with %s is an AltegioApiError too', async (_, middleware, status) => {
    const { http: client } = http();
    client.use(middleware);
    const { data, error } = await client.GET('/things/{id}', thing);
    expect(data).toBeUndefined();
    expect(error).toBeInstanceOf(AltegioApiError);
    expect(error).toMatchObject({ status, operationId: 'get' });
  });
});

describe('middleware must not', () => {
  const elsewhere = (request: Request) => new Request(request.url.replace('api.alteg.io', 'evil.example'));

  it.each([
    ['send to another origin', elsewhere, /outside of https:\/\/api\.alteg\.io/],
    [
      'make another method of it',
      (request: Request) => new Request(request.url, { method: 'DELETE' }),
      /made a DELETE of it/,
    ],
    [
      'set the tokens',
      (request: Request) => {
        request.headers.set('authorization', 'Bearer own');
        return request;
      },
      /must not hold Authorization: partnerToken and userToken make it/,
    ],
  ])('%s', async (_, change, says) => {
    const { http: client, sent } = http();
    client.use({ onRequest: ({ request }) => change(request) });
    const error = await failureOf(client.GET('/things/{id}', thing));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toMatch(says);
    expect(error).toMatchObject({ outcome: 'not-sent' });
    expect(sent).toHaveLength(0);
  });

  it('be something else', () => {
    expect(() => http().http.use({} as never)).toThrow(/Middleware must be an object/);
  });
});
