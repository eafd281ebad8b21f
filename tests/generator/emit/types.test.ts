// generated/<api>.ts, from a tiny description.
import { describe, expect, it } from 'vitest';
import { emitTypes, type TypesContext } from '../../../scripts/emit/types.ts';
import type { Schema } from '../../../scripts/openapi/document.ts';
import { document, id, json, single, user } from './tiny.ts';

describe('the types', () => {
  const schemaType = async (schema: Schema) => {
    const text = await emitTypes(single({ responses: { 200: json(schema) } }), 'tiny');
    return /200: \{[\s\S]*?"application\/json": ([\s\S]*?);\n {16}\};/.exec(text)?.[1]?.replace(/\s+/g, ' ');
  };

  it.each([
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ const: 'tag' }, '"tag"'],
    [{ const: null }, 'null'],
    [{}, 'unknown'],
    [{ enum: ['a', null], type: ['string', 'null'] }, '"a" | null'],
    [{ type: 'object' }, 'Record<string, unknown>'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{ [key: string]: number; }'],
    [
      { type: 'object', properties: { a: { type: 'number', default: 1 } } },
      '{ /** @default 1 */ a?: number; }',
    ],
    [{ type: 'object', properties: { a: {} }, additionalProperties: true }, '{ a?: unknown; }'],
    [
      {
        oneOf: [
          { type: 'object', properties: { a: {} } },
          { type: 'array', maxItems: 0 },
        ],
      },
      'OrEmpty<{ a?: unknown; }>',
    ],
    [{ type: ['object', 'array', 'null'], maxItems: 0 }, 'AnyFields | null'],
    [
      { anyOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }, { type: 'null' }] },
      'AnyFields | null',
    ],
    [{ type: 'array', maxItems: 0 }, '[ ]'],
    [{ type: 'object', properties: { a: {} }, anyOf: [{ required: ['a'] }] }, '{ a?: unknown; }'],
    [{ type: 'string', format: 'binary' }, 'Blob'],
  ])('read %j as %s', async (schema, type) => {
    expect(await schemaType(schema as Schema)).toBe(type);
  });

  it.each([
    [{ type: 'string', description: 'YYYY-MM-DD HH:MM:SS' }, 'LocalDateTime'],
    [{ type: ['string', 'null'], description: 'start; ISO 8601 (date-time)' }, 'IsoDateTime | null'],
    [{ type: 'string', description: 'creation date (date-time)' }, 'DateTime'],
    [{ type: 'string', description: 'the first day (date)' }, 'Date_YYYYMMDD'],
    [{ type: 'string', description: 'DD.MM.YYYY' }, 'Date_DDMMYYYY'],
    [{ type: 'string', description: 'start, HH:MM' }, 'Time_HHMM'],
    [{ type: 'integer', description: 'Unix time of the start' }, 'UnixSeconds'],
    [{ type: 'integer', description: 'seconds' }, 'number'],
    [{ type: 'string', description: 'YYYY-MM-DD (the example holds a Unix time)' }, 'string'],
  ])('say the form of a date or time: %j', async (value, type) => {
    const read = await schemaType({ type: 'object', properties: { value: value as Schema } });
    expect(read).toContain(` value?: ${type}; }`);
  });

  const coded = (): TypesContext => ({
    api: 'tiny',
    codes: {
      groups: [
        {
          title: 'Things',
          tables: [
            {
              name: 'Kind',
              description: '',
              values: { none: { value: 0, text: '' } },
              seen: [],
              fields: ['kind', 'other.level'],
            },
          ],
        },
      ],
      left_out: [],
    },
    entities: [],
  });

  it.each([
    [{ type: 'integer' }, 'Kind | (number & {})'],
    [{ type: ['integer', 'string', 'null'] }, 'Kind | (number & {}) | string | null'],
    [{ enum: [0, 1, null] }, 'Kind | (number & {}) | null'],
    [{ type: 'string' }, 'string'],
    [{ const: 0 }, '0'],
  ])('give a code in a response the type of the code, open to others: %j', async (kind, type) => {
    const schema: Schema = {
      type: 'object',
      properties: { kind: kind as Schema, level: { type: 'integer' } },
    };
    const text = await emitTypes(single({ responses: { 200: json(schema) } }), 'tiny', coded());
    expect(text).toContain(`kind?: ${type};`);
    expect(text).toContain('level?: number;');
    expect(text.includes("import type { Kind } from './codes.ts';")).toBe(type.startsWith('Kind'));
  });

  it('leave what a request may hold to its description', async () => {
    const schema: Schema = { type: 'object', properties: { kind: { enum: [0, 1] } } };
    const text = await emitTypes(single({ requestBody: json(schema) }, 'post'), 'tiny', coded());
    expect(text).toContain('kind?: 0 | 1;');
  });

  it('call an entity by its name, wherever it stands', async () => {
    const thing = { type: 'object', properties: { id: { type: 'integer' } } };
    const many = { type: 'object', properties: { data: { type: 'array', items: thing } } };
    const one = { type: 'object', properties: { data: structuredClone(thing) } };
    const doc = document({
      '/things': { get: { operationId: 'list_things', responses: { 200: json(many) } } },
      '/thing': { get: { operationId: 'get_thing', responses: { 200: json(one) } } },
    } as never);
    const entities = [{ name: 'Thing', places: ['list_things#data[]', 'get_thing#data'] }];
    const text = await emitTypes(doc, 'tiny', { ...coded(), entities });
    expect(text).toContain(
      '/** As `list_things` returns it, in `data[]`. */\nexport type Thing = {\n    id?: number;\n};',
    );
    expect(text).toContain('data?: Thing[];');
    expect(text).toContain('data?: Thing;');
    expect(text).toContain('        Thing: Thing;');
  });

  it('keep further fields allowed in a request', async () => {
    const schema = { type: 'object', properties: { a: {} }, additionalProperties: true };
    const text = await emitTypes(single({ requestBody: json(schema) }, 'post'), 'tiny');
    expect(text).toContain('[key: string]: unknown;');
  });

  it('describe a file without a schema as a Blob', async () => {
    const text = await emitTypes(
      single({ responses: { 200: { content: { 'application/pdf': {} } } } }),
      'tiny',
    );
    expect(text).toContain('"application/pdf": Blob;');
  });

  it("keep the vendor's own path and parameter name", async () => {
    const doc = single(
      { parameters: [{ ...id, name: 'tag_id', 'x-altegio-name': 'entity' }] },
      'get',
      '/labels/{tag_id}',
    );
    const text = await emitTypes(doc, 'tiny');
    expect(text).toContain('"/labels/{entity}": {');
    expect(text).toMatch(/path: \{\s+entity: number;/);
    expect(text).not.toContain('tag_id');
  });
});

