// Tokens: which are sent, when they are asked for, and which are refused.

import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { AltegioConfigError, createAltegio, createLimiter } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { altegioWith, failureOf, json, partner, tinyWith, user } from '../../support/recorder.ts';

const both = `Bearer ${partner}, User ${user}`;

const table: OperationTable = {
  open: ['/open', 'GET', 'none'],
  shared: ['/shared', 'GET', 'partner'],
  own: ['/own', 'GET', 'user'],
};

describe('what is sent', () => {
  it.each([
    ['open', undefined],
    ['shared', both],
    ['own', both],
  ])('with both tokens, to the operation %s', async (name, authorization) => {
    const { client, sent } = tinyWith(table, []);
    await client[name]!();
    expect(sent[0]!.headers.authorization).toBe(authorization);
  });

  it('is the partner token alone when there is no user token', async () => {
    const { client, sent } = tinyWith(table, [], { userToken: undefined });
    await client.shared!();
    await client.request('GET', '/undescribed');
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}`,
      `Bearer ${partner}`,
    ]);
  });

  it('is nothing at all when an operation needs a user token and there is none', async () => {
    const { client, sent } = tinyWith(table, [], { userToken: undefined });
    const error = await failureOf(client.own!());
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error).toMatchObject({ operationId: 'own', outcome: 'not-sent', attempts: 0 });
    expect(error.message).toMatch(/own needs a userToken.*withUser/);
    expect(sent).toHaveLength(0);
  });

  it('is the user token of the call in place of the client’s', async () => {
    const { client, sent } = tinyWith(table, []);
    await client.own!({ userToken: 'one-off' });
    await client.own!({ userToken: async () => 'fetched' });
    await client.own!();
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}, User one-off`,
      `Bearer ${partner}, User fetched`,
      both,
    ]);
  });
});

describe('token functions', () => {
  it('are asked before every request', async () => {
    let count = 0;
    const userToken = vi.fn(async () => `user-${++count}`);
    const { client, sent } = tinyWith(table, [], { userToken, partnerToken: () => partner });
    await client.own!();
    await client.own!();
    await client.open!();
    expect(userToken).toHaveBeenCalledTimes(2);
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}, User user-1`,
      `Bearer ${partner}, User user-2`,
      undefined,
    ]);
  });

  it.each([
    [
      'throws',
      () => Promise.reject(new Error('vault is shut')),
      /userToken function failed, so own was not sent/,
    ],
    ['returns nothing', () => undefined as unknown as string, /userToken is empty/],
    ['returns a token with a line break', () => 'a\nb', /userToken holds/],
  ])('that %s is an AltegioConfigError before anything is sent', async (_, userToken, says) => {
    const { client, sent } = tinyWith(table, [], { userToken });
    const error = await failureOf(client.own!());
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toMatch(says);
    expect(sent).toHaveLength(0);
  });

  it('keeps the cause of a function that throws', async () => {
    const cause = new Error('vault is shut');
    const { client } = tinyWith(table, [], { userToken: () => Promise.reject(cause) });
    expect((await failureOf(client.own!())).cause).toBe(cause);
  });

  it.each([
    ['a fixed token', partner],
    ['a token that was asked for', async () => partner],
  ])('keep %s out of what the other one throws', async (_, partnerToken) => {
    const userToken = () => Promise.reject(new Error(`POST /auth with Bearer ${partner} failed`));
    const { client } = tinyWith(table, [], { partnerToken, userToken });
    const error = await failureOf(client.own!());
    expect((error.cause as Error).message).toBe('POST /auth with Bearer [redacted] failed');
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(partner);
  });
});

describe('refused tokens', () => {
  const wrong: [string, string][] = [
    ['an empty one', ''],
    ['a line feed', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['a comma', 'a,b'],
    ['a space', 'a b'],
    ['the word Bearer', 'Bearer abc'],
    ['a character beyond ASCII', 'tökén'],
  ];
  it.each(wrong)('%s is refused when the client is made', (_, token) => {
    expect(() => createAltegio({ partnerToken: token })).toThrow(
      /^The client was not made: partnerToken (is|holds) /,
    );
    expect(() => createAltegio({ partnerToken: 'p', userToken: token })).toThrow(
      /^The client was not made: userToken (is|holds) /,
    );
    expect(() => createAltegio({ partnerToken: 'p' }).withUser(token)).toThrow(AltegioConfigError);
  });

  it.each(wrong)(
    '%s is refused as the token of one call, and not repeated in the message',
    async (_, token) => {
      const { client, sent } = tinyWith(table, []);
      const error = await failureOf(client.own!({ userToken: token }));
      expect(error).toBeInstanceOf(AltegioConfigError);
      if (token) expect(error.message).not.toContain(token);
      expect(sent).toHaveLength(0);
    },
  );

  it('a missing partner token is refused when the client is made', () => {
    expect(() => createAltegio({} as never)).toThrow(/partnerToken is missing/);
    expect(() => createAltegio(undefined as never)).toThrow(AltegioConfigError);
    expect(() => createAltegio({ partnerToken: null } as never)).toThrow(/partnerToken is missing/);
    expect(() => createAltegio({ partnerToken: 5 as never })).toThrow(/partnerToken must be a string/);
  });
});

describe('withUser', () => {
  it('sends the other token and leaves the first object as it is', async () => {
    const { altegio, sent } = altegioWith();
    const other = altegio.withUser('other-user');
    await other.v1.get_location_list();
    await altegio.v1.get_location_list();
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}, User other-user`,
      both,
    ]);
  });

  it('shares the limiter', async () => {
    const limiter = createLimiter();
    const acquire = vi.spyOn(limiter, 'acquire');
    const { altegio } = altegioWith([], { limiter });
    await altegio.v1.get_location_list();
    await altegio.withUser('other-user').v2.list_tags({ path: { company_id: 1 } });
    expect(acquire.mock.calls.map(([host]) => host)).toEqual(['api.alteg.io', 'api.alteg.io']);
  });
});

it('a 401 is not answered with another login or another attempt', async () => {
  const { v1, sent } = altegioWith(json(401, { success: false, data: null, meta: { message: 'No' } }), {
    retry: 2,
  });
  expect(await failureOf(v1.get_location_list!())).toMatchObject({ status: 401, attempts: 1 });
  expect(sent).toHaveLength(1);
});
