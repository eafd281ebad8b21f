// generated/<api>.mock.json, from a tiny description.
import { describe, expect, it } from 'vitest';
import { emitMock, mockView } from '../../../scripts/emit/mock/contract.ts';
import { exampleOf, matching } from '../../../scripts/emit/mock/samples.ts';
import type { OpenApi, Operation } from '../../../scripts/openapi/document.ts';
import { id, json, query, single, user } from './tiny.ts';

describe('the mock view', () => {
  const operationOf = (doc: OpenApi) =>
    Object.values(mockView(doc).paths['/things/{id}'] ?? {})[0] as Operation;

  it('offers every JSON answer under the media type that the API demands', () => {
    const doc = single({ responses: { 200: json({ type: 'object', properties: { a: {} } }), 404: json() } });
    const schema = { $ref: '#/components/schemas/get_thing_200' };
    const any = { $ref: '#/components/schemas/get_thing_404' };
    expect(operationOf(doc).responses).toEqual({
      200: {
        description: '',
        content: { 'application/json': { schema }, 'application/vnd.api.v2+json': { schema } },
      },
      404: {
        description: '',
        content: { 'application/json': { schema: any }, 'application/vnd.api.v2+json': { schema: any } },
      },
    });
    expect(mockView(doc).components?.schemas).toHaveProperty('get_thing_200');
  });

  it('names query arrays as they are sent', () => {
    const parameters = [
      query('a', 'array'),
      query('b[]', 'array'),
      query('c', 'array', { 'x-altegio-array': 'comma' }),
      query('d', 'string'),
    ];
    const names = operationOf(single({ parameters })).parameters?.map((each) => 'name' in each && each.name);
    expect(names).toEqual(['a[]', 'b[]', 'c', 'd']);
  });

  it('answers without the segment of a path parameter that may be left out', () => {
    const doc = single({ parameters: [{ ...id, 'x-altegio-optional': true }, query('a', 'string')] });
    const { paths } = mockView(doc);
    expect(Object.keys(paths)).toEqual(['/things/{id}', '/things']);
    const shorter = paths['/things']?.get as Operation;
    expect(shorter.operationId).toBeUndefined();
    expect(shorter.parameters).toEqual([query('a', 'string')]);
  });

  it('leaves the shorter path to an operation that is published there', () => {
    const all = { operationId: 'get_things', security: user, responses: {} };
    const doc = single({ parameters: [{ ...id, 'x-altegio-optional': true }] });
    const { paths } = mockView({ ...doc, paths: { ...doc.paths, '/things': { get: all } } });
    expect(paths['/things']?.get).toMatchObject({ operationId: 'get_things' });
  });

  it('drops servers, marks and prose, but no property of these names', () => {
    const schema = { type: 'object', properties: { description: { type: 'object', description: 'x' } } };
    const doc = single({
      summary: 'x',
      servers: [{ url: 'https://b.example' }],
      responses: { 200: json(schema) },
    });
    const view = mockView(doc);
    expect(view.servers).toBeUndefined();
    expect(operationOf(doc)).not.toHaveProperty('servers');
    expect(operationOf(doc)).not.toHaveProperty('summary');
    expect(view.components?.schemas?.get_thing_200).toEqual({
      type: 'object',
      properties: { description: { type: 'object' } },
    });
  });

  it('turns unions into a form that has one answer', () => {
    const schema = { type: 'object', properties: { a: {} }, oneOf: [{ required: ['a'] }] };
    const view = mockView(single({ responses: { 200: json(schema) } }));
    expect(view.components?.schemas?.get_thing_200).toEqual({
      type: 'object',
      properties: { a: {} },
      allOf: [{ anyOf: [{ required: ['a'] }] }],
    });
  });

  it('begins with a note, is JSON, and has one line per operation', () => {
    const text = emitMock(single({}), 'tiny');
    expect(text.startsWith('{\n"x-generated":"by scripts/generate.ts from openapi/tiny.yaml')).toBe(true);
    expect(JSON.parse(text).paths['/things/{id}'].get.operationId).toBe('get_thing');
    expect(text.split('\n').filter((each) => each.startsWith('"get":{'))).toHaveLength(1);
  });
});

describe('the examples of the mock view', () => {
  it.each([
    '^(record|visit)_[0-9]+$',
    '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$',
    '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}$',
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{4}$',
    '^#[0-9a-f]{6}$',
    '^[0-9]{9,15}$',
  ])('match %s', (pattern) => {
    expect(matching(pattern)).toMatch(new RegExp(pattern));
  });

  it('are multiples where the schema wants them', () => {
    expect(exampleOf({ type: 'integer', multipleOf: 300, minimum: 1 })).toBe(300);
  });

  it('are not added where the schema has a value of its own', () => {
    expect(exampleOf({ pattern: '^a$', default: 'a' })).toBeUndefined();
  });

  it('fail loudly on a pattern that is too hard', () => {
    expect(() => matching('^(?=b)a$')).toThrow(/cannot make an example/);
  });
});
