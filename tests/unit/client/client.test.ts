// Making clients, undocumented endpoints, and what users do with a client.
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../src/index.ts';
import { altegioWith, failureOf, json, ok, partner, raw, recorder, user } from '../../support/recorder.ts';
import { recorded, tiny, tinyApi } from '../../support/tiny/tiny.ts';

describe('clients', () => {
  it('of one API call by operationId and resolve to the response’s body', async () => {
    const { client, sent } = recorded(ok([{ id: 1 }], { total_count: 1 }));
    expect(await client.list()).toMatchObject({ data: [{ id: 1 }] });
    expect(sent[0]!.target).toBe('/api/v1/things');
  });

  it('keep their options apart, though they share their methods', async () => {
    const [first, second] = [recorder(), recorder()];
    const make = (fetch: typeof globalThis.fetch, partnerToken: string) =>
      createClient(tinyApi, { partnerToken, limiter: false, fetch });
    const a = make(first.fetch, 'a');
    const b = make(second.fetch, 'b');
    await a.list();
    await b.list();
    expect(first.sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer a']);
    expect(second.sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer b']);
  });

  it('have methods that work on their own and stay the same', async () => {
    const { client, sent } = recorded();
    const { list, request } = client;
    await list();
    expect(await request('GET', '/anything')).toMatchObject({ success: true });
    expect(sent).toHaveLength(2);
    expect(client.list).toBe(list);
  });

  it('tell by page methods which operations are paged', () => {
    const client = tiny();
    expect(client.list).toHaveProperty('pages');
    expect(client.get).not.toHaveProperty('pages');
    expect(client.no_such_operation).toBeUndefined();
  });

  it('show no token when they are printed', () => {
    const { altegio, v1 } = altegioWith();
    const client = tiny();
    expect([v1.request, client.get].map((method) => typeof method)).toEqual(['function', 'function']);
    const all = [altegio, v1, client];
    const shown = inspect(all, { showHidden: true, depth: 9 }) + JSON.stringify(all);
    expect(shown).not.toContain(partner);
    expect(shown).not.toContain(user);
  });

  it('can be spied on', async () => {
    const { client, sent } = recorded();
    const spy = vi.spyOn(client, 'list').mockResolvedValue({ success: true, data: [] });
    await client.list();
    expect(spy).toHaveBeenCalledOnce();
    expect(sent).toEqual([]);
    spy.mockRestore();
    await client.list();
    expect(sent).toHaveLength(1);
  });

  it('work through a Proxy, and after it', async () => {
    const { client, sent } = recorded();
    await new Proxy(client, {}).list();
    await client.list();
    expect(sent).toHaveLength(2);
  });

  it('work when they are frozen', async () => {
    const { client, sent } = recorded();
    await Object.freeze(client).list();
    expect(sent).toHaveLength(1);
  });

  it('can be printed and copied without a token, whatever its bases', () => {
    const { altegio } = altegioWith([], { baseUrl: { v1: 'https://example.com/v1' } });
    for (const text of [JSON.stringify(altegio), inspect(altegio, { depth: 9 }), inspect({ ...altegio })]) {
      expect(text).not.toContain(partner);
      expect(text).not.toContain(user);
    }
    expect(() => altegio.v2).toThrow(/no entry for v2/);
  });
});

describe('an undocumented endpoint', () => {
  it('sends what no description knows, with tokens, path, query and body', async () => {
    const { client, sent } = recorded(json(200, { any: 'thing' }));
    const input = { path: { id: 5 }, query: { a: [1, true] }, body: { b: 1 } };
    expect(await client.request('POST', '/new/{id}', input)).toEqual({ any: 'thing' });
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
    const { client } = recorded(json(404, {}));
    const error = await failureOf(client.request('GET', '/things/{id}', { path: { id: 2 } }));
    expect(error).toMatchObject({ operationId: 'get', path: '/things/{id}' });
  });

  it.each([
    ['text', raw(200, 'plain', { 'content-type': 'text/plain' }), 'plain'],
    ['nothing', raw(204), undefined],
    ['an empty 200', raw(200), undefined],
  ])('takes %s as it comes', async (_, response, value) => {
    const { client } = recorded(response);
    expect(await client.request('GET', '/new')).toBe(value);
  });

  it('takes a method in lower case', async () => {
    const { client, sent } = recorded();
    await client.request('patch', '/any', { body: {} });
    expect(sent[0]!.method).toBe('PATCH');
  });
});
