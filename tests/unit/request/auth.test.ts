// Tokens: which are sent, when they are asked for, and which are refused.
import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { AltegioConfigError, createAltegio } from '../../../src/index.ts';
import { failureOf, json, partner, user } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const both = `Bearer ${partner}, User ${user}`;

/** Of an operation that needs a user token. */
const call = { path: { id: 1 } };

describe('what is sent', () => {
  it.each([
    ['open', {}, undefined],
    ['list', {}, both],
    ['get', { path: { id: 1 } }, both],
  ] as const)('with both tokens, to the operation %s', async (name, input, authorization) => {
    const { client, sent } = recorded();
    await client[name](input);
    expect(sent[0]!.headers.authorization).toBe(authorization);
  });

  it('is the partner token alone when there is no user token', async () => {
    const { client, sent } = recorded([], { userToken: undefined });
    await client.list();
    await client.request('GET', '/undescribed');
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${partner}`,
      `Bearer ${partner}`,
    ]);
  });

  it('is nothing at all when an operation needs a user token and there is none', async () => {
    const { client, sent } = recorded([], { userToken: undefined });
    const error = await failureOf(client.get(call));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error).toMatchObject({ operationId: 'get', outcome: 'not-sent', attempts: 0 });
    expect(error.message).toMatch(/get needs a userToken.*withUser/);
    expect(sent).toHaveLength(0);
  });

  it('is the user token of the call in place of the client’s', async () => {
    const { client, sent } = recorded();
    await client.get({ ...call, userToken: 'one-off' });
    await client.get({ ...call, userToken: async () => 'fetched' });
    await client.get(call);
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
    const { client, sent } = recorded([], { userToken, partnerToken: () => partner });
    await client.get(call);
    await client.get(call);
    await client.open();
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
      /userToken function failed, so get was not sent/,
    ],
    ['returns nothing', () => undefined as unknown as string, /userToken is empty/],
    ['returns a token with a line break', () => 'a\nb', /userToken holds/],
  ])('that %s is an AltegioConfigError before anything is sent', async (_, userToken, says) => {
    const { client, sent } = recorded([], { userToken });
    const error = await failureOf(client.get(call));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toMatch(says);
    expect(sent).toHaveLength(0);
  });

  it('keeps the cause of a function that throws', async () => {
    const cause = new Error('vault is shut');
    const { client } = recorded([], { userToken: () => Promise.reject(cause) });
    expect((await failureOf(client.get(call))).cause).toBe(cause);
  });

  it.each([
    ['a fixed token', partner],
    ['a token that was asked for', async () => partner],
  ])('keep %s out of what the other one throws', async (_, partnerToken) => {
    const userToken = () => Promise.reject(new Error(`POST /auth with Bearer ${partner} failed`));
    const { client } = recorded([], { partnerToken, userToken });
    const error = await failureOf(client.get(call));
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
      const { client, sent } = recorded();
      const error = await failureOf(client.get({ ...call, userToken: token }));
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

it('a 401 leads to no other login or another attempt', async () => {
  const refusal = json(401, { success: false, data: null, meta: { message: 'No' } });
  const { client, sent } = recorded(refusal, { retry: 2 });
  expect(await failureOf(client.list())).toMatchObject({ status: 401, attempts: 1 });
  expect(sent).toHaveLength(1);
});
