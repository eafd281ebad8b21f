// What is sent in path, query and headers, and what is refused before anything is sent.

import { describe, expect, it } from 'vitest';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { altegioWith, ok, tinyWith } from '../../support/recorder.ts';
import { refused } from '../../support/refused.ts';

describe('path', () => {
  it.each([
    ['a number', 15, '15'],
    ['zero', 0, '0'],
    ['a bigint', 12345678901234567890n, '12345678901234567890'],
    ['a string', 'abc', 'abc'],
    ['a slash', 'a/b', 'a%2Fb'],
    ['question mark and hash', 'a?b#c', 'a%3Fb%23c'],
    ['percent-encoded dots', '%2e%2e', '%252e%252e'],
    ['a plus', '+15550100', '%2B15550100'],
    ['a space inside', 'a b', 'a%20b'],
    ['unicode', 'Анна 🙂', '%D0%90%D0%BD%D0%BD%D0%B0%20%F0%9F%99%82'],
    ['three dots', '...', '...'],
    ['dots inside a word', 'a..b', 'a..b'],
    ['braces', '{id}', '%7Bid%7D'],
    ['replacement patterns', '$&', '%24%26'],
  ])('encodes %s into its own segment', async (_, id, segment) => {
    const { v1, sent } = altegioWith();
    await v1.get_client!({ path: { location_id: 7, id } });
    expect(sent[0]).toMatchObject({ method: 'GET', target: `/api/v1/client/7/${segment}` });
  });

  it.each([
    ['..', '..', /path\.id holds a "\." or "\.\."/],
    ['.', '.', /path\.id holds/],
    ['a way out in the middle', 'a/../../b', /path\.id holds/],
    ['a way out with backslashes', '..\\b', /path\.id holds/],
    ['an empty string', '', /path\.id is empty/],
    ['blanks', ' \t', /path\.id is empty/],
    ['undefined', undefined, /path\.id is missing/],
    ['null', null, /path\.id .* not null/],
    ['NaN', Number.NaN, /path\.id is NaN/],
    ['Infinity', Number.POSITIVE_INFINITY, /path\.id is Infinity/],
    ['an object', { id: 1 }, /path\.id .* not an object/],
    ['an array', [1], /path\.id .* not an array/],
    ['a boolean', true, /path\.id .* not a boolean/],
    ['half a surrogate pair', '\ud800', /path\.id .*surrogate/],
  ])('refuses %s', async (_, id, says) => {
    await refused(({ v1 }) => v1.get_client!({ path: { location_id: 7, id } }), says);
  });

  it('refuses a call without its path parameters and names the first', async () => {
    await refused(({ v1 }) => v1.get_client!(), /get_client was not sent: path\.location_id is missing/);
  });

  it('refuses a parameter that the template does not have and lists its own', async () => {
    const path = { location_id: 7, id: 1, client_id: 1 };
    await refused(({ v1 }) => v1.get_client!({ path }), /path\.client_id is not in .*location_id, id/);
  });

  it('does not take an inherited property for a parameter', async () => {
    const path = Object.create({ id: 1 }) as object;
    await refused(({ v1 }) => v1.get_client!({ path: { location_id: 7, ...path } }), /path\.id is missing/);
    await refused(
      ({ v1 }) => v1.request('GET', '/x/{constructor}', { path: {} }),
      /path\.constructor is missing/,
    );
  });

  it.each([
    'clients/1',
    '@example.com/x',
    '/a/../../b',
    '/a/%2E%2e/b',
    '/a/.',
    '/a?b=1',
    '/a#b',
    '/a\\b',
    '',
  ])('refuses the untyped path %j, which would reach another place', async (path) => {
    await refused(({ v1 }) => v1.request('GET', path), /path must begin with/);
  });

  it('leaves the template as it is for the next call', async () => {
    const { v1, sent } = altegioWith();
    await v1.get_client!({ path: { location_id: 1, id: 2 } });
    await v1.get_client!({ path: { location_id: 3, id: 4 } });
    expect(sent.map(({ target }) => target)).toEqual(['/api/v1/client/1/2', '/api/v1/client/3/4']);
  });
});

