// A call by path that openapi-fetch has nothing to do for goes around it. Nobody must be able to tell.
import { describe, expect, it } from 'vitest';
import type { Middleware } from '../../../src/index.ts';
import { httpOf } from '../../support/http.ts';
import { json, ok, type Reply, raw } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

type Call = readonly [verb: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, init: Record<string, unknown>];

/** What is sent and what comes of it, plainly or through openapi-fetch, whose middleware does nothing here. */
async function seen([verb, path, init]: Call, reply: Reply, isPlain: boolean, middleware: Middleware[] = []) {
  const { client, sent } = recorded(reply, { headers: { 'x-own': 'a' }, retry: 0, middleware });
  const http = httpOf(client);
  if (!isPlain) http.use({ onRequest: () => undefined });
  const { data, error, response } = await http[verb](path, init);
  const requests = sent.map(({ method, target, headers, content }) => ({ method, target, headers, content }));
  return {
    data: data instanceof Blob ? await data.text() : data,
    error: error && JSON.stringify({ ...error, callId: '' }),
    status: response.status,
    headers: [...response.headers],
    bodyUsed: error ? undefined : response.bodyUsed,
    requests,
  };
}

const read: Call = ['GET', '/things/{id}', { params: { path: { id: 7 } } }];

describe('a plain call by path sends and returns what it does through openapi-fetch', () => {
  it.each<[string, Call, Reply]>([
    ['a read', read, () => ok({ id: 7 })],
    ['a query', ['GET', '/things', { params: { query: { ids: [1, 2], page: 2 } } }], () => ok([])],
    ['a write', ['POST', '/things', { body: { name: 'a' } }], () => ok({ id: 7 })],
    ['a GET with a body', ['GET', '/questions', { body: { a: 1 } }], () => ok()],
    ['options of the call', ['GET', read[1], { ...read[2], userToken: 'another' }], () => ok()],
    ['options of fetch', ['GET', read[1], { ...read[2], cache: 'no-store' }], () => ok()],
    ['no content', ['DELETE', read[1], read[2]], () => new Response(null, { status: 204 })],
    [
      'a document',
      ['GET', '/things/{id}/file', read[2]],
      () => raw(200, 'a', { 'content-type': 'application/pdf' }),
    ],
    ['a failure', read, () => json(404, { success: false, meta: { message: 'Gone' } })],
    ['a failure with 200', read, () => json(200, { success: false, meta: { message: 'No' } })],
    ['a page of a proxy', read, () => new Response('<html>', { status: 502 })],
  ])('%s', async (_, call, reply) => {
    const plain = await seen(call, reply, true);
    expect(plain).toEqual(await seen(call, reply, false));
    expect(plain.requests).toHaveLength(1);
  });

  it('headers that a middleware of the client has changed', async () => {
    const marking: Middleware = async (request, next) => {
      const response = await next(request);
      response.headers.set('x-marked', 'yes');
      return response;
    };
    const plain = await seen(read, () => ok({ id: 7 }), true, [marking]);
    expect(plain).toEqual(await seen(read, () => ok({ id: 7 }), false, [marking]));
    expect(plain.headers).toContainEqual(['x-marked', 'yes']);
  });
});
