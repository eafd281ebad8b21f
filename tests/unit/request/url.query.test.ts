// What is sent in the query, and what is refused before anything is sent.
import { describe, expect, it } from 'vitest';
import { refused } from '../../support/refused.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('query', () => {
  it.each<[string, Record<string, unknown>, [string, string][]]>([
    [
      'strings and numbers',
      { a: 'x', b: 0 },
      [
        ['a', 'x'],
        ['b', '0'],
      ],
    ],
    ['a bigint', { a: 2n ** 64n }, [['a', '18446744073709551616']]],
    ['an empty string', { a: '' }, [['a', '']]],
    [
      'booleans as 1 and 0',
      { my: true, old: false },
      [
        ['my', '1'],
        ['old', '0'],
      ],
    ],
    [
      'arrays with brackets',
      { ids: [1, 2] },
      [
        ['ids[]', '1'],
        ['ids[]', '2'],
      ],
    ],
    [
      'no second brackets',
      { 'ids[]': [1, 2] },
      [
        ['ids[]', '1'],
        ['ids[]', '2'],
      ],
    ],
    ['one value under a bracketed name', { 'ids[]': 1 }, [['ids[]', '1']]],
    [
      'booleans in arrays',
      { flags: [true, false] },
      [
        ['flags[]', '1'],
        ['flags[]', '0'],
      ],
    ],
    ['nothing for undefined', { a: undefined, b: 1 }, [['b', '1']]],
    ['nothing for an empty array', { a: [], b: 1 }, [['b', '1']]],
    [
      'special characters',
      { a: '&=+ #?/%', 'b&c': 'ж' },
      [
        ['a', '&=+ #?/%'],
        ['b&c', 'ж'],
      ],
    ],
  ])('sends %s', async (_, query, pairs) => {
    const { client, sent } = recorded();
    await client.plain({ query });
    expect(sent[0]!.query).toEqual(pairs);
  });

  it('sends no question mark without pairs', async () => {
    const { client, sent } = recorded();
    await client.plain({ query: { page: undefined } });
    expect(sent[0]!.target).toBe('/api/v1/plain');
  });

  it('sends lists with commas where the description says so', async () => {
    const { client, sent } = recorded();
    await client.list({ query: { a: 1, ids: ['1', '11'], tags: [5, 6] } });
    await client.list({ query: { a: 1, ids: [], tags: [5] } });
    expect(sent.map(({ target }) => target)).toEqual([
      '/api/v1/things?a=1&ids=1,11&tags=5,6',
      '/api/v1/things?a=1&tags=5',
    ]);
  });

  it('refuses a comma inside an item of a comma-separated list', async () => {
    await refused((client) => client.list({ query: { ids: ['1,2'] } }), /query\.ids .*comma/);
  });

  it.each([
    ['null', { a: null }, /query\.a is null; leave it out/],
    ['a Date', { a: new Date(0) }, /query\.a is a Date; pass a string/],
    ['an object', { a: { b: 1 } }, /query\.a is an object/],
    ['NaN', { a: Number.NaN }, /query\.a is NaN/],
    ['Infinity', { a: Number.NEGATIVE_INFINITY }, /query\.a is -Infinity/],
    ['a function', { a: () => 1 }, /query\.a is a function/],
    ['null in a list', { a: [1, null] }, /query\.a\[1\] is null/],
    ['a list in a list', { a: [[1]] }, /query\.a\[0\] is an array/],
    ['half a surrogate pair', { a: '\udfff' }, /query\.a .*surrogate/],
  ])('refuses %s', async (_, query, says) => {
    await refused((client) => client.plain({ query }), says);
  });

  it.each([
    ['missing', {}],
    ['undefined', { from: undefined }],
    ['an empty list', { from: [] }],
  ])('refuses a required parameter that is %s', async (_, given) => {
    const call = { path: { id: 1 }, query: { till: '2026-01-01', ...given } };
    await refused((client) => client.elsewhere(call), /query\.from is missing/);
  });
});
