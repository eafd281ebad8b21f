// The validators of a contract: what they find, that they carry nothing along, and that they are the same every time.
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../scripts/openapi/document.ts';
import { document, json } from './tiny.ts';
import { differences, modulesOf, responding, validatorsOf } from './validation.ts';

const thing: Schema = {
  type: 'object',
  required: ['id', 'name'],
  properties: {
    id: { type: 'integer' },
    name: { type: ['string', 'null'] },
    code: { type: 'integer', enum: [0, 1, 2] },
    'odd"/~name': { type: 'boolean' },
  },
};

describe('a validator', () => {
  it('finds nothing in what the contract allows', async () => {
    const found = await differences(thing);
    expect(found({ id: 1, name: null, code: 2, 'odd"/~name': true, more: 1 })).toEqual([]);
  });

  it('tells a missing field, another type, null and a value that is not listed', async () => {
    const found = await differences(thing);
    expect(found({ name: 5 })).toEqual([
      '/id missing: integer, not nothing',
      '/name type: string or null, not integer',
    ]);
    expect(found({ id: null, name: 'A', code: 7 })).toEqual([
      '/id type: integer, not null',
      '/code value: one of 0, 1, 2, not integer',
    ]);
    expect(found({ id: 1.5, name: [] })).toEqual([
      '/id type: integer, not number',
      '/name type: string or null, not array',
    ]);
    expect(found([])).toEqual([' type: object, not array']);
  });

  it('tells of a code that is new', async () => {
    const code: Schema = { type: ['string', 'null'], 'x-altegio-values': ['new', 'old'] };
    const found = await differences({ type: 'object', properties: { code } });
    expect(['new', null].flatMap((each) => found({ code: each }))).toEqual([]);
    expect(found({ code: 'other' })).toHaveLength(1);
  });

  it('escapes names in pointers', async () => {
    const found = await differences({ ...thing, required: ['odd"/~name'] });
    expect(found({})).toEqual(['/odd"~1~0name missing: boolean, not nothing']);
    expect(found({ 'odd"/~name': 1 })).toEqual(['/odd"~1~0name type: boolean, not integer']);
  });

  it('says of a wrong type nothing about its value', async () => {
    const found = await differences(thing);
    expect(found({ id: 1, name: null, code: 'x' })).toEqual(['/code type: integer, not string']);
  });

  it('names undeclared fields only when it is asked to, and no key that may be data', async () => {
    const found = await differences({ type: 'object', properties: { inner: thing } });
    const value = { inner: { id: 1, name: 'A', extra: {} }, '+44 20 7123': 1, more: null };
    expect(found(value)).toEqual([]);
    expect(found(value, true).sort()).toEqual([
      '/* undeclared: no such field, not integer',
      '/inner/extra undeclared: no such field, not object',
      '/more undeclared: no such field, not null',
    ]);
  });

  it('puts a star in place of the keys of a map', async () => {
    const found = await differences({ type: 'object', additionalProperties: thing });
    expect(found({ '2026-03-02': { name: 'A' } }, true)).toEqual(['/*/id missing: integer, not nothing']);
  });

  it('names a field that the contract forbids', async () => {
    const found = await differences({ ...thing, additionalProperties: false });
    expect(found({ id: 1, name: 'A', more: true })).toEqual(['/more undeclared: no such field, not boolean']);
  });

  it('reads a choice between types as one, and says what is wrong inside', async () => {
    const found = await differences({ anyOf: [{ type: 'array', maxItems: 0 }, thing, { type: 'null' }] });
    expect([[], null, { id: 1, name: 'A' }].flatMap((value) => found(value))).toEqual([]);
    expect(found({ id: 1 })).toEqual(['/name missing: string or null, not nothing']);
    expect(found([1])).toEqual([' value: no items, not array']);
    expect(found('x')).toEqual([' type: array or object or null, not string']);
  });

  it('sums a choice between forms of one type up', async () => {
    const form = (kind: string): Schema => ({
      type: 'object',
      required: ['kind', kind],
      properties: { kind: { const: kind }, [kind]: { type: 'integer' } },
    });
    const found = await differences({ type: 'array', items: { oneOf: [form('a'), form('b')] } });
    expect(
      found(
        [
          { kind: 'a', a: 1 },
          { kind: 'b', b: 1, c: 2 },
        ],
        true,
      ),
    ).toEqual([]);
    expect(found([{ kind: 'b', b: 'x' }])).toEqual(['/0 type: one of 2 forms (object), not object']);
  });

  it('takes objects that all hold as one', async () => {
    const more: Schema = { type: 'object', required: ['more'], properties: { more: { type: 'string' } } };
    const found = await differences({ allOf: [thing, more] });
    expect(found({ id: 1, name: 'A', more: 'x' }, true)).toEqual([]);
    expect(found({ id: 1, name: 'A' })).toEqual(['/more missing: string, not nothing']);
  });

  it('stops where a schema contains itself', async () => {
    const tree: Schema = {
      type: 'object',
      properties: { id: { type: 'integer' }, child: { $ref: '#/components/schemas/tree' } },
    };
    const found = await differences({ $ref: '#/components/schemas/tree' }, { tree });
    expect(found({ id: 'x', child: { id: 'x' } })).toEqual(['/id type: integer, not string']);
  });

  it('has a function of its own for each status and for the request', async () => {
    const post = {
      operationId: 'create',
      requestBody: json({ type: 'object', properties: { name: { type: 'string', minLength: 2 } } }),
      responses: {
        200: json(thing),
        201: json(thing),
        202: json({ type: 'array' }),
        204: {},
        400: json(thing),
      },
    };
    const { responses, request, ...more } = await validatorsOf(document({ '/things': { post } }), 'create');
    expect(Object.keys(responses)).toEqual(['200', '201', '202']);
    expect(responses[200]).toBe(responses[201]);
    expect(request!({ name: '\u{1f600}' }, '')).toEqual([
      ['/name', 'value', 'at least 2 characters', '\u{1f600}'],
    ]);
    expect(more).toEqual({});
  });

  it('tells a code that is new, which leaves an alternative right', async () => {
    const kind = { type: ['string', 'null'], 'x-altegio-values': ['a', 'b'] };
    const found = await differences({ type: 'object', properties: { kind } });
    expect([{ kind: 'a' }, { kind: null }, {}].flatMap((value) => found(value))).toEqual([]);
    expect(found({ kind: 'c' })).toEqual(['/kind code: one of "a", "b", not string']);
    expect(found({ kind: 1 })).toEqual(['/kind type: string or null, not integer']);
    const form = (name: string): Schema => ({ type: 'object', required: [name], properties: { kind } });
    const ofTwo = await differences({ oneOf: [form('one'), form('two')] });
    expect(ofTwo({ one: 1, kind: 'c' })).toEqual([]);
  });

  it('agrees with ajv on any value', async () => {
    const schema: Schema = {
      type: 'object',
      required: ['a'],
      properties: {
        a: { anyOf: [thing, { type: 'array', maxItems: 0 }] },
        b: { type: 'array', items: { type: ['integer', 'null'], minimum: 0 }, uniqueItems: true },
        c: { oneOf: [{ type: 'string', pattern: '^[ab]*$' }, { const: 3 }, { type: 'null' }] },
      },
    };
    const found = await differences(schema);
    const ajv = new Ajv({ strict: false });
    const isValid = ajv.compile(schema);
    const leaf = fc.oneof(fc.integer({ min: -1, max: 4 }), fc.constantFrom('a', 'xy', null, true, 1.5));
    const value = fc.record(
      {
        a: fc.oneof(
          leaf,
          fc.array(leaf, { maxLength: 1 }),
          fc.record({ id: leaf, name: leaf, code: leaf }, { requiredKeys: [] }),
        ),
        b: fc.oneof(leaf, fc.array(leaf, { maxLength: 3 })),
        c: leaf,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(value, (each) => (found(each).length === 0) === isValid(each)),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe('the modules', () => {
  const big: Schema = {
    type: 'object',
    required: ['first_name'],
    properties: Object.fromEntries(
      ['first_name', 'second_name', 'third_name', 'fourth_name', 'fifth_name', 'sixth_name'].map((name) => [
        name,
        { type: 'string' },
      ]),
    ),
  };
  const twice = document({
    '/one': { get: { operationId: 'one', responses: { 200: json({ type: 'array', items: big }) } } },
    '/two': { get: { operationId: 'two', responses: { 200: json(big) } } },
  });

  it('share what several are made of, under a name that is made of what it is', async () => {
    const files = Object.keys(await modulesOf(twice));
    expect(files).toEqual([
      'generated/validation/tiny/one.js',
      'generated/validation/tiny/two.js',
      expect.stringMatching(/^generated\/validation\/tiny\/_[0-9a-f]{8}\.js$/),
    ]);
    const { responses } = await validatorsOf(twice, 'one');
    expect(responses[200]!([{}, { first_name: 'A' }], '')).toEqual([['/0/first_name', 'missing', 'string']]);
  });

  it('import nothing but each other, and make no code', async () => {
    const unique: Schema = { type: 'array', uniqueItems: true, items: { minLength: 2 } };
    const texts = Object.values({ ...(await modulesOf(twice)), ...(await modulesOf(responding(unique))) });
    const imported = texts.flatMap((text) => [...text.matchAll(/(?:from|import|require)\b[ (]*"([^"]*)"/g)]);
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter(([, path]) => !/^\.\/_[0-9a-f]{8}\.js$/.test(path!))).toEqual([]);
    expect(texts.filter((text) => /\beval\b|\bFunction\(|require\(/.test(text))).toEqual([]);
  });

  it('say that they are generated, and are the same every time', async () => {
    const texts = await modulesOf(twice);
    for (const text of Object.values(texts)) expect(text).toMatch(/^\/\/ Generated by .* Do not edit\.\n/);
    expect(await modulesOf(twice)).toEqual(texts);
  });

  it('note whether a response may come without its envelope', async () => {
    const get = {
      operationId: 'get',
      'x-altegio-envelope': 'maybe' as const,
      responses: { 200: json(thing) },
    };
    expect(await validatorsOf(document({ '/things': { get } }), 'get')).toMatchObject({ isMaybeBare: true });
  });
});
