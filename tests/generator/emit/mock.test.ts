// generated/<api>.mock.json, from a tiny description.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { emitMock, type MockFacts, mockView } from '../../../scripts/emit/mock/contract.ts';
import { apis } from '../../../scripts/openapi/apis.ts';
import {
  type Body,
  type Example,
  type Json,
  type OpenApi,
  type Operation,
  type Reference,
  resolve,
  type Schema,
} from '../../../scripts/openapi/document.ts';
import { operationsOf } from '../../../scripts/openapi/operations.ts';
import { id, json, query, single, user } from './tiny.ts';

describe('the mock view', () => {
  const operationOf = (doc: OpenApi) =>
    Object.values(mockView(doc).paths['/things/{id}'] ?? {})[0] as Operation;

  it('offers every JSON response under the media type that the API demands', () => {
    const doc = single({ responses: { 200: json({ type: 'object', properties: { a: {} } }), 404: json() } });
    const media = (schema: string, name: string, example: string) => ({
      schema: { $ref: `#/components/schemas/${schema}` },
      examples: { [name]: { $ref: `#/components/examples/${example}` } },
    });
    const found = media('get_thing_200', 'get_thing_200', 'get_thing_200');
    const gone = media('error', 'notFound', 'error_404_notFound');
    expect(operationOf(doc).responses).toMatchObject({
      200: {
        description: '',
        content: { 'application/json': found, 'application/vnd.api.v2+json': found },
      },
      404: { $ref: '#/components/responses/failure_404' },
    });
    expect(mockView(doc).components?.responses?.failure_404).toEqual({
      description: '',
      content: { 'application/json': gone, 'application/vnd.api.v2+json': gone },
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

  it('responds without the segment of a path parameter that may be left out', () => {
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

  it('begins with a note, is JSON, and has one line per operation', () => {
    const text = emitMock(mockView(single({})), 'tiny');
    expect(text.startsWith('{\n"x-generated":"by scripts/generate.ts from openapi/tiny.yaml')).toBe(true);
    expect(JSON.parse(text).paths['/things/{id}'].get.operationId).toBe('get_thing');
    expect(text.split('\n').filter((each) => each.startsWith('"get":{'))).toHaveLength(1);
  });
});

describe('the examples of the mock view', () => {
  const exampleOf = (schema: Schema, more: Partial<Operation> = {}) => {
    const view = mockView(single({ responses: { 200: json(schema) }, ...more }));
    return view.components?.examples?.get_thing_200?.value;
  };
  const fieldOf = (schema: Schema, name = 'x') =>
    (exampleOf({ type: 'object', properties: { [name]: schema } }) as Json)[name];

  it.each([
    '^(record|visit)_[0-9]+$',
    '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$',
    '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}$',
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{4}$',
    '^#[0-9a-f]{6}$',
    '^[0-9]{9,15}$',
  ])('match %s', (pattern) => {
    expect(fieldOf({ type: 'string', pattern })).toMatch(new RegExp(pattern));
  });

  it('are multiples where the schema wants them', () => {
    const value = fieldOf({ type: 'integer', multipleOf: 300, minimum: 1, maximum: 3000 }) as number;
    expect(value).toBeGreaterThan(0);
    expect(value % 300).toBe(0);
  });

  it('keep to the values that the schema lists', () => {
    expect(['a', 'b']).toContain(fieldOf({ type: ['string', 'null'], enum: [null, 'a', 'b'] }, 'phone'));
    expect(fieldOf({ const: 7 }, 'phone')).toBe(7);
  });

  it('go by the names of fields, as far as the schema accepts it', () => {
    expect(fieldOf({ type: ['string', 'null'] }, 'phone')).toMatch(/^131555501\d\d$/);
    expect(fieldOf({ type: 'integer' }, 'phone')).toBeGreaterThanOrEqual(13_155_550_100);
    expect(fieldOf({ type: 'string', maxLength: 3 }, 'phone')).toMatch(/^.{0,3}$/);
    const [first] = fieldOf({ type: 'array', items: { type: 'string' } }, 'emails') as string[];
    expect(first).toMatch(/^[a-z.]+@example\.com$/);
    expect(fieldOf({ type: 'boolean' }, 'is_deleted')).toBe(false);
  });

  it('prefer what tells something: no null, no empty list, no endless nesting', () => {
    const union = {
      anyOf: [
        { type: 'array', maxItems: 0 },
        { type: 'null' },
        { type: 'object', properties: { id: { type: 'integer' } } },
      ],
    };
    expect(fieldOf(union as Schema)).toEqual({ id: expect.any(Number) });
    const doc = single({ responses: { 200: json({ $ref: '#/components/schemas/Category' }) } });
    doc.components!.schemas!.Category = {
      type: 'object',
      properties: { children: { type: 'array', items: { $ref: '#/components/schemas/Category' } } },
    };
    const examples = mockView(doc).components!.examples as Record<string, { value: { children: object[] } }>;
    expect(examples.Category!.value.children[0]).toEqual({ children: [] });
  });

  it('end the lists of paged operations, with the total', () => {
    const list = {
      type: 'object',
      properties: {
        data: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
        meta: { type: 'object', properties: { total: { type: 'integer' } } },
      },
    };
    const paging = {
      style: 'page-count',
      in: 'query',
      page: 'page',
      size: 'count',
      items: 'data',
      total: 'meta.total',
    } as const;
    const { data, meta } = exampleOf(list, { 'x-altegio-paging': paging }) as { data: unknown[]; meta: Json };
    expect(data.length).toBeGreaterThanOrEqual(1);
    expect(meta.total).toBe(data.length);
  });

  it('say in the form of the API what a refusal says', () => {
    const refusals = (servers: object) => {
      const doc = { ...single({ responses: { 200: {}, 403: json({}), 422: json({}) } }), ...servers };
      const examples = mockView(doc).components!.examples!;
      return [examples.error_403_forbidden!.value, examples.error_422_validationFailed!.value];
    };
    expect(refusals({})).toEqual([
      { success: false, data: null, meta: { message: 'No rights to do this' } },
      {
        success: false,
        data: null,
        meta: { message: 'Validation error', errors: { phone: [expect.any(String)] } },
      },
    ]);
    const source = { pointer: '/data/attributes/phone' };
    expect(refusals({ servers: [{ url: 'https://example.com/api/v2' }] })).toMatchObject([
      { errors: [{ status: '403', title: 'No rights to do this' }] },
      { errors: [{ status: '422', title: 'Validation error', source }] },
    ]);
  });
});

describe('the failures of the mock view', () => {
  const responsesOf = (doc: OpenApi, facts?: MockFacts) => {
    const view = mockView(doc, facts);
    const { responses } = view.paths['/things/{id}']!.get!;
    const namesOf = (response: Body | Reference) =>
      Object.keys(resolve<Body>(view, response).content?.['application/json']?.examples ?? {});
    return Object.fromEntries(
      Object.entries(responses!).map(([status, response]) => [status, namesOf(response)]),
    );
  };

  it('are there with every status that any call may meet, and those that are described', () => {
    expect(responsesOf(single({ responses: { 409: json({}) } }))).toEqual({
      400: ['badRequest'],
      401: ['unauthorized', 'unauthorizedWithoutMessage'],
      403: ['forbidden'],
      404: ['notFound'],
      409: ['conflict'],
      422: ['validationFailed', 'validationFailedAsList'],
      429: ['tooManyRequests'],
      500: ['serverError'],
    });
  });

  it('have the codes that an operation names, with the status of each', () => {
    const seen = [{ at: 'tiny.get_thing', except: [3] }];
    const values = {
      taken: { value: 1, text: 'It is taken.' },
      barred: { value: 2, text: 'You are barred.', status: 403 },
      unsaid: { value: 3, text: 'Of another operation.' },
    };
    const table = { name: 'Code', description: '', status: 422, values, seen };
    const facts = { api: 'tiny', codes: { groups: [{ title: '', tables: [table] }], left_out: [] } };
    const found = responsesOf(single({}), facts);
    expect(found[403]).toEqual(['forbidden', 'barred']);
    expect(found[422]).toEqual(['validationFailed', 'validationFailedAsList', 'taken']);
    const { examples } = mockView(single({}), facts).components!;
    expect(examples!.error_422_taken!.value).toMatchObject({
      success: false,
      meta: { errors: [{ code: 1, message: 'It is taken.' }] },
    });
    expect(responsesOf(single({}), { ...facts, api: 'other' })[422]).not.toContain('taken');
  });
});

describe.each(apis.map(({ name }) => name))('generated/%s.mock.json', (name) => {
  const doc = JSON.parse(
    readFileSync(join(import.meta.dirname, `../../../generated/${name}.mock.json`), 'utf8'),
  ) as OpenApi;
  const media = operationsOf(doc).flatMap(({ id, operation }) =>
    Object.entries(operation.responses ?? {}).flatMap(([status, response]) =>
      Object.entries(resolve<Body>(doc, response).content ?? {}).map(([type, each]) => ({
        ...each,
        at: `${id} ${status} ${type}`,
      })),
    ),
  );

  it('has an example of every response', () => {
    expect(media.length).toBeGreaterThan(50);
    expect(media.filter(({ examples }) => !examples).map(({ at }) => at)).toEqual([]);
  });

  it('has every failure of every operation', () => {
    const wanted = ['400', '401', '403', '404', '422', '429', '500'];
    const lacking = operationsOf(doc).filter(({ operation }) =>
      wanted.some((status) => !operation.responses?.[status]),
    );
    expect(lacking.map(({ id }) => id)).toEqual([]);
  });

  it('has no example that its schema refuses', () => {
    const ajv = new Ajv.default({ strict: false, logger: false, inlineRefs: false });
    formats.default(ajv);
    ajv.addSchema({ ...doc, $id: 'doc' });
    const pairs = new Map(
      media.flatMap(({ schema, examples }) =>
        (Object.values(examples!) as Reference[]).map(
          (example) => [`${schema!.$ref} ${example.$ref}`, [schema!, example]] as const,
        ),
      ),
    );
    const faults = [...pairs.values()].map(([schema, example]) => {
      const { value } = resolve<Example>(doc, example);
      const validate = schema.$ref ? ajv.getSchema(`doc${schema.$ref}`)! : ajv.compile(schema);
      return validate(value) ? '' : `${example.$ref}: ${ajv.errorsText(validate.errors)}`;
    });
    expect(faults.filter(Boolean)).toEqual([]);
  });
});
