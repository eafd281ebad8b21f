// The checker of schemas: beside ajv on values of every kind, and held to the keywords that the contracts use.
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractOf, type JsonSchema } from '../../../../src/testing/contract.ts';
import { check, knownKeywords } from '../../../../src/testing/fake/schema.ts';

const apis = ['v1', 'v2', 'booking', 'developers'] as const;

describe('the keywords', () => {
  it.each(apis)('of %s are all known', (api) => {
    const used = new Set<string>();
    const { operations, schemas } = contractOf(api);
    const parameters = Object.values(operations).flatMap(({ parameters = [] }) =>
      parameters.map((each) => each[3]),
    );
    const bodies = Object.values(operations).flatMap(({ body }) => (body ? [body] : []));
    for (const schema of [...Object.values(schemas), ...parameters, ...bodies]) collect(schema, used);
    expect([...used].filter((keyword) => !knownKeywords.includes(keyword))).toEqual([]);
  });
});

function collect(schema: unknown, used: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [keyword, value] of Object.entries(schema)) {
    used.add(keyword);
    const isMap = keyword === 'properties' || keyword === 'patternProperties';
    const inner = ['items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf'].includes(keyword);
    if (isMap) for (const each of Object.values(value as object)) collect(each, used);
    else if (inner) for (const each of [value].flat()) collect(each, used);
  }
}

const schemas: Record<string, JsonSchema> = {
  person: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 3 },
      age: { type: 'integer', minimum: 0 },
    },
    additionalProperties: false,
  },
};

const cases: JsonSchema[] = [
  { type: ['string', 'null'] },
  { type: 'integer', minimum: 1, maximum: 5, multipleOf: 2 },
  { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 3 },
  { enum: ['a', 1, null] },
  { const: 1 },
  { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 2, uniqueItems: true },
  { type: 'string', pattern: '^a' },
  { $ref: '#/components/schemas/person' },
  { oneOf: [{ type: 'integer' }, { type: 'number', minimum: 2 }] },
  { anyOf: [{ type: 'string' }, { type: 'array', maxItems: 0 }] },
  { allOf: [{ type: 'object' }, { required: ['a'] }], minProperties: 2, maxProperties: 2 },
  { not: { type: 'string' } },
  { type: 'object', additionalProperties: { type: 'integer' } },
];

describe('a value', () => {
  const ajv = new Ajv({ strict: false, schemas: [{ $id: 'all', components: { schemas } }] });
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom('a', 'ab', 'b', 0, 1, 2, 3, 4, 6, 1.5, null, [], [1], [1, 1], [1, 2, 3], {}, true),
    fc.record(
      { name: fc.string({ maxLength: 4 }), age: fc.oneof(fc.integer(), fc.string()) },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(fc.integer(), fc.string())),
  );

  it.each(cases)('is judged by %j as ajv judges it', (schema) => {
    const referring = JSON.parse(JSON.stringify(schema).replace('#/components', 'all#/components')) as object;
    const validate = ajv.compile(referring);
    fc.assert(
      fc.property(value, (each) => {
        expect(check(schema, each, schemas).length === 0).toBe(validate(each));
      }),
      { numRuns: 200 },
    );
  });
});

it.each([
  ['date', '2026-01-31', '31.01.2026'],
  ['date', '2026-12-01', '2026-13-01'],
  ['date-time', '2026-01-31T10:00:00+0300', 'yesterday'],
  ['date-time', '2026-01-31 10:00:00', '2026-01-31'],
  ['time', '10:30', '25:00'],
  ['email', 'ada@example.com', 'ada'],
])('knows the format %s: %s, and not %s', (format, right, wrong) => {
  expect(check({ type: 'string', format }, right, {})).toEqual([]);
  expect(check({ type: 'string', format }, wrong, {})).toEqual([
    { path: [], message: `must be a ${format}` },
  ]);
});

it('names the place of what is wrong', () => {
  const list: JsonSchema = { type: 'array', items: { $ref: '#/components/schemas/person' } };
  expect(check(list, [{ name: 'Ada' }, { age: -1, size: 3 }], schemas)).toEqual([
    { path: [1, 'name'], message: 'is required' },
    { path: [1, 'age'], message: 'must be at least 0' },
    { path: [1, 'size'], message: 'is not known here' },
  ]);
});

it('says of several forms what is missing to the nearest', () => {
  const forms: JsonSchema = { oneOf: [{ required: ['a', 'b'] }, { required: ['c'] }] };
  expect(check(forms, {}, {})).toEqual([{ path: ['c'], message: 'is required' }]);
});
