// The members of a client: real, enumerable, replaceable, and its own.
import { mock as nodeMock } from 'node:test';
import { stub } from 'sinon';
import { describe, expect, it, vi } from 'vitest';
import { createAltegio, createClient } from '../../../src/index.ts';
import { altegioWith, ok } from '../../support/recorder.ts';
import { recorded, type Tiny, tinyApi } from '../../support/tiny/tiny.ts';

describe('the members of a client', () => {
  it('are listed by Object.keys, the operations first', () => {
    const { client } = recorded(ok());
    expect(Object.keys(client).slice(0, 3)).toEqual(['ask', 'clear', 'create']);
    expect(Object.keys(client)).toContain('request');
    const real = Object.keys(altegioWith().altegio.v1);
    expect(real.length).toBeGreaterThan(Object.keys(client).length);
    expect(real.indexOf('request')).toBeGreaterThan(100);
  });

  it('are writable data properties of its own', () => {
    const { client } = recorded(ok());
    for (const name of ['plain', 'list', 'create', 'request', 'withOptions']) {
      expect(Object.getOwnPropertyDescriptor(client, name)).toEqual({
        value: expect.any(Function),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    expect(Object.keys(client.list)).toEqual(['items', 'pages']);
  });

  it('belong to one client: what is read of it or done to it reaches no other', async () => {
    const [one, other] = [recorded(ok()), recorded(ok())];
    Object.getOwnPropertyDescriptors(one.client);
    Reflect.get(Object.getPrototypeOf(one.client) as object, 'request');
    Reflect.get(Object.create(one.client) as object, 'request');
    Object.assign(one.client, { plain: async () => 'replaced' });
    expect(await other.client.plain()).toMatchObject({ success: true });
    expect(await other.client.request('GET', '/plain')).toMatchObject({ success: true });
    expect(other.sent).toHaveLength(2);
    expect(one.sent).toHaveLength(0);
  });

  it('work on their own, by a copy of the client and through a Proxy', async () => {
    const { client, sent } = recorded(ok());
    const { plain, request, withOptions } = client as Tiny & { withOptions(options: object): Tiny };
    await plain();
    await request('GET', '/plain');
    await withOptions({ headers: { 'x-a': 'b' } }).plain();
    await { ...client }.plain();
    await new Proxy(client, {}).plain();
    expect(sent.map(({ method }) => method)).toEqual(Array(5).fill('GET'));
  });
});

describe('a write that a test replaces is not sent', () => {
  const replaced = { success: true };
  const input = { body: {} };

  it('with sinon', async () => {
    const { client, sent } = recorded();
    const double = stub(client, 'create').resolves(replaced);
    expect(await client.create(input)).toBe(replaced);
    expect(sent).toHaveLength(0);
    double.restore();
    await client.create(input);
    expect(sent).toHaveLength(1);
  });

  it('with node:test', async () => {
    const { client, sent } = recorded();
    const double = nodeMock.method(client, 'create', async () => replaced);
    expect(await client.create(input)).toBe(replaced);
    expect(sent).toHaveLength(0);
    double.mock.restore();
    await client.create(input);
    expect(sent).toHaveLength(1);
  });

  it('with vitest', async () => {
    const { client, sent } = recorded();
    const double = vi.spyOn(client, 'create').mockResolvedValue(replaced);
    expect(await client.create(input)).toBe(replaced);
    expect(sent).toHaveLength(0);
    double.mockRestore();
    await client.create(input);
    expect(sent).toHaveLength(1);
  });

  it('by assignment, and so are the items of a list', async () => {
    const { client, sent } = recorded(ok());
    Object.assign(client, { create: async () => replaced });
    vi.spyOn(client.list, 'items').mockReturnValue({ toArray: async () => [{ id: 7 }] } as never);
    expect(await client.create({ body: {} })).toBe(replaced);
    expect(await client.list.items().toArray({ limit: 1 })).toEqual([{ id: 7 }]);
    expect(sent).toHaveLength(0);
  });
});

describe('the clients of createAltegio', () => {
  const make = () => createAltegio({ partnerToken: 'p', limiter: false });

  it('are listed, made when they are first read, and ordinary properties from then on', () => {
    const altegio = make();
    expect(Object.keys(altegio)).toEqual([
      'v1',
      'v2',
      'booking',
      'developers',
      'withOptions',
      'withUser',
      'login',
    ]);
    expect(Object.getOwnPropertyDescriptor(altegio, 'v2')).toHaveProperty('get');
    const { v2 } = altegio;
    expect(Object.getOwnPropertyDescriptor(altegio, 'v2')).toMatchObject({ value: v2, writable: true });
    expect(altegio.v2).toBe(v2);
  });

  it('stay the same where they cannot become properties', () => {
    const frozen = Object.freeze(make());
    expect(frozen.v1).toBe(frozen.v1);
  });

  it('are read through a Proxy, a child and a copy, and belong to one object', () => {
    const altegio = make();
    const { v1 } = altegio;
    expect(new Proxy(altegio, {}).v1).toBe(v1);
    expect((Object.create(altegio) as typeof altegio).v1).toBe(v1);
    expect({ ...altegio }.v2.request).toBeTypeOf('function');
    expect(make().v1).not.toBe(v1);
  });

  it('can be replaced before and after they are made', () => {
    const altegio = make();
    const fake = {} as never;
    Object.assign(altegio, { v1: fake });
    expect(altegio.v1).toBe(fake);
    expect(altegio.v2).not.toBe(fake);
    const getter = vi.spyOn(altegio, 'booking', 'get').mockReturnValue(fake);
    expect(altegio.booking).toBe(fake);
    getter.mockRestore();
    expect(altegio.booking.request).toBeTypeOf('function');
  });
});

it('making a client reads the operation table once, and only then', () => {
  const operations = vi.fn(tinyApi.operations);
  const api = { name: 'v1', operations } as const;
  expect(operations).not.toHaveBeenCalled();
  createClient(api, { partnerToken: 'p' });
  createClient(api, { partnerToken: 'p' });
  expect(operations).toHaveBeenCalledOnce();
});