describe('query', () => {
  const at = { location_id: 7 };
  const day = { created_after: '2026-01-01', created_before: '2026-02-01' };

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
    const { v1, sent } = altegioWith();
    await v1.get_appointment_list!({ path: at, query });
    expect(sent[0]!.query).toEqual(pairs);
  });

  it('sends no question mark without pairs', async () => {
    const { v1, sent } = altegioWith();
    await v1.get_appointment_list!({ path: at, query: { page: undefined } });
    expect(sent[0]!.target).toBe('/api/v1/records/7');
  });

  it('sends lists with commas where the description says so', async () => {
    const { v1, sent } = altegioWith();
    const query = { ...day, types: ['1', '11'], company_ids: [5, 6], visit_ids: [] };
    await v1.get_chain_loyalty_transaction_list!({ path: { chain_id: 1 }, query });
    expect(sent[0]!.target.split('?')[1]).toBe(
      'created_after=2026-01-01&created_before=2026-02-01&types=1,11&company_ids=5,6',
    );
  });

  it('refuses a comma inside an item of a comma-separated list', async () => {
    const call = { path: { chain_id: 1 }, query: { ...day, types: ['1,2'] } };
    await refused(({ v1 }) => v1.get_chain_loyalty_transaction_list!(call), /query\.types .*comma/);
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
    await refused(({ v1 }) => v1.get_appointment_list!({ path: at, query }), says);
  });

  it.each([
    ['missing', {}],
    ['undefined', { created_after: undefined }],
    ['an empty list', { created_after: [] }],
  ])('refuses a required parameter that is %s', async (_, given) => {
    const call = { path: { chain_id: 1 }, query: { created_before: '2026-01-01', ...given } };
    await refused(
      ({ v1 }) => v1.get_chain_loyalty_transaction_list!(call),
      /query\.created_after is missing/,
    );
  });
});

describe('headers', () => {
  it('ask for the answer format that the API demands', async () => {
    const { v1, v2, sent } = altegioWith();
    await v1.get_location_list!();
    await v2.list_services!({ path: { location_id: 1 } });
    for (const { headers } of sent) expect(headers.accept).toBe('application/vnd.api.v2+json');
  });

  it('are added by the client and the call; the call wins, whatever the case', async () => {
    const headers = { 'Accept-Language': 'en-US', 'X-A': 'client' };
    const { v1, sent } = altegioWith([], { headers });
    await v1.get_location_list!({ headers: { 'x-a': 'call', ACCEPT: 'application/vnd.yclients.v2+json' } });
    expect(sent[0]!.headers).toMatchObject({
      accept: 'application/vnd.yclients.v2+json',
      'accept-language': 'en-US',
      'x-a': 'call',
    });
  });

  it.each([
    ['Authorization', { AuthoriZation: 'Bearer x' }, /partnerToken and userToken/],
    ['a line break in a value', { 'x-a': 'a\r\nb: c' }, /headers must not hold "x-a"/],
    ['a line break in a name', { 'x\na': 'a' }, /headers must not hold "x\\na"/],
    ['an empty name', { '': 'a' }, /headers must not hold ""/],
    ['a value that is no string', { 'x-a': 1 }, /headers must not hold "x-a"/],
    ['a character beyond Latin-1', { 'x-a': 'Ж' }, /headers must not hold "x-a"/],
  ])('refuse %s', async (_, headers, says) => {
    await refused(({ v1 }) => v1.get_location_list!({ headers }), says);
  });
});

it.each(['path', 'query'])('%s: null is refused', async (name) => {
  await refused(
    ({ v1 }) => v1.get_chain_list!({ [name]: null }),
    new RegExp(`${name} is null; leave it out`),
  );
});

it('an operation of a hand-written table is called by the facts of its entry', async () => {
  const table: OperationTable = {
    find: [
      '/find/{id}',
      'POST',
      'user',
      { body: 'json', bodyRequired: true, safe: true, requiredQuery: ['x'] },
    ],
  };
  const { client, sent } = tinyWith(table, ok([]));
  await client.find!({ path: { id: 1 }, query: { x: 1 }, body: [] });
  expect(sent[0]).toMatchObject({ method: 'POST', target: '/api/v1/find/1?x=1', body: [] });
});