describe('the types of failures', () => {
  const error = { type: 'object', properties: { message: { type: 'string' } } };
  const doc = {
    ...single({
      responses: { 200: json({}), 404: { $ref: '#/components/responses/gone' }, 422: json(error) },
    }),
    components: { responses: { gone: json(error) } },
  };

  it('are the one error of this package, under each status that is described and by default', async () => {
    const text = await emitTypes(doc as never, 'tiny');
    const failure = 'components["responses"]["failure"]';
    for (const status of ['404', '422', 'default']) expect(text).toContain(`${status}: ${failure};`);
    expect(text).toMatch(/failure: \{[^}]*\};\s+content: \{\s+"application\/json": AltegioApiError;/);
    expect(text).toContain("import type { AltegioApiError } from '../src/types.ts';");
    expect(text).not.toContain('gone');
    expect(text).not.toContain('message');
  });

  it('leave successes as they are, and stand where no failure is described', async () => {
    const text = await emitTypes(single({ responses: { 200: json({ type: 'string' }) } }), 'tiny');
    expect(text).toMatch(/200: \{[\s\S]*?"application\/json": string;/);
    expect(text).toContain('default: components["responses"]["failure"];');
  });
});

describe('the types of other paths', () => {
  const moved = single({
    parameters: [{ ...id, 'x-altegio-optional': true }],
    'x-altegio-canonical': '/all/things/{id}',
    'x-altegio-aliases': ['/old/{id}'],
  });

  it('refer to the one operation; only those of earlier editions are deprecated', async () => {
    const text = await emitTypes(moved, 'tiny');
    expect(text.match(/^ {4}get_thing: /gm)).toHaveLength(1);
    const item = (path: string) => text.split(`"${path}": {`)[1]?.split('trace?')[0] ?? '';
    const same = 'get: paths["/things/{id}"]["get"];';
    expect(item('/all/things/{id}')).toContain(same);
    expect(item('/all/things/{id}')).not.toContain('@deprecated');
    expect(item('/old/{id}')).toContain(same);
    expect(item('/old/{id}')).toContain('@deprecated');
  });

  it("stand beside the vendor's own name of a parameter", async () => {
    const doc = single(
      {
        parameters: [{ ...id, name: 'tag_id', 'x-altegio-name': 'entity' }],
        'x-altegio-canonical': '/all/labels/{entity}',
        'x-altegio-aliases': ['/old/{entity}'],
      },
      'get',
      '/labels/{tag_id}',
    );
    const text = await emitTypes(doc, 'tiny');
    for (const path of ['/all/labels/{entity}', '/old/{entity}'])
      expect(text.split(`"${path}": {`)[1]).toContain('get: paths["/labels/{entity}"]["get"];');
  });

  it('take a parameter more where an earlier path had one', async () => {
    const doc = single({ parameters: [id], 'x-altegio-earlier': ['PUT /kinds/{kind}/{id}'] });
    const item = (await emitTypes(doc, 'tiny')).split('"/kinds/{kind}/{id}": {')[1]?.split('trace?')[0] ?? '';
    expect(item).toMatch(/put: \{[\s\S]*path: \{\s+id: number;\s+kind: string \| number;/);
    expect(item).toContain('@deprecated');
  });

  it('let path parameters be left out', async () => {
    expect(await emitTypes(moved, 'tiny')).toMatch(/path: \{\s+id\?: number;/);
  });

  it('leave a published path to the operation that it belongs to', async () => {
    const other = { operationId: 'get_item', security: user, parameters: [id], responses: { 200: json({}) } };
    const doc = { ...moved, paths: { ...moved.paths, '/old/{id}': { get: other } } };
    expect(await emitTypes(doc, 'tiny')).toContain('get: operations["get_item"];');
  });

  it('cannot be those of two operations', async () => {
    const other = single(
      { operationId: 'get_item', 'x-altegio-aliases': ['/old/{id}'] },
      'get',
      '/items/{id}',
    );
    const doc = { ...moved, paths: { ...moved.paths, ...other.paths } };
    await expect(emitTypes(doc, 'tiny')).rejects.toThrow('get_thing: GET /old/{id} is another path of two');
  });
});
