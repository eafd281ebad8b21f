// The four clients behind one object: other users over the same limiter, and login.
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import {
  AltegioAuthenticationError,
  AltegioDecodeError,
  AltegioSecondFactorError,
  createLimiter,
} from '../../src/index.ts';
import { altegioWith, failureOf, json, partner, user } from '../support/recorder.ts';

describe('withUser', () => {
  it('sends the other token and leaves the first object as it is', async () => {
    const { altegio, sent } = altegioWith();
    const other = altegio.withUser('other-user');
    await other.v1.request('GET', '/any');
    await altegio.v1.request('GET', '/any');
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}, User other-user`,
      `Bearer ${partner}, User ${user}`,
    ]);
  });

  it('shares the limiter', async () => {
    const limiter = createLimiter();
    const acquire = vi.spyOn(limiter, 'acquire');
    const { altegio } = altegioWith([], { limiter });
    await altegio.v1.request('GET', '/any');
    await altegio.withUser('other-user').v2.request('GET', '/any');
    expect(acquire.mock.calls.map(([host]) => host)).toEqual(['api.alteg.io', 'api.alteg.io']);
  });
});

describe('login', () => {
  const credentials = { login: '+15550100', password: 'correct horse' };

  const granted = json(201, { success: true, data: { id: 1, user_token: 'fresh-token' }, meta: [] });

  it('posts the credentials with the partner token alone and resolves to the user token', async () => {
    const { altegio, sent } = altegioWith(granted);
    expect(await altegio.login(credentials)).toBe('fresh-token');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: 'POST', target: '/api/v1/auth', body: credentials });
    expect(sent[0]!.headers.authorization).toBe(`Bearer ${partner}`);
  });

  it('may be called from the function that provides the user token', async () => {
    const { altegio, sent } = altegioWith([granted, json(200, { success: true, data: [] })], {
      userToken: () => altegio.login(credentials),
    });
    await altegio.v1.request('GET', '/any');
    expect(sent.map(({ target }) => target)).toEqual(['/api/v1/auth', '/api/v1/any']);
    expect(sent[1]!.headers.authorization).toBe(`Bearer ${partner}, User fresh-token`);
  });

  it('leaves the object as it is: the token is the caller’s to use', async () => {
    const { altegio, sent } = altegioWith([granted, json(200, { success: true, data: [] })], {
      userToken: undefined,
    });
    const token = await altegio.login(credentials);
    await altegio.v1.request('GET', '/any');
    await altegio.withUser(token).v1.request('GET', '/any');
    expect(sent.slice(1).map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}`,
      `Bearer ${partner}, User fresh-token`,
    ]);
  });

  it('that is wrong is an AltegioAuthenticationError that does not hold the password', async () => {
    const meta = { message: 'Wrong login or password "correct horse"' };
    const { altegio, sent } = altegioWith(json(401, { success: false, data: null, meta }));
    const error = await failureOf(altegio.login(credentials));
    expect(error).toBeInstanceOf(AltegioAuthenticationError);
    expect(error).toMatchObject({ operationId: 'authorize_user', outcome: 'refused' });
    expect(`${inspect(error, { showHidden: true, depth: 9 })} ${JSON.stringify(error)}`).not.toContain(
      'horse',
    );
    expect(sent).toHaveLength(1);
  });

  it.each([[{}], [{ data: {} }], [{ data: { user_token: '' } }], [{ data: null }], [null]])(
    'without a token in the response is an AltegioDecodeError with the facts of the call: %j',
    async (body) => {
      const { altegio } = altegioWith(json(200, body));
      const error = await failureOf(altegio.login(credentials));
      expect(error).toBeInstanceOf(AltegioDecodeError);
      expect(error).toMatchObject({
        status: 200,
        attempts: 1,
        callId: expect.any(String),
        operationId: 'authorize_user',
        outcome: 'unknown',
      });
    },
  );

  it('of a user with a second factor is an AltegioSecondFactorError that carries the id of the attempt', async () => {
    const { altegio, sent } = altegioWith(json(200, { success: true, data: { uuid: 'abc' }, meta: [] }));
    const error = await failureOf(altegio.login(credentials));
    expect(error).toBeInstanceOf(AltegioSecondFactorError);
    expect(error).toMatchObject({ name: 'AltegioSecondFactorError', uuid: 'abc', outcome: 'refused' });
    expect(error).toMatchObject({ attempts: 1, callId: expect.any(String), operationId: 'authorize_user' });
    expect(sent).toHaveLength(1);
  });

  it('with two-step data in the response is not taken for one', async () => {
    const { altegio } = altegioWith(
      json(200, { success: false, data: null, meta: { message: 'Code needed' } }),
    );
    expect(await failureOf(altegio.login(credentials))).toMatchObject({ status: 200, outcome: 'refused' });
  });
});
