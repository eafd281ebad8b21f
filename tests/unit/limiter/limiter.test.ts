// A limiter of the caller's own: what it is asked, and what its faults do to a call.
import { describe, expect, it } from 'vitest';
import * as sdk from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { recorded, tiny } from '../../support/tiny/tiny.ts';
import { argumentsOf } from '../../support/tiny/verbs.ts';

describe('a limiter of one’s own', () => {
  const fetch = async () => new Response('{"data":1}');

  it('needs three methods, and gets its ticket back', async () => {
    const seen: unknown[] = [];
    const limiter: sdk.Limiter = {
      acquire: async (name) => ({ name, number: 7 }),
      release: (_host, ticket) => void seen.push(ticket),
      pause() {},
    };
    await tiny({ limiter, fetch }).get(argumentsOf('get'));
    expect(seen).toEqual([{ name: 'api.alteg.io', number: 7 }]);
  });

  it('that rejects stops the call before it is sent, with an AltegioError', async () => {
    const limiter = { acquire: () => Promise.reject(new Error('store is away')), release() {}, pause() {} };
    const error = await tiny({ limiter, fetch })
      .create({ body: {} })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(sdk.AltegioError);
    expect(error).toMatchObject({ outcome: 'not-sent', attempts: 0, operationId: 'create' });
    expect((error as Error).message).toContain('was not let through by the limiter');
    expect((error as Error).cause).toMatchObject({ message: 'store is away' });
  });

  it('that rejects after a lost attempt does not hide that attempt', async () => {
    let asked = 0;
    const limiter = {
      acquire: async () => {
        if (++asked > 1) throw new Error('store is away');
      },
      release() {},
      pause() {},
    };
    const lost = () => Promise.reject(Object.assign(new TypeError('x'), { code: 'ECONNRESET' }));
    const call = tiny({ limiter, fetch: lost }).update({ path: { id: 1 }, body: {}, idempotent: true });
    await expect(call).rejects.toMatchObject({ outcome: 'unknown', attempts: 1 });
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no')) as unknown as undefined],
  ])('that %s at the end of a call does not spoil the response', async (_, fail) => {
    const responses = [
      new Response('{}', { status: 429, headers: { 'retry-after': '0' } }),
      new Response('{"data":2}'),
    ];
    const clock = fakeClock();
    const limiter = { acquire: async () => 1, release: fail, pause: fail };
    const call = tiny({ limiter, clock, fetch: async () => responses.shift()! }).create({ body: {} });
    await clock.advance(5000);
    await expect(call).resolves.toEqual({ data: 2 });
  });

  it('that does not listen to signals holds nobody back', async () => {
    const released: unknown[] = [];
    let let_through = (_: unknown) => {};
    const limiter = {
      acquire: () =>
        new Promise((resolve) => {
          let_through = resolve;
        }),
      release: (_: string, ticket: unknown) => void released.push(ticket),
      pause() {},
    };
    const { client, sent } = recorded([], { limiter });
    const controller = new AbortController();
    const call = client.create({ body: {}, signal: controller.signal });
    await Promise.resolve();
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    let_through('late');
    await new Promise((resolve) => setImmediate(resolve));
    expect(released).toEqual(['late']);
    expect(sent).toEqual([]);
  });
});
