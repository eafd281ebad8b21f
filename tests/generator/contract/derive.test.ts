// The computed corrections: which patterns of a description are corrected by themselves.
import { describe, expect, test } from 'vitest';
import { loadSnapshot } from '../../../scripts/contract/contract.ts';
import { deriveOverlay, stringifyOverlay } from '../../../scripts/contract/derive.ts';
import { applyOverlay } from '../../../scripts/contract/overlay.ts';
import { checkOverlay } from '../../../scripts/contract/overlay-document.ts';
import { apis } from '../../../scripts/openapi/apis.ts';
import type { Body, OpenApi, Parameter, Schema } from '../../../scripts/openapi/document.ts';
import { api, description, operation } from './tiny.ts';

function corrected(doc: OpenApi): OpenApi {
  const overlay = deriveOverlay(api, doc);
  return overlay.actions.length === 0 ? doc : applyOverlay(doc, checkOverlay(overlay, 'derived'), 'derived');
}

function json(schema: Schema, required?: boolean): Body {
  return { content: { 'application/json': { schema } }, ...(required === undefined ? {} : { required }) };
}

describe('the derived overlay', () => {
  const header = (name: string, place = 'header'): Parameter => ({
    name,
    in: place,
    required: true,
    schema: {},
  });

  test.each([
    ['Accept', 'header'],
    ['content-type', 'header'],
    ['Authorizarion', 'header'],
    ['Conetnt-Type', 'header'],
    ['Authorization', 'query'],
  ])('removes %s in %s from an operation', async (name, place) => {
    const id = header('id', 'query');
    const doc = corrected(
      description({ '/a': { get: operation({ parameters: [header(name, place), id] }) } }),
    );
    expect(doc.paths['/a']?.get?.parameters).toEqual([id]);
  });

  test.each([
    ['Accept-Language', 'header'],
    ['X-Request-Id', 'header'],
    ['except', 'query'],
    ['accept', 'path'],
  ])('keeps %s in %s', async (name, place) => {
    const parameters = [header(name, place)];
    const doc = corrected(description({ '/a': { get: operation({ parameters }) } }));
    expect(doc.paths['/a']?.get?.parameters).toEqual(parameters);
  });

  test('removes shared headers where they are used and where they are defined', async () => {
    const id = header('id', 'query');
    const parameters = [
      { $ref: '#/components/parameters/accept_header' },
      { $ref: '#/components/parameters/id' },
    ];
    const components = { parameters: { accept_header: header('Accept'), id } };
    const doc = corrected(description({ '/a': { get: operation({ parameters }) } }, { components }));
    expect(doc.paths['/a']?.get?.parameters).toEqual([{ $ref: '#/components/parameters/id' }]);
    expect(doc.components?.parameters).toEqual({ id });
  });

  test('names the media type of a */* body', async () => {
    const schema = { type: 'object' };
    const doc = corrected(
      description({ '/a': { post: operation({ requestBody: { content: { '*/*': { schema } } } }) } }),
    );
    expect(doc.paths['/a']?.post?.requestBody).toEqual({ content: { 'application/json': { schema } } });
    expect(doc.paths['/a']?.post?.['x-altegio-body']).toBe('json');
  });

  const demanding: Schema = { type: 'object', required: ['name'] };
  test.each<[string, Schema, true | undefined]>([
    ['required fields', demanding, true],
    ['a reference to such a schema', { $ref: '#/components/schemas/demanding' }, true],
    ['alternatives that all have some', { oneOf: [demanding, demanding] }, true],
    ['a part that has some', { allOf: [{}, demanding] }, true],
    ['an alternative that has none', { anyOf: [demanding, {}] }, undefined],
    ['optional fields only', { type: 'object', properties: { name: {} } }, undefined],
  ])('demands a body whose schema has %s: %#', async (_, schema, required) => {
    const components = { schemas: { demanding } };
    const doc = corrected(
      description({ '/a': { post: operation({ requestBody: json(schema, false) }) } }, { components }),
    );
    expect(doc.paths['/a']?.post?.requestBody).toEqual(json(schema, required ?? false));
  });

  test('moves a path that repeats the path of the server, and corrects it there', async () => {
    const post = operation({
      parameters: [header('Accept'), header('id', 'query')],
      requestBody: json(demanding),
    });
    const doc = corrected(
      description({
        '/api/v1/a/{id}': { post },
        '/api/v10/b': { get: operation({ operationId: 'get_other' }) },
      }),
    );
    expect(Object.keys(doc.paths)).toEqual(['/api/v10/b', '/a/{id}']);
    expect(doc.paths['/a/{id}']?.post).toMatchObject({
      parameters: [header('id', 'query')],
      requestBody: { required: true },
    });
  });

  test('merges templates that differ in names only into the one with most operations', async () => {
    const path = (name: string): Parameter => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    });
    const doc = corrected(
      description({
        '/a/{entity}': { get: operation({ parameters: [path('entity')] }) },
        '/a/{id}': { put: operation({ operationId: 'put' }), delete: operation({ operationId: 'delete' }) },
      }),
    );
    expect(Object.keys(doc.paths)).toEqual(['/a/{id}']);
    expect(doc.paths['/a/{id}']?.get?.parameters).toEqual([{ ...path('id'), 'x-altegio-name': 'entity' }]);
  });

  test('refuses to merge templates that have a method in common', () => {
    const item = { get: operation() };
    expect(() => deriveOverlay(api, description({ '/a/{x}': item, '/a/{y}': item }))).toThrow(
      'both have get',
    );
  });

  test('moves an operation at a foreign URL to the webhooks', async () => {
    const post = operation({ operationId: 'receive', parameters: [header('Accept')] });
    const doc = corrected(description({ '/https://your.example': { post } }));
    expect(doc.paths).toEqual({});
    expect(doc.webhooks).toEqual({ receive: { post: operation({ operationId: 'receive' }) } });
  });

  test.each([
    ['application/json', 'json'],
    ['application/vnd.api+json', 'json'],
    ['multipart/form-data', 'multipart'],
  ])('marks a body of %s as %s', async (type, kind) => {
    const doc = corrected(
      description({ '/a': { post: operation({ requestBody: { content: { [type]: {} } } }) } }),
    );
    expect(doc.paths['/a']?.post?.['x-altegio-body']).toBe(kind);
  });

  test('refuses a body that the client cannot send', () => {
    const requestBody = { content: { 'text/csv': {} } };
    const doc = description({ '/a': { post: operation({ requestBody }) } });
    expect(() => deriveOverlay(api, doc)).toThrow('get_thing');
  });

  test('marks the server of an operation that has its own', async () => {
    const servers = [{ url: 'https://app.example' }];
    const doc = corrected(description({ '/a': { get: operation({ servers }) } }));
    expect(doc.paths['/a']?.get?.['x-altegio-server']).toBe('https://app.example');
  });

  test('marks arrays sent with commas, in operations and in shared parameters', async () => {
    const ids: Parameter = { name: 'ids', in: 'query', explode: false, schema: { type: 'array' } };
    const plain: Parameter = { name: 'plain', in: 'query', schema: { type: 'array' } };
    const components = { parameters: { ids, plain } };
    const doc = corrected(
      description({ '/a': { get: operation({ parameters: [ids, plain] }) } }, { components }),
    );
    const marked = { ...ids, 'x-altegio-array': 'comma' };
    expect(doc.paths['/a']?.get?.parameters).toEqual([marked, plain]);
    expect(doc.components?.parameters).toEqual({ ids: marked, plain });
  });

  test('makes a list of repeated keys of every query parameter with brackets in its name', async () => {
    const list: Parameter = {
      name: 'a[]',
      in: 'query',
      explode: false,
      schema: { type: 'array', items: {} },
    };
    const single: Parameter = { name: 'b[]', in: 'query', schema: { type: 'string', enum: ['x'] } };
    const doc = corrected(description({ '/a': { get: operation({ parameters: [list, single] }) } }));
    expect(doc.paths['/a']?.get?.parameters).toEqual([
      { ...list, explode: true },
      { ...single, schema: { type: 'array', items: single.schema } },
    ]);
  });

  test.each(apis)(
    'of $vendor is deterministic, and applied twice corrects nothing more',
    async ({ name }) => {
      const snapshot = await loadSnapshot(name);
      const info = apis.find((each) => each.name === name)!;
      const first = stringifyOverlay(deriveOverlay(info, snapshot));
      expect(stringifyOverlay(deriveOverlay(info, structuredClone(snapshot)))).toBe(first);
      const once = corrected(snapshot);
      expect(corrected(once)).toEqual(once);
    },
  );
});
