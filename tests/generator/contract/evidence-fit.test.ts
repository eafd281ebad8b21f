import { describe, expect, test } from 'vitest';
import { type Evidence, evidenceActions } from '../../../scripts/contract/evidence/evidence.ts';
import { type Json, type OpenApi, type Schema, valueAt } from '../../../scripts/openapi/document.ts';

import { applied } from './applied.ts';

describe('a schema is corrected by what was seen', () => {
  const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', properties });
  const cases: [string, string, Json | undefined, Schema, Json][] = [
    ['another type', 'phone', { type: 'string' }, { type: 'integer' }, { type: ['string', 'integer'] }],
    ['a fraction', 'price', { type: 'integer', format: 'int32' }, { type: 'number' }, { type: 'number' }],
    [
      'an integer that may be a fraction',
      'cost',
      { type: 'string' },
      { type: 'integer' },
      { type: ['string', 'number'] },
    ],
    [
      'null',
      'date',
      { type: 'string', format: 'date' },
      { type: ['string', 'null'] },
      { type: ['string', 'null'], format: 'date' },
    ],
    ['two types', 'card', undefined, { type: ['string', 'integer'] }, { type: ['string', 'integer'] }],
    [
      'what it says already',
      'id',
      { type: 'number', format: 'float' },
      { type: 'integer' },
      { type: 'number', format: 'float' },
    ],
    [
      'fields of an opaque object',
      'a',
      { type: 'object' },
      object({ id: { type: 'integer' } }),
      { type: 'object', properties: { id: { type: 'integer' } } },
    ],
    [
      'a field that it lacks, beside one that it has',
      'a',
      { type: 'object', required: ['x'], properties: { x: { type: 'boolean' } } },
      object({ x: { type: 'boolean' }, y: { type: 'string' } }),
      { type: 'object', required: ['x'], properties: { x: { type: 'boolean' }, y: { type: 'string' } } },
    ],
    [
      'items of a list without any',
      'a',
      { type: 'array' },
      { type: 'array', items: { type: 'string' } },
      { type: 'array', items: { type: 'string' } },
    ],
    [
      'items in place of a bare object',
      'days',
      { type: 'array', items: { type: 'object' } },
      { type: 'array', items: { type: 'string' } },
      { type: 'array', items: { type: 'string' } },
    ],
    ['an empty list', 'labels', undefined, { type: 'array' }, { type: 'array', items: {} }],
    [
      'an object that came as []',
      'position',
      { type: 'object' },
      { type: ['object', 'array'], maxItems: 0 },
      { type: ['object', 'array'], maxItems: 0 },
    ],
    [
      'a list that came as an object',
      'tags',
      { type: 'array' },
      { type: 'object', maxProperties: 0 },
      { anyOf: [{ type: 'array' }, { type: 'object', maxProperties: 0 }] },
    ],
    [
      'arbitrary keys',
      'a',
      undefined,
      { type: 'object', additionalProperties: { type: 'string' } },
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    [
      'alternatives',
      'a',
      undefined,
      { anyOf: [object({ id: { type: 'integer' } }), { type: 'array', maxItems: 0 }] },
      {
        anyOf: [
          { type: 'object', properties: { id: { type: 'integer' } } },
          { type: 'array', maxItems: 0 },
        ],
      },
    ],
  ];

  test.each(cases)('%s', async (_, name, declared, seen, expected) => {
    const holder = { type: 'object', properties: { [name]: declared ?? {} } };
    const doc = description({ holder });
    const entry = seenAt(`/components/schemas/holder/properties/${name}`, seen);
    const corrected = applied(doc, evidenceActions(doc, [entry]));
    expect(valueAt(corrected, ['components', 'schemas', 'holder', 'properties', name])).toEqual(expected);
  });

  test('behind a reference and inside a part of an allOf, where it stands', async () => {
    const doc = description({
      part: { type: 'object', properties: { id: { type: 'string' } } },
      whole: {
        allOf: [
          { $ref: '#/components/schemas/part' },
          { type: 'object', properties: { a: { type: 'string' } } },
        ],
      },
    });
    const entry = seenAt(
      '/components/schemas/whole',
      object({ id: { type: 'integer' }, b: { type: 'string' } }),
    );
    const { components } = applied(doc, evidenceActions(doc, [entry]));
    expect(components?.schemas?.part?.properties).toEqual({ id: { type: ['string', 'integer'] } });
    expect(components?.schemas?.whole?.allOf?.[1]?.properties).toEqual({
      a: { type: 'string' },
      b: { type: 'string' },
    });
  });

  test('is left alone by a note', () => {
    const doc = description({ a: { type: 'object' } });
    const entry = seenAt('/components/schemas/a', { description: 'depends on the filter' });
    expect(evidenceActions(doc, [entry])).toEqual([]);
  });

  test('fails by name where it is gone', () => {
    const gone = ['/components/schemas/gone', 'get_gone#/responses/200'];
    const entries = gone.map((at) => seenAt(at, { type: 'string' }));
    expect(() => evidenceActions(description({}), entries)).toThrow(gone.join(', '));
  });
});

function description(schemas: Record<string, Schema>): OpenApi {
  const info = { title: 'Tiny', version: '1' };
  return {
    openapi: '3.1.1',
    info,
    servers: [{ url: 'https://api.example/api/v1' }],
    paths: {},
    components: { schemas },
  };
}

function seenAt(at: string, seen: Schema): Evidence {
  return { at, kind: 'type', seen, place: '1:1' };
}
