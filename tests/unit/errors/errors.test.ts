// What an error shows in JSON, and how errors are told apart.
import { describe, expect, it, vi } from 'vitest';
import * as sdk from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { failureOf, json } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('toJSON', () => {
  it('is plain and holds the facts, without headers, body and cause', async () => {
    const error = await failureOf(
      recorded(json(422, { meta: { message: 'Bad', errors: { a: ['b'] } } })).client.get({ path: { id: 5 } }),
    );
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'AltegioValidationError',
      message: 'get failed with HTTP 422: Bad; a: b.',
      outcome: 'refused',
      operationId: 'get',
      method: 'GET',
      path: '/things/{id}',
      attempts: 1,
      waitedMs: 0,
      callId: expect.stringMatching(/^[a-z0-9]+-\d+$/) as string,
      retries: [],
      status: 422,
      fields: { a: ['b'] },
      issues: [{ field: 'a', message: 'b' }],
    });
  });
});

describe('guards', () => {
  it('know errors of another copy of the package, where instanceof fails', async () => {
    vi.resetModules();
    const other = await import('../../../src/index.ts');
    expect(other.AltegioError).not.toBe(sdk.AltegioError);
    const api = await failureOf(recorded(json(404, {})).client.get({ path: { id: 5 } }));
    const config = await failureOf(recorded().client.get());
    expect(api instanceof other.AltegioError).toBe(false);
    expect([other.isAltegioError(api), other.isAltegioApiError(api)]).toEqual([true, true]);
    expect([other.isAltegioError(config), other.isAltegioApiError(config)]).toEqual([true, false]);
  });

  it.each([[undefined], [null], ['AltegioError'], [{}], [new Error('x')], [{ status: 404, fields: {} }]])(
    'are false for %j',
    (value) => {
      expect([sdk.isAltegioError(value), sdk.isAltegioApiError(value)]).toEqual([false, false]);
    },
  );
});

describe('an error', () => {
  const reset = (): Promise<never> => {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    return Promise.reject(new TypeError('fetch failed', { cause }));
  };

  it('carries the callId of its hooks and why there were further attempts, also in JSON', async () => {
    const clock = fakeClock();
    const ids: string[] = [];
    const hooks: sdk.Hooks = { onRequest: ({ callId }) => void ids.push(callId) };
    const { client } = recorded([json(503, {}), reset, json(404, {})], { clock, hooks, retry: 2 });
    const call = failureOf(client.get({ path: { id: 1 } }));
    await clock.advance(60_000);
    const facts = { callId: ids[0], retries: ['HTTP 503', 'ECONNRESET'], name: 'AltegioNotFoundError' };
    expect(await call).toMatchObject(facts);
    expect(JSON.parse(JSON.stringify(await call))).toMatchObject(facts);
  });

  it('of a response or a connection does not list its name among its facts', async () => {
    for (const reply of [json(404, {}), reset]) {
      const error = await failureOf(recorded(reply).client.get({ path: { id: 1 } }));
      expect(Object.keys(error)).not.toContain('name');
      expect(error.stack).toContain(`${error.name}: `);
    }
  });
});
