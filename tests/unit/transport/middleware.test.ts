// Middleware: functions between a call and its sending.
import { describe, expect, it } from 'vitest';
import { AltegioConnectionError, AltegioDecodeError, type Middleware } from '../../../src/index.ts';
import { httpOf } from '../../support/http.ts';
import { closedPort } from '../../support/loopback.ts';
import { failureOf, json, ok, partner, type Reply, raw, user } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const through = (middleware: Middleware[], replies: Reply | Reply[] = ok(), options = {}) =>
  recorded(replies, { middleware, ...options });

describe('middleware', () => {
  it('runs around the call, the first one outermost', async () => {
    const order: string[] = [];
    const layer =
      (name: string): Middleware =>
      async (request, next) => {
        order.push(`${name} in`);
        const response = await next(request);
        order.push(`${name} out`);
        return response;
      };
    const { client } = through([layer('a'), layer('b')], () => {
      order.push('sent');
      return ok([1]);
    });
    expect(await client.get({ path: { id: 1 } })).toMatchObject({ data: [1] });
    expect(order).toEqual(['a in', 'b in', 'sent', 'b out', 'a out']);
  });

  it('sees the operation and the request, but no token', async () => {
    const seen: object[] = [];
    const { client, sent } = through([
      (request, next) => {
        seen.push({ ...request });
        return next(request);
      },
    ]);
    await client.note({ body: { a: 1 }, query: { b: 2 } });
    expect(seen).toEqual([
      {
        callId: expect.any(String),
        operationId: 'note',
        method: 'POST',
        path: '/notes',
        url: 'https://api.alteg.io/api/v1/notes?b=2',
        headers: {
          accept: 'application/vnd.api.v2+json',
          'content-type': 'application/json',
          'user-agent': expect.stringMatching(/^altegio-sdk\//),
        },
        body: '{"a":1}',
      },
    ]);
    expect(sent[0]!.headers.authorization).toBe(`Bearer ${partner}, User ${user}`);
  });

  it('changes what is sent, and nothing of the next call', async () => {
    let first = true;
    const { client, sent } = through([
      (request, next) => {
        if (!first) return next(request);
        first = false;
        request.headers['x-trace'] = 't1';
        return next({ ...request, url: `${request.url}?x=1`, body: '{"changed":true}' });
      },
    ]);
    await client.note({ body: {} });
    await client.note({ body: {} });
    expect(sent[0]).toMatchObject({
      query: [['x', '1']],
      body: { changed: true },
      headers: { 'x-trace': 't1' },
    });
    expect(sent[1]).toMatchObject({ query: [], body: {} });
    expect(sent[1]!.headers).not.toHaveProperty('x-trace');
  });

  it('may send again', async () => {
    const { client, sent } = through(
      [
        async (request, next) => {
          const response = await next(request);
          return response.status === 409 ? next(request) : response;
        },
      ],
      [json(409, {}), ok([2])],
    );
    expect(await client.note({ body: { a: 1 } })).toMatchObject({ data: [2] });
    expect(sent.map(({ body }) => body)).toEqual([{ a: 1 }, { a: 1 }]);
  });

  it('may respond in place of the API', async () => {
    const { client, sent } = through([async () => json(200, { data: 'from cache' })]);
    expect(await client.get({ path: { id: 1 } })).toEqual({ data: 'from cache' });
    expect(sent).toHaveLength(0);
  });

  it('may respond with a failure, which becomes the error of the call', async () => {
    const { client } = through([async () => json(403, { meta: { message: 'Not today' } })]);
    const error = await failureOf(client.get({ path: { id: 1 } }));
    expect(error).toMatchObject({
      name: 'AltegioPermissionError',
      status: 403,
      operationId: 'get',
      attempts: 0,
    });
  });

  it('sees failures as responses, and may read them without taking them from the caller', async () => {
    const { client } = through(
      [
        async (request, next) => {
          const response = await next(request);
          expect(await response.clone().json()).toEqual({ meta: { message: 'Gone' } });
          return response;
        },
      ],
      json(404, { meta: { message: 'Gone' } }),
    );
    expect((await failureOf(client.get({ path: { id: 1 } }))).message).toContain('Gone');
  });

  it('passes documents, empty responses and unreadable ones on as they are', async () => {
    const pass: Middleware = (request, next) => next(request);
    const pdf = raw(200, '%PDF', { 'content-type': 'application/pdf' });
    const { client } = through([pass], [pdf, raw(204), raw(200, '<html>')]);
    expect(await ((await client.file({ path: { id: 1 } })) as Blob).text()).toBe('%PDF');
    expect(await client.note({ body: {} })).toBeUndefined();
    expect(await failureOf(client.get({ path: { id: 1 } }))).toBeInstanceOf(AltegioDecodeError);
  });

  it('sees all attempts of a call as one', async () => {
    let calls = 0;
    const { client, sent } = through(
      [
        (request, next) => {
          calls++;
          return next(request);
        },
      ],
      [json(503, {}), json(503, {}), json(404, {})],
      { retry: 2 },
    );
    expect(await failureOf(client.get({ path: { id: 1 } }))).toMatchObject({ status: 404, attempts: 3 });
    expect([calls, sent.length]).toEqual([1, 3]);
  });

  it('gets connection errors from next, and its own errors reach the caller as they are', async () => {
    let caught: unknown;
    const own = new Error('mine');
    const { client } = through(
      [
        async (request, next) => {
          caught = await failureOf(next(request));
          throw own;
        },
      ],
      [],
      { fetch: undefined, baseUrl: await closedPort() },
    );
    expect(await failureOf(client.get({ path: { id: 1 } }))).toBe(own);
    expect(caught).toBeInstanceOf(AltegioConnectionError);
  });

  it('stands before calls by path, undocumented endpoints and every page too', async () => {
    const ids: unknown[] = [];
    const { client } = recorded([ok([{ id: 1 }, { id: 2 }]), ok([{ id: 3 }]), ok([])], {
      middleware: [
        (request, next) => {
          ids.push(request.operationId ?? request.path);
          return next(request);
        },
      ],
    });
    await client.plain.items({ size: 2 }).toArray({ limit: Number.POSITIVE_INFINITY });
    await httpOf(client).GET('/plain');
    await client.request('GET', '/other');
    expect(ids).toEqual(['plain', 'plain', 'plain', '/other']);
  });
});
