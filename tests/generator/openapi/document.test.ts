// What of a description is keywords, names that somebody chose, or sample data.
import { describe, expect, it } from 'vitest';
import { eachReference } from '../../../scripts/openapi/document.ts';
import { withObjectSchemas } from '../../../scripts/openapi/schemas.ts';

const $ref = '#/components/schemas/Thing';

/** A document in which a part has a name that would be a keyword elsewhere. */
const named = {
  'a request body called default': { components: { requestBodies: { default: schemaIs({ $ref }) } } },
  'a response called default': { responses: { default: schemaIs({ $ref }) } },
  'a header called x-thing': { headers: { 'x-thing': { schema: { $ref } } } },
  'an example called default': { examples: { default: { $ref } } },
  'a callback called enum': {
    callbacks: { enum: { '{$url}': { post: { requestBody: schemaIs({ $ref }) } } } },
  },
  'a schema that depends on a property called const': { dependentSchemas: { const: { $ref } } },
  'a property called value': { properties: { value: { $ref } } },
};

function schemaIs(schema: unknown) {
  return { content: { 'application/json': { schema } } };
}

function referencesIn(value: unknown): string[] {
  const found: string[] = [];
  eachReference(value, (reference) => found.push(reference));
  return found;
}

describe('references', () => {
  it.each(Object.entries(named))('are found below %s', (_name, document) => {
    expect(referencesIn(document)).toEqual([$ref]);
  });

  it.each([
    ['a default', { default: { $ref } }],
    ['the value of an example', { examples: { one: { value: { $ref } } } }],
    ['examples in a schema', { examples: [{ $ref }] }],
    ['an extension', { 'x-thing': { $ref } }],
  ])('are none in %s', (_name, document) => {
    expect(referencesIn(document)).toEqual([]);
  });
});

it('a schema that is `true` is written as an object below a response called default too', () => {
  const document = { responses: { default: schemaIs(true) } };
  expect(withObjectSchemas(document as never)).toEqual({ responses: { default: schemaIs({}) } });
});
