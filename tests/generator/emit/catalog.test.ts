// What the command shows of an operation, out of a small description.
import { describe, expect, it } from 'vitest';
import { emitCatalog } from '../../../scripts/emit/catalog/catalog.ts';
import { typeWords } from '../../../scripts/emit/catalog/type-words.ts';
import type { OpenApi, Schema } from '../../../scripts/openapi/document.ts';
import type { Catalog } from '../../../src/cli/operation/catalog.ts';

const doc = {
  openapi: '3.1.0',
  info: { title: 'Small', version: '1' },
  tags: [{ name: 'Clients & Co' }],
  security: [{ BearerPartner: [] }],
  paths: {
    '/clients/{id}': {
      post: {
        operationId: 'update_client',
        summary: 'update a `client`',
        description: 'Needs the right `clients_access`. More of it.',
        tags: ['Clients & Co'],
        deprecated: true,
        'x-altegio-doctor': { proves: 'partner' },
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          {
            name: 'dry',
            in: 'query',
            schema: { type: 'boolean' },
            description: 'checks only. Nothing is kept.',
          },
        ],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Client' } } } },
        responses: {},
      },
    },
  },
  components: {
    schemas: {
      Client: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', description: `${'x'.repeat(80)} and much more that is cut` },
          born: { type: 'string', format: 'date' },
          phones: { type: 'array', items: { type: 'object', properties: { number: { type: 'string' } } } },
          address: {
            allOf: [{ type: 'object', required: ['city'], properties: { city: { type: 'string' } } }],
          },
          kind: {
            oneOf: [
              { type: 'object', properties: { a: {} } },
              { type: 'object', properties: { b: {} } },
            ],
          },
        },
      },
    },
  },
} as unknown as OpenApi;

/** The text of the emitted function, which is JSON. */
function read(source: string): Catalog {
  const text = new Function(
    source.replace(/^\/\/.*$/gm, '').replace(/export const catalog = .*?=> /, 'return '),
  )() as string;
  return JSON.parse(text) as Catalog;
}

describe('the catalog', () => {
  const { update_client: described } = read(emitCatalog(doc, 'small'));

  it('holds summary, tag, rights, page and marks', () => {
    expect(described).toMatchObject({
      summary: 'Update a `client`.',
      tag: 'Clients & Co',
      rights: 'Needs the right `clients_access`.',
      page: 'https://developer.alteg.io/en/small/openapi/clients-and-co/update_client',
      deprecated: true,
      doctor: { proves: 'partner' },
    });
  });

  it('holds the parameters with the first sentence about each', () => {
    expect(described).toMatchObject({
      path: [['id', 1, 'integer']],
      query: [['dry', 0, 'boolean', 'checks only']],
    });
  });

  it('holds the fields of the body, two levels deep, without those of alternatives', () => {
    expect(described?.body).toEqual([
      ['name', 1, 'string', `${'x'.repeat(80)} and much …`],
      ['born', 0, 'date'],
      ['phones', 0, 'array of object'],
      ['phones[].number', 0, 'string'],
      ['address', 0, 'object'],
      ['address.city', 1, 'string'],
      ['kind', 0, 'object'],
    ]);
  });
});

describe('the words for a type', () => {
  it.each<[Schema, string]>([
    [{ type: 'string' }, 'string'],
    [{ type: ['integer', 'null'] }, 'integer | null'],
    [{ type: 'string', format: 'date-time' }, 'date-time'],
    [{ type: 'array', items: { type: 'number' } }, 'array of number'],
    [{ enum: [1, 'a'] }, '1 | "a"'],
    [{ enum: [1, 2, 3, 4, 5, 6, 7, 8, 9] }, '1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | …'],
    [{ anyOf: [{ type: 'string' }, { type: 'string' }, { type: 'number' }] }, 'string | number'],
    [{}, 'any'],
  ])('%j are %s', (schema, words) => {
    expect(typeWords(doc, schema)).toBe(words);
  });
});
