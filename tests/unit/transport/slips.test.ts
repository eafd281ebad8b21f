// Slips that users of an SDK make: each is named before anything is sent, and none breaks the client.
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AltegioConfigError, type ClientOptions, createAltegio, createClient } from '../../../src/index.ts';
import { v1 } from '../../../src/v1.ts';

const sent: [string, RequestInit | undefined][] = [];

const options: ClientOptions = {
  partnerToken: 'partner-token',
  userToken: 'user-token',
  limiter: false,
  fetch: async (url, init) => {
    sent.push([String(url), init]);
    return Response.json({ success: true, data: [], meta: {} });
  },
};

const make = (more: object) => createAltegio({ ...options, ...more });

afterEach(() => {
  sent.length = 0;
});

describe('an option', () => {
  it.each([
    [
      'that is misspelt',
      { baseURL: 'http://127.0.0.1:1/api' },
      /"baseURL" is not an option; did you mean baseUrl/,
    ],
    ['that does not exist', { tokens: 1 }, /"tokens" is not an option \(/],
    ['out of range', { retry: 99 }, /retry must be a number from 0 to 10, not 99/],
    ['below zero', { timeoutMs: -5 }, /timeoutMs must be a number from 0 to \d+, not -5/],
    [
      'with a header of ours',
      { headers: { Authorization: 'x' } },
      /headers must not hold Authorization: partnerToken/,
    ],
    ['that is no list', { middleware: () => {} }, /middleware must be a list/],
    ['that is no level', { logger: console, logLevel: 'verbose' }, /logLevel must be one of debug/],
    ['that is no function', { fetch: {} }, /fetch must be a function/],
    ['that is no limiter', { limiter: {} }, /limiter must be false, or have acquire/],
    ['that is null', { baseUrl: null }, /baseUrl is null; leave it out/],
    ['that ends in a version', { baseUrl: 'https://api.alteg.io/api/v1' }, /leave out its version/],
    ['that is a controller', { signal: new AbortController() }, /signal must be an AbortSignal/],
  ])('%s is refused when the client is made', (_, more, says) => {
    expect(() => make(more)).toThrow(says);
    expect(() => make(more)).toThrow(AltegioConfigError);
  });

  it.each([
    ['a token', { partnerToken: 'partner\r\nx: y' }, /partnerToken holds/],
    ['a header', { headers: { 'x-a': 'b\r\nc' } }, /must not hold "x-a"/],
    ['a number', { maxResponseBytes: 0 }, /maxResponseBytes must be 1 or more/],
  ])('is checked where it is inherited: %s', (_, more, says) => {
    expect(() => createAltegio(Object.create({ ...options, ...more }))).toThrow(says);
  });

  it('limiter may be a function with these members', () => {
    const limiter = Object.assign(() => {}, { acquire: async () => {}, release() {}, pause() {} });
    expect(() => make({ limiter })).not.toThrow();
  });

  it('that is changed later changes nothing', async () => {
    const own = { ...options, headers: { 'x-a': '1' } as Record<string, string> };
    const altegio = createAltegio(own);
    await altegio.v1.get_chain_list();
    (own as { timeoutMs?: number }).timeoutMs = -1;
    await expect(altegio.v1.get_chain_list()).resolves.toBeDefined();
  });
});

describe('a call', () => {
  const get = createAltegio(options).v1.get_appointment_list as unknown as (
    input: unknown,
  ) => Promise<unknown>;
  const path = { location_id: 1 };

  it.each([
    ['URLSearchParams', { path, query: new URLSearchParams({ page: '1' }) }, /query must be a plain object/],
    ['text as its query', { path, query: 'page=1' }, /query must be a plain object/],
    ['a Map as its path', { path: new Map([['location_id', 1]]) }, /path must be a plain object/],
    ['a controller as its signal', { path, signal: new AbortController() }, /signal must be an AbortSignal/],
    ['a negative timeout', { path, timeoutMs: -1 }, /timeoutMs must be a number from 0 to/],
  ])('with %s is refused', async (_, input, says) => {
    await expect(get(input)).rejects.toThrow(says);
    expect(sent).toEqual([]);
  });

  it.each([
    ['a token', { userToken: 'x, y' }, /userToken holds/],
    ['a header of ours', { headers: { Authorization: 'x' } }, /headers must not hold Authorization/],
    ['no signal', { signal: {} }, /signal must be an AbortSignal/],
  ])('that inherits %s is refused', async (_, more, says) => {
    await expect(get(Object.assign(Object.create(more), { path }))).rejects.toThrow(says);
    expect(sent).toEqual([]);
  });

  it.each([
    ['undefined in a list', [1, undefined]],
    ['a Map', { a: new Map() }],
    ['a Set', new Set([1])],
  ])('with %s in its body is refused', async (_, body) => {
    await expect(createAltegio(options).v1.request('POST', '/any', { body })).rejects.toThrow(/body/);
    expect(sent).toEqual([]);
  });

  it('by an untyped method in lower case is that method', async () => {
    await createAltegio(options).v1.request('patch', '/any', { body: {} });
    expect(sent[0]?.[1]?.method).toBe('PATCH');
  });

  it('by path with an unknown form is refused', async () => {
    const { GET } = createAltegio(options).v1;
    const wrong = { params: { path }, parseAs: 'formData' } as unknown as { params: { path: typeof path } };
    await expect(GET('/records/{location_id}', wrong)).rejects.toThrow(/parseAs must be one of/);
  });
});

describe('a client', () => {
  it('can be spied on', async () => {
    const client = createClient(v1, options);
    const spy = vi.spyOn(client, 'get_chain_list').mockResolvedValue({ success: true, data: [] } as never);
    await client.get_chain_list();
    expect(spy).toHaveBeenCalledOnce();
    expect(sent).toEqual([]);
    spy.mockRestore();
    await client.get_chain_list();
    expect(sent).toHaveLength(1);
  });

  it('works through a Proxy, and after it', async () => {
    const client = createClient(v1, options);
    await new Proxy(client, {}).get_chain_list();
    await client.get_chain_list();
    expect(sent).toHaveLength(2);
  });

  it('works when it is frozen', async () => {
    await Object.freeze(createClient(v1, options)).get_chain_list();
    expect(sent).toHaveLength(1);
  });

  it('can be printed and copied without a token, whatever its bases', () => {
    const altegio = make({ baseUrl: { v1: 'https://example.com/v1' } });
    for (const text of [JSON.stringify(altegio), inspect(altegio, { depth: 9 }), inspect({ ...altegio })]) {
      expect(text).not.toMatch(/partner-token|user-token/);
    }
    expect(() => altegio.v2).toThrow(/no entry for v2/);
  });
});
