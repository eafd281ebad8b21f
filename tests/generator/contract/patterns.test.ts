// The patterns by which responses are corrected, each on a tiny document.
import { describe, expect, test } from 'vitest';
import { deriveOverlay } from '../../../scripts/contract/derive.ts';
import { applyOverlay } from '../../../scripts/contract/overlay.ts';
import { listActions } from '../../../scripts/contract/responses/lists.ts';
import { settleActions } from '../../../scripts/contract/responses/settle.ts';
import { type OpenApi, type Parameter, resolve, type Schema } from '../../../scripts/openapi/document.ts';
import { misfit, operationOf, responseSchema } from './schemas.ts';

describe('the pattern', () => {
  test.each<[string, Schema, Schema]>([
    ['phone as text', { type: 'string' }, { type: ['string', 'number', 'null'] }],
    ['title', { type: 'string' }, { type: 'string' }],
    ['id', { type: 'integer' }, { type: 'integer' }],
    ['deleted', { type: 'boolean' }, { type: ['boolean', 'integer'] }],
    ['active', { type: 'number' }, { type: ['number', 'boolean'] }],
    ['staff_id', { type: 'integer' }, { type: ['integer', 'null'] }],
    ['balance', { type: 'string' }, { type: ['string', 'number', 'null'] }],
    ['discount', { type: 'integer' }, { type: ['number', 'null'] }],
    ['client', { type: 'object' }, { type: ['object', 'array', 'null'], maxItems: 0 }],
    ['supplier', { type: 'array', items: {} }, { type: ['array', 'object', 'null'], items: {} }],
    ['services', { type: 'array', items: {} }, { type: 'array', items: {} }],
    ['comment', { $ref: '#/components/schemas/thing' } as Schema, { anyOf: [thing(), { type: 'null' }] }],
    ['kind', { type: 'string', enum: ['a'] }, { type: ['string', 'null'], 'x-altegio-values': ['a'] }],
    [
      'kind',
      { type: ['string', 'null'], enum: ['a', null] },
      { type: ['string', 'null'], 'x-altegio-values': ['a'] },
    ],
    ['status', { enum: ['new', 'old'] }, { type: ['string', 'null'], 'x-altegio-values': ['new', 'old'] }],
    ['sms_check', { type: 'integer', enum: [0, 1] }, { type: ['integer', 'boolean'] }],
    ['success', { type: 'boolean', enum: [true] }, { type: 'boolean', enum: [true] }],
    ['visits_count', { type: 'integer', format: 'int32' }, { type: 'integer' }],
    [
      'created',
      { type: 'string', format: 'date-time' },
      { type: ['string', 'null'], 'x-altegio-format': 'date-time', description: 'date-time' },
    ],
    [
      'size',
      { oneOf: [{ type: 'number' }, {}] } as Schema,
      { anyOf: [{ type: 'number' }, {}, { type: 'null' }] },
    ],
  ])('widens %s in a response: %#', async (label, published, wanted) => {
    const name = label.split(' ')[0]!;
    const doc = await settled(tiny({ type: 'object', properties: { [name]: published } }));
    expect(responseSchema(doc, 'get_thing', 200)?.properties?.[name]).toEqual(wanted);
  });

  test('demands the envelope of a response that reads, and nothing else', async () => {
    const data = {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: {} },
    };
    const envelope = { success: { type: 'boolean' }, data, meta: { type: 'object' } };
    const doc = await settled(tiny({ type: 'object', properties: envelope }));
    const schema = responseSchema(doc, 'get_thing', 200);
    expect(schema?.required).toEqual(['success', 'data']);
    expect(schema?.properties?.data?.required).toBeUndefined();
    expect(schema?.properties?.data?.additionalProperties).toBe(true);
    expect(schema?.properties?.meta?.type).toEqual(['object', 'array']);
  });

  test('leaves closed what tells events apart', async () => {
    const status = { type: 'string', enum: ['create'] };
    const event = {
      type: 'object',
      required: ['resource_id', 'status'],
      properties: { resource_id: { type: 'integer' }, status, kind: status },
    };
    const { properties } = responseSchema(await settled(tiny(event)), 'get_thing', 200)!;
    expect(properties?.status).toEqual(status);
  });

  test('leaves requests alone, and what they share with responses', async () => {
    const doc = tiny(thing());
    doc.paths['/a']!.post = {
      operationId: 'post_thing',
      requestBody: { content: { 'application/json': { schema: thing() } } },
      responses: { 200: { description: '' } },
    };
    expect((await settled(doc)).components?.schemas?.thing).toEqual(doc.components?.schemas?.thing);
  });

  test('makes a map of the keys of a sample, and drops a schema under its own name', async () => {
    const properties = { '1481101200': { type: 'array' } };
    const doc = await settled(
      tiny({ type: 'object', properties: { Thing: thing(), days: { type: 'object', properties } } }),
    );
    expect(responseSchema(doc, 'get_thing', 200)?.properties).toEqual({
      days: { type: ['object', 'null'], additionalProperties: { type: 'array' } },
    });
  });

  test.each([
    ['one', { $ref: '#/components/schemas/list_item' }],
    ['list', { type: 'array', items: { $ref: '#/components/schemas/list_item' } }],
    [
      'either',
      {
        anyOf: [
          { $ref: '#/components/schemas/list_item' },
          { type: 'array', items: { $ref: '#/components/schemas/list_item' } },
        ],
      },
    ],
  ])('responses with %s where an overlay says so', async (kind, data) => {
    const list = { type: 'object', properties: { data: { type: 'array', items: { type: 'object' } } } };
    const doc = tiny({ $ref: '#/components/schemas/list' } as Schema);
    doc.components = { schemas: { list } };
    doc.paths['/a']!.get!['x-altegio-data'] = kind;
    doc.paths['/b'] = {
      get: { ...doc.paths['/a']!.get!, operationId: 'list_things', 'x-altegio-data': undefined },
    };
    const schema = responseSchema(await settled(doc), 'get_thing', 200)!;
    const found = resolve<Schema>(await settled(doc), schema).properties?.data;
    if (kind === 'list') expect(found?.type).toBe('array');
    else expect(found).toEqual(data);
  });

  test.each(['always', 'maybe'] as const)(
    'puts the envelope around a schema that leaves it out: %s',
    async (mark) => {
      const doc = tiny({ type: 'object', properties: { id: { type: 'integer' } } });
      doc.paths['/a']!.get!['x-altegio-envelope'] = mark;
      const after = await settled(doc);
      const schema = responseSchema(after, 'get_thing', 200)!;
      expect(misfit(after, schema, { success: true, data: { id: 1 }, meta: [] })).toBeUndefined();
      expect(misfit(after, schema, { id: 1 })).toBeDefined();
      expect(await settled(after)).toEqual(after);
    },
  );

  test('gives every failure the same shape, and drops what nobody uses then', async () => {
    const doc = tiny({ type: 'object' });
    const content = { 'application/json': { schema: thing() } };
    doc.paths['/a']!.get!.responses![404] = { description: '', content };
    doc.paths['/a']!.get!.responses![422] = { description: '' };
    const after = await settled(doc);
    expect(Object.keys(after.components!.schemas!)).toEqual(['error']);
    for (const status of [404, 422]) {
      expect(responseSchema(after, 'get_thing', status)).toEqual({ $ref: '#/components/schemas/error' });
    }
  });

  test.each([
    ['partner token and user token', 'BearerPartner', 'BearerPartnerUser'],
    ['partner token only', 'BearerPartnerUser', 'BearerPartner'],
    ['partner token, optionally a user token', 'BearerPartner', 'BearerPartner'],
    ['', 'BearerPartner', 'BearerPartner'],
  ])('reads the tokens from "%s"', async (description, published, wanted) => {
    const doc = tiny({});
    const get = doc.paths['/a']!.get!;
    get.security = [{ [published]: [] }];
    get.parameters = [{ name: 'Authorization', in: 'header', description, schema: {} }];
    expect(operationOf(await derived(doc), 'get_thing').security).toEqual([{ [wanted]: [] }]);
  });

  test.each([
    ['with_deleted', 'boolean', ['integer', 'boolean']],
    ['my', 'number', ['integer', 'boolean']],
    ['page', 'number', 'number'],
  ])('takes a flag %s both as 1 and as true', async (name, type, wanted) => {
    const doc = tiny({});
    doc.paths['/a']!.get!.parameters = [{ name, in: 'query', schema: { type } }];
    const [parameter] = operationOf(await derived(doc), 'get_thing').parameters as Parameter[];
    expect(parameter?.schema?.type).toEqual(wanted);
  });
});

