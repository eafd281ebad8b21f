// Where requests go: production, the vendor's mock, or the caller's own server.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, type BaseUrl, createAltegio, createClient } from '../../../src/index.ts';
import { altegioWith, failureOf, partner, raw } from '../../support/recorder.ts';
import { recorded, tinyApi } from '../../support/tiny/tiny.ts';

/** One request to each API, and one to an operation with a host of its own. */
async function urls(baseUrl?: BaseUrl): Promise<string[]> {
  const { altegio, sent } = altegioWith([], { baseUrl });
  for (const api of ['v1', 'v2', 'booking', 'developers'] as const) await altegio[api].request('GET', '/any');
  const tiny = recorded([], { baseUrl });
  await tiny.client.elsewhere({ path: { id: 3 }, query: { from: 'a' } });
  return [...sent, ...tiny.sent].map(({ url }) => url.href);
}

describe('each API has its place', () => {
  const production = [
    'https://api.alteg.io/api/v1/any',
    'https://api.alteg.io/api/v2/any',
    'https://api.alteg.io/api/v1/any',
    'https://api.alteg.io/api/v1/any',
    'https://app.example.com/elsewhere/3?from=a',
  ];
  const mock = 'https://developer.alteg.io/_mock/en';
  const own = (base: string, root: string) => [
    `${base}/v1/any`,
    `${base}/v2/any`,
    `${base}/v1/any`,
    `${base}/v1/any`,
    `${root}/elsewhere/3?from=a`,
  ];
  it.each<[string, BaseUrl | undefined, string[]]>([
    ['by default, in production', undefined, production],
    ['in production, operations with a host of their own there', 'production', production],
    [
      'on the vendor’s mock',
      'vendor-mock',
      [
        `${mock}/b2b-v1/openapi/any`,
        `${mock}/b2b-v2/openapi/any`,
        `${mock}/public/openapi/any`,
        `${mock}/developers/openapi/any`,
        `${mock}/b2b-v1/openapi/elsewhere/3?from=a`,
      ],
    ],
    [
      'below a string',
      'https://proxy.example/api',
      own('https://proxy.example/api', 'https://proxy.example'),
    ],
    [
      'below a string with slashes at its end',
      'http://localhost:4010//',
      own('http://localhost:4010', 'http://localhost:4010'),
    ],
    ['below a base with a path', 'http://[::1]:1/a/b/', own('http://[::1]:1/a/b', 'http://[::1]:1')],
    [
      'below a base with an empty query',
      'https://proxy.example/api?',
      own('https://proxy.example/api', 'https://proxy.example'),
    ],
    [
      'below a base with an empty fragment',
      'https://proxy.example/api#',
      own('https://proxy.example/api', 'https://proxy.example'),
    ],
    [
      'at the entries of a map, taken as they are',
      {
        v1: 'http://127.0.0.1:1',
        v2: 'https://b.example/x/',
        booking: 'https://c.example',
        developers: 'http://d.localhost:2',
      },
      [
        'http://127.0.0.1:1/any',
        'https://b.example/x/any',
        'https://c.example/any',
        'http://d.localhost:2/any',
        'http://127.0.0.1:1/elsewhere/3?from=a',
      ],
    ],
  ])('%s', async (_, baseUrl, expected) => {
    expect(await urls(baseUrl)).toEqual(expected);
  });
});

describe('a map without an entry', () => {
  it('is refused by the client of that API', () => {
    const options = { partnerToken: partner, baseUrl: { v2: 'https://x.example' } };
    expect(() => createClient(tinyApi, options)).toThrow(/no entry for v1; it has v2/);
    expect(() => createClient(tinyApi, { ...options, baseUrl: {} })).toThrow(/no entry for v1; it has none/);
  });

  it('serves the APIs that it has; the others are refused when they are asked for', async () => {
    const { altegio, sent } = altegioWith([], { baseUrl: { v1: 'https://x.example' } });
    await altegio.v1.request('GET', '/any');
    expect(sent[0]!.url.host).toBe('x.example');
    expect(() => altegio.v2).toThrow(AltegioConfigError);
  });
});

describe('a base that must not be used', () => {
  it.each([
    ['http: off this machine', 'http://api.alteg.io/api', /must be https:.*tokens would travel/],
    ['http: on a name that only looks local', 'http://127.0.0.1.example.com', /must be https:/],
    ['http: on another name that only looks local', 'http://localhost.example.com', /must be https:/],
    ['another scheme', 'ftp://localhost/', /must be https:/],
    ['a user and a password', 'https://a:b@x.example', /no user, password, query or fragment/],
    ['a query', 'https://x.example/?a=1', /no user, password, query or fragment/],
    ['a fragment', 'https://x.example/#a', /no user, password, query or fragment/],
    ['a relative URL', '/api', /not an absolute URL/],
    ['an empty string', '', /not an absolute URL/],
    ['a word that stands for nothing', 'staging', /not an absolute URL/],
  ])('%s is refused when the client is made', (_, baseUrl, says) => {
    expect(() => createAltegio({ partnerToken: partner, baseUrl })).toThrow(says);
    expect(() => createAltegio({ partnerToken: partner, baseUrl: { v1: baseUrl } })).toThrow(
      AltegioConfigError,
    );
  });

  it('is refused without repeating its password', () => {
    expect(() => createAltegio({ partnerToken: partner, baseUrl: 'https://a:hunter22@x.example' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter22') }),
    );
  });
});

it('redirects are not followed, since the tokens would go along', async () => {
  const { client, sent } = recorded(raw(301, undefined, { location: 'https://elsewhere.example/' }));
  const error = await failureOf(client.list());
  expect(error).toMatchObject({ status: 301, outcome: 'refused' });
  expect(error.message).toContain('Redirects are not followed');
  expect(sent.map(({ redirect }) => redirect)).toEqual(['manual']);
});
