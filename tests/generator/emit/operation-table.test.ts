// generated/<api>.operations.ts, from a tiny description.
import { describe, expect, it } from 'vitest';
import { emitOperations } from '../../../scripts/emit/operation-table.ts';
import type { Body } from '../../../scripts/openapi/document.ts';
import { entryOf } from './table.ts';
import { document, header, id, json, query, single, user } from './tiny.ts';

describe('the operation table', () => {
  it('begins with the header and has one line per operation, by operationId', () => {
    const doc = document({
      '/b': { post: { operationId: 'two', security: [], responses: {} } },
      '/a/{id}': {
        get: { operationId: 'one', security: user, parameters: [id], responses: { 200: json({}) } },
        put: {
          operationId: 'one.more',
          security: user,
          parameters: [id],
          requestBody: json(),
          responses: {},
        },
      },
    });
    expect(emitOperations(doc, 'tiny')).toBe(
      `${header}
import type { OperationTable } from '../src/types.ts';

// Called when the first client of the API is made. Not an arrow: engines load a function without reading its body.
export function operations(): OperationTable {
  return {
    one: ['/a/{id}', 'GET', 'user'],
    'one.more': ['/a/{id}', 'PUT', 'user', { body: 'json' }],
    two: ['/b', 'POST', 'none'],
  };
}
`,
    );
  });

  it('does not depend on the order of the description', () => {
    const get = (operationId: string, parameter: string) => ({
      get: { operationId, security: user, parameters: [{ ...id, name: parameter }], responses: {} },
    });
    const put = (operationId: string) => ({
      put: { operationId, security: user, parameters: [{ ...id, name: 'c' }], responses: {} },
    });
    const paths = Object.entries({ '/x/{b}': get('b', 'b'), '/x/{c}': put('c'), '/x/{a}': get('a', 'a') });
    const [first, second] = [paths, paths.toReversed()].map((order) =>
      emitOperations(document(Object.fromEntries(order)), 'tiny'),
    );
    expect(first).toBe(second);
  });

  it('says every fact in its place', () => {
    const doc = single(
      {
        security: [{ BearerPartner: [] }],
        parameters: [
          id,
          query('from', 'string', { required: true }),
          query('ids', 'array', { 'x-altegio-array': 'comma' }),
        ],
        requestBody: { required: true, ...json({ type: 'object' }) },
        'x-altegio-safe': true,
        'x-altegio-server': 'https://app.example.com',
        'x-altegio-paging': {
          style: 'page-body',
          in: 'body',
          page: 'page',
          size: 'page_size',
          max: 200,
          items: 'data',
        },
      },
      'post',
    );
    expect(entryOf(doc)).toEqual([
      '/things/{id}',
      'POST',
      'partner',
      {
        body: 'json',
        bodyRequired: true,
        safe: true,
        query: 'from ids',
        requiredQuery: ['from'],
        commaQuery: ['ids'],
        server: 'https://app.example.com',
        paging: {
          style: 'page-body',
          in: 'body',
          page: 'page',
          size: 'page_size',
          max: 200,
          items: [['data']],
        },
      },
    ]);
  });

  it.each([
    [
      {
        style: 'page-count',
        in: 'query',
        page: 'page',
        size: 'count',
        items: 'data',
        total: 'meta.count',
        key: 'id',
      },
      { items: [['data']], total: ['meta', 'count'] },
    ],
    [{ style: 'page-count', in: 'body', page: 'page', size: 'limit', items: 'data' }, { items: [['data']] }],
    [
      { style: 'date-cursor', in: 'body', page: 'from', size: 'to', items: 'data.a+data.b' },
      {
        items: [
          ['data', 'a'],
          ['data', 'b'],
        ],
      },
    ],
  ] as const)('takes paging facts as they are, with paths as lists: %j', (paging, paths) => {
    // A page may be asked for where no parameter is described for it.
    const facts = { ...(paging.in === 'query' && { query: 'count page' }), paging: { ...paging, ...paths } };
    expect(entryOf(single({ 'x-altegio-paging': paging }))).toEqual(['/things/{id}', 'GET', 'user', facts]);
  });

  it('marks safety only where it differs from what the method says', () => {
    const marked = (safe: boolean, method?: string) => entryOf(single({ 'x-altegio-safe': safe }, method));
    expect(marked(true)).toEqual(['/things/{id}', 'GET', 'user']);
    expect(marked(false)).toEqual(['/things/{id}', 'GET', 'user', { safe: false }]);
    expect(marked(false, 'head')).toEqual(['/things/{id}', 'HEAD', 'user', { safe: false }]);
    expect(marked(true, 'head')).toEqual(['/things/{id}', 'HEAD', 'user']);
    expect(marked(false, 'post')).toEqual(['/things/{id}', 'POST', 'user']);
  });

  it('marks forms, optional bodies and files', () => {
    const multipart = { content: { 'multipart/form-data': { schema: { type: 'object' } } } };
    const pdf = { 200: { content: { 'application/pdf': {} } } };
    expect(entryOf(single({ requestBody: { required: true, ...multipart } }, 'post'))).toContainEqual({
      body: 'multipart',
      bodyRequired: true,
    });
    expect(entryOf(single({ requestBody: json({}) }, 'post'))).toContainEqual({ body: 'json' });
    expect(entryOf(single({ responses: pdf }))).toContainEqual({ response: 'blob' });
  });

  it.each<[string, Record<string, Body>, string | undefined]>([
    ['an object', { 200: json({ type: 'object' }) }, undefined],
    ['an object by its parts', { 200: json({ anyOf: [{ type: 'object' }] }) }, undefined],
    ['an object or nothing', { 200: json({ type: 'object' }), 204: {} }, undefined],
    ['a list', { 201: json({ type: 'array' }) }, 'array'],
    ['a list or an object', { 200: json({ type: ['object', 'array'] }) }, 'array'],
    ['nothing', { 204: {}, 400: json({ type: 'object' }) }, 'none'],
    ['JSON with a status that has none', { 204: json({ type: 'object' }) }, 'none'],
    ['no content', { 202: { description: 'Accepted' } }, 'none'],
    ['JSON of no description', { 200: { content: { 'application/json': {} } } }, 'none'],
  ])('says what a success of %s promises', (_, responses, promised) => {
    const [, , , facts] = entryOf(single({ responses }, 'put')) as [string, string, string, object?];
    expect(facts).toEqual(promised && { response: promised });
  });

  it('marks a response of which nobody knows whether it comes in the envelope', () => {
    expect(entryOf(single({ 'x-altegio-envelope': 'maybe' }))).toContainEqual({ envelope: 'maybe' });
    expect(entryOf(single({ 'x-altegio-envelope': 'always' }))).not.toContainEqual({ envelope: 'always' });
  });

  it('names the query parameters, marked by what their values are', () => {
    const parameters = [
      query('title', 'string'),
      query('from', 'string', { schema: { type: 'string', format: 'date' } }),
      query('filter[to]', 'string', { schema: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } }),
      query('price', 'number'),
      query('page', 'integer', { schema: { type: 'integer', minimum: 1 } }),
      query('my', 'integer', { schema: { type: ['integer', 'boolean'] } }),
      query('filter[ids][]', 'array'),
      query('id', 'number'),
      query('id[]', 'array'),
    ];
    const names = 'filter[ids] filter[to]@ from@ further id my page+ price# title';
    expect(entryOf(single({ parameters, 'x-altegio-query-names': ['further[]'] }))).toContainEqual({
      query: names,
    });
  });

  it.each(["it's", 'a"b', 'a b', 'a,b', 'back\\slash', 'a\nb', '`'])(
    'keeps any name as it is: %j',
    (name) => {
      const doc = single({ parameters: [query(name, 'string', { required: true })] });
      expect(entryOf(doc)).toContainEqual({ query: name, requiredQuery: [name] });
    },
  );

  it.each([
    [
      'of two alternatives the one that asks for less',
      [{ BearerPartnerUser: [] }, { BearerPartner: [] }],
      'partner',
    ],
    [
      'the user where both tokens are asked for at once',
      [{ BearerPartner: [], BearerPartnerUser: [] }],
      'user',
    ],
    ['the known one of two alternatives', [{ OAuth2: [] }, { BearerPartnerUser: [] }], 'user'],
  ])('takes %s', (_, security, token) => {
    expect(entryOf(single({ security }))).toEqual(['/things/{id}', 'GET', token]);
  });

  it('refuses a security scheme that nobody knows, also beside a known one', () => {
    const security = [{ BearerPartner: [], Signature: [] } as Record<string, string[]>];
    expect(() => entryOf(single({ security }))).toThrow(/get_thing: unknown security scheme .*Signature/);
  });
});