function thing(): Schema {
  return { $ref: '#/components/schemas/thing' } as Schema;
}

function tiny(schema: Schema): OpenApi {
  const responses = { 200: { description: '', content: { 'application/json': { schema } } } };
  return {
    openapi: '3.1.1',
    info: { title: 'Tiny', version: '1' },
    servers: [{ url: 'https://api.example/api/v1' }],
    paths: { '/a': { get: { operationId: 'get_thing', responses } } },
    components: { schemas: { thing: { type: 'object', properties: { phone: { type: 'string' } } } } },
  };
}

async function settled(doc: OpenApi): Promise<OpenApi> {
  const shaped = await applied(doc, [...listActions(doc)]);
  return applied(shaped, settleActions(shaped));
}

async function derived(doc: OpenApi): Promise<OpenApi> {
  return applied(doc, deriveOverlay({ vendor: 'b2b-v1', snapshot: 'openapi/b2b-v1.yaml' }, doc).actions);
}

async function applied(doc: OpenApi, actions: ReturnType<typeof settleActions>): Promise<OpenApi> {
  if (actions.length === 0) return doc;
  const overlay = { overlay: '1.0.0', info: { title: 'Tiny', version: '1' }, actions } as const;
  return applyOverlay(doc, overlay, 'tiny');
}
