// What a call takes besides its parameters: slips are named before anything is sent.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, AltegioTimeoutError } from '../../../src/index.ts';
import { failureOf, ok } from '../../support/recorder.ts';
import { refused } from '../../support/refused.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('options of a call', () => {
  it.each([
    ['timeoutMs', -1],
    ['timeoutMs', 2 ** 31],
    ['timeoutMs', Number.NaN],
    ['deadlineMs', -1],
    ['deadlineMs', Number.POSITIVE_INFINITY],
    ['retry', 11],
    ['retry', -1],
  ])('%s: %d is refused', async (name, value) => {
    const { client, sent } = recorded();
    const error = await failureOf(client.list({ [name]: value }));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toContain(`${name} must be`);
    expect(sent).toHaveLength(0);
  });

  it('an unknown one is refused', async () => {
    const { client } = recorded();
    expect((await failureOf(client.list({ timeout: 5 }))).message).toMatch(/"timeout" is neither path/);
  });

  it('deadlineMs: 0 is no deadline, also in place of the client’s', async () => {
    const reply = () => new Promise<Response>((resolve) => setTimeout(resolve, 30, ok()));
    const { client } = recorded(reply, { deadlineMs: 10 });
    expect(await failureOf(client.list())).toBeInstanceOf(AltegioTimeoutError);
    expect(await client.list({ deadlineMs: 0 })).toMatchObject({ success: true });
  });
});

describe('a call', () => {
  it.each([
    ['URLSearchParams', { query: new URLSearchParams({ page: '1' }) }, /query must be a plain object/],
    ['text as its query', { query: 'page=1' }, /query must be a plain object/],
    ['a Map as its path', { path: new Map([['id', 1]]) }, /path must be a plain object/],
    ['a controller as its signal', { signal: new AbortController() }, /signal must be an AbortSignal/],
    ['a negative timeout', { timeoutMs: -1 }, /timeoutMs must be a number from 0 to/],
  ])('with %s is refused', async (_, input, says) => {
    await refused((client) => client.list(input), says);
  });

  it.each([
    ['a token', { userToken: 'x, y' }, /userToken holds/],
    ['a header of ours', { headers: { Authorization: 'x' } }, /headers must not hold Authorization/],
    ['no signal', { signal: {} }, /signal must be an AbortSignal/],
  ])('that inherits %s is refused', async (_, more, says) => {
    const input = Object.assign(Object.create(more), { path: { id: 1 } }) as object;
    await refused((client) => client.get(input), says);
  });

  it.each(['path', 'query'])('with null as its %s is refused', async (name) => {
    await refused((client) => client.list({ [name]: null }), new RegExp(`${name} is null; leave it out`));
  });

  it('with arguments beside path, query and body is refused, with the place where they belong', async () => {
    await refused((client) => client.old({ box_id: 1, id: 2 }), /"box_id" is neither/);
  });
});
