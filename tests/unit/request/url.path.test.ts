// What is sent in the path, and what is refused before anything is sent.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import { failureOf, json, ok, type Reply } from '../../support/recorder.ts';
import { refused } from '../../support/refused.ts';
import { recorded } from '../../support/tiny/tiny.ts';

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
    const { client, sent } = recorded();
    await client.get({ path: { id } });
    expect(sent[0]).toMatchObject({ method: 'GET', target: `/api/v1/things/${segment}` });
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
    await refused((client) => client.get({ path: { id } }), says);
  });

  it('refuses a call without its path parameters and names the first', async () => {
    await refused((client) => client.old(), /old was not sent: path\.box_id is missing/);
  });

  it('refuses a parameter that the template does not have and lists its own', async () => {
    const path = { box_id: 7, id: 1, client_id: 1 };
    await refused((client) => client.old({ path }), /path\.client_id is not in .*box_id, id/);
  });

  it('does not take an inherited property for a parameter', async () => {
    const path = Object.create({ id: 1 }) as object;
    await refused((client) => client.old({ path: { box_id: 7, ...path } }), /path\.id is missing/);
    await refused(
      (client) => client.request('GET', '/x/{constructor}', { path: {} }),
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
    await refused((client) => client.request('GET', path), /path must begin with/);
  });

  it('leaves the template as it is for the next call', async () => {
    const { client, sent } = recorded();
    await client.old({ path: { box_id: 1, id: 2 } });
    await client.old({ path: { box_id: 3, id: 4 } });
    expect(sent.map(({ target }) => target)).toEqual(['/api/v1/old/1/2', '/api/v1/old/3/4']);
  });
});

describe('the path style', () => {
  const path = { box_id: 1, id: 2 };

  const refusal = () => json(403, { success: false, data: null, meta: { message: 'No right' } });

  function clientOf(paths?: 'published' | 'canonical' | 'legacy', ...replies: Reply[]) {
    const events: string[] = [];
    const hooks = { onResponse: (event: { path: string }) => void events.push(event.path) };
    return { ...recorded(replies, { paths, hooks }), events };
  }

  it('is that of the published description by default', async () => {
    const { client, sent } = clientOf();
    await client.part({ path, query: { page: 2 } });
    expect(sent[0]?.target).toBe('/api/v1/box/1/parts/2?page=2');
  });

  it('sends the canonical path when asked to, with the same arguments', async () => {
    const { client, sent } = clientOf('canonical');
    await client.part({ path, query: { page: 2 } });
    await client.part({ path: { box_id: 1, id: 7 } });
    expect(sent.map((each) => each.target)).toEqual([
      '/api/v1/boxes/1/parts/2?page=2',
      '/api/v1/boxes/1/parts/7',
    ]);
  });

  it('changes nothing for an operation that did not move', async () => {
    const { client, sent } = clientOf('canonical');
    await client.get({ path: { id: 1 } });
    expect(sent[0]?.target).toBe('/api/v1/things/1');
  });

  it('holds for pages', async () => {
    const { client, sent } = clientOf('canonical', ok());
    await client.limited.items().toArray({ limit: 1 });
    expect(sent[0]?.url.pathname).toBe('/api/v1/limits');
  });

  it('leaves errors and events under the published path', async () => {
    const { client, events } = clientOf('canonical', refusal);
    const error = await failureOf(client.part({ path }));
    expect(error).toMatchObject({
      name: 'AltegioPermissionError',
      operationId: 'part',
      path: '/box/{box_id}/parts/{id}',
    });
    expect(events).toEqual(['/box/{box_id}/parts/{id}']);
  });

  it('sends the latest of the earlier paths when asked for the legacy one', async () => {
    const { client, sent } = clientOf('legacy');
    await client.part({ path, query: { page: 2 } });
    await client.get({ path: { id: 1 } });
    expect(sent.map((each) => each.target)).toEqual(['/api/v1/crates/1/parts/2?page=2', '/api/v1/things/1']);
  });

  it('is one of three', () => {
    expect(() => clientOf('canon' as 'canonical')).toThrow(AltegioConfigError);
    expect(() => clientOf('canon' as 'canonical')).toThrow(
      'paths must be one of published, canonical, legacy',
    );
  });
});

describe('a path parameter that may be left out', () => {
  it.each([
    ['published', { box_id: 1 }, '/api/v1/box/1/parts'],
    ['published', { box_id: 1, id: undefined }, '/api/v1/box/1/parts'],
    ['published', { box_id: 1, id: 2 }, '/api/v1/box/1/parts/2'],
    ['canonical', { box_id: 1 }, '/api/v1/boxes/1/parts'],
    ['canonical', { box_id: 1, id: 2 }, '/api/v1/boxes/1/parts/2'],
  ] as const)('takes its segment with it: %s, %j', async (paths, values, target) => {
    const { client, sent } = recorded(ok(), { paths });
    await client.part({ path: values });
    expect(sent[0]?.target).toBe(target);
  });

  it('leaves the others required, and stays in the path that errors name', async () => {
    const { client, sent } = recorded(json(403, { success: false }));
    const missing = await failureOf(client.part({ path: { id: 1 } }));
    expect(missing).toMatchObject({ name: 'AltegioConfigError', path: '/box/{box_id}/parts/{id}' });
    expect(missing.message).toContain('path.box_id is missing');
    const refused = await failureOf(client.part({ path: { box_id: 1 } }));
    expect(refused.path).toBe('/box/{box_id}/parts/{id}');
    expect(sent).toHaveLength(1);
  });

  it.each(['', null, '..'])('is still refused as %j', async (id) => {
    const { client, sent } = recorded(ok());
    const error = await failureOf(client.part({ path: { box_id: 1, id } }));
    expect(error.name).toBe('AltegioConfigError');
    expect(sent).toEqual([]);
  });
});
