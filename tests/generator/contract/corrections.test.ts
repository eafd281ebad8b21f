// The corrections: responses as they come over the wire fit the contract, and each pattern does what it says on a tiny document.

import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadContract, loadSnapshot } from '../../../scripts/contract/contract.ts';
import { deriveOverlay } from '../../../scripts/contract/derive.ts';
import { applyOverlay } from '../../../scripts/contract/overlay.ts';
import { listActions } from '../../../scripts/contract/responses/lists.ts';
import { settleActions } from '../../../scripts/contract/responses/settle.ts';
import { type ApiName, apis } from '../../../scripts/openapi/apis.ts';
import {
  type Body,
  type Json,
  type OpenApi,
  type Operation,
  type Parameter,
  resolve,
  type Schema,
} from '../../../scripts/openapi/document.ts';
import { eachOperation } from '../../../scripts/openapi/operations.ts';
import { responses, type Sample } from './corrections.samples.ts';

const contracts = new Map<ApiName, OpenApi>();

const snapshots = new Map<ApiName, OpenApi>();

beforeAll(async () => {
  for (const { name } of apis) {
    contracts.set(name, await loadContract(name));
    snapshots.set(name, await loadSnapshot(name));
  }
});

function operationOf(doc: OpenApi, id: string): Operation {
  const found = eachOperation(doc).find(({ operation }) => operation.operationId === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found.operation;
}

function responseSchema(doc: OpenApi, id: string, status: number): Schema | undefined {
  const response = operationOf(doc, id).responses?.[status];
  return response && resolve<Body>(doc, response).content?.['application/json']?.schema;
}

function bodySchema(doc: OpenApi, id: string): Schema {
  const body = operationOf(doc, id).requestBody as { content: Record<string, { schema: Schema }> };
  return body.content['application/json']!.schema;
}

/** What is wrong with a value; undefined when it fits. */
function misfit(doc: OpenApi, schema: Schema, value: unknown): string | undefined {
  const ajv = new Ajv2020({ strict: false, logger: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile({ allOf: [schema], components: doc.components });
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
}

function misfitOf(docs: Map<ApiName, OpenApi>, { api, operation, status, body }: Sample) {
  const doc = docs.get(api)!;
  const schema = responseSchema(doc, operation, status);
  return schema ? misfit(doc, schema, body) : 'no schema';
}

describe('a response as the wire has it', () => {
  test.each(
    responses.map(
      (response) => [`${response.api}.${response.operation} ${response.status}`, response] as const,
    ),
  )('fits the contract: %s', (_, response) => {
    expect(misfitOf(contracts, response)).toBeUndefined();
  });

  test('did not fit the description as published, mostly', () => {
    const refused = responses.filter((response) => misfitOf(snapshots, response) !== undefined);
    expect(refused.length).toBeGreaterThan(responses.length / 2);
  });

  test.each([
    ['an id as an object', { success: true, data: [{ id: {} }], meta: {} }],
    ['a phone as an object', { success: true, data: [{ id: 1, client: { phone: {} } }], meta: {} }],
    ['items that are no list', { success: true, data: {}, meta: {} }],
    ['no data', { success: true, meta: {} }],
  ])('is still refused with %s', (_, body) => {
    expect(
      misfitOf(contracts, { api: 'v1', operation: 'get_appointment_list', status: 200, body }),
    ).toBeDefined();
  });
});

describe('a failed response', () => {
  test.each([
    ['an envelope with a message', { success: false, data: null, meta: { message: 'Not found' } }],
    ['an empty meta', { success: false, data: null, meta: [] }],
    [
      'errors by field',
      { success: false, data: null, meta: { message: 'x', errors: { '[date_to]': ['x'] } } },
    ],
    ['a list of errors', { success: false, data: null, meta: { errors: [{ code: 433, message: 'x' }] } }],
    ['both mixed', { success: false, meta: { errors: [{ message: 'x' }, { '[title]': ['x'] }] } }],
    ['JSON:API errors', { errors: [{ title: 'x', detail: 'y', status: '422', source: { pointer: '/a' } }] }],
  ])('has one shape, which takes %s', (_, body) => {
    for (const { name } of apis) {
      const doc = contracts.get(name)!;
      expect(misfit(doc, { $ref: '#/components/schemas/error' } as Schema, body)).toBeUndefined();
    }
  });

  test('has that shape in every operation', () => {
    for (const [name, doc] of contracts) {
      for (const { operation } of eachOperation(doc)) {
        for (const status of Object.keys(operation.responses ?? {}).filter((each) => /^[45]/.test(each))) {
          const schema = responseSchema(doc, operation.operationId, Number(status));
          expect(schema, `${name}.${operation.operationId} ${status}`).toEqual({
            $ref: '#/components/schemas/error',
          });
        }
      }
    }
  });
});

describe('a request', () => {
  test.each<[string, string, unknown]>([
    ['bulk_create_clients', 'a list of clients', [{ name: 'Ann', phone: '13155550101' }]],
    ['search_client_visits', 'a client by id alone', { client_id: 1 }],
    ['search_client_visits', 'a client by phone alone', { client_phone: '13155550101', client_id: null }],
    ['search_client_visits', 'no attendance', { client_id: 1, attendance: null, payment_statuses: [] }],
    ['get_client_list', 'a filter by text', { filters: [{ type: 'quick_search', state: { value: 'Ann' } }] }],
    ['get_client_list', 'a filter by sum', { filters: [{ type: 'sold_amount', state: { from: 1 } }] }],
    [
      'get_client_list',
      'a filter by visits',
      {
        filters: [
          { type: 'record', state: { status: { value: [3] }, created: { from: '2026-01-01 00:00:00' } } },
        ],
      },
    ],
    [
      'set_team_member_schedule',
      'a schedule',
      { schedules_to_set: [{ staff_id: 1, dates: ['2026-01-01'] }] },
    ],
    ['create_appointment', 'own fields', { ...appointment(), custom_fields: { color: 'red', seats: 2 } }],
  ])('to %s takes %s', (id, _, body) => {
    const doc = contracts.get('v1')!;
    expect(misfit(doc, bodySchema(doc, id), body)).toBeUndefined();
  });

  test.each<[string, string, unknown]>([
    ['bulk_create_clients', 'one client', { name: 'Ann', phone: '13155550101' }],
    ['search_client_visits', 'neither id nor phone', { from: '2026-01-01' }],
    [
      'get_client_list',
      'the state of another filter',
      { filters: [{ type: 'id', state: { value: 'Ann' } }] },
    ],
  ])('to %s is refused with %s', (id, _, body) => {
    const doc = contracts.get('v1')!;
    expect(misfit(doc, bodySchema(doc, id), body)).toBeDefined();
  });

  test('leaves out the path parameters that the text calls optional', () => {
    const optional = [...eachOperation(contracts.get('v1')!)].flatMap(({ operation }) =>
      (operation.parameters ?? [])
        .map((parameter) => resolve<Parameter>(contracts.get('v1')!, parameter))
        .filter((parameter) => parameter['x-altegio-optional'])
        .map((parameter) => `${operation.operationId}.${parameter.name}`),
    );
    expect(optional.sort()).toEqual([
      'deprecated_get_product_category_list.category_id',
      'get_product.product_id',
      'get_service.service_id',
      'get_service_category_list.id',
      'get_team_member.team_member_id',
    ]);
  });
});

function appointment(): Json {
  return {
    staff_id: 1,
    services: [{ id: 1 }],
    client: { phone: '13155550101', name: 'Ann', email: 'ann@example.com' },
    save_if_busy: false,
    datetime: '2026-01-01T10:00:00',
    seance_length: 3600,
    send_sms: false,
  };
}

test.each<[ApiName, string, string]>([
  ['v1', 'get_chain_list', 'BearerPartnerUser'],
  ['v1', 'get_user_gift_cards', 'BearerPartnerUser'],
  ['v1', 'get_location_list', 'BearerPartner'],
  ['v1', 'get_team_member_list', 'BearerPartner'],
  ['booking', 'get_booking_user', 'BearerPartnerUser'],
  ['booking', 'create_online_booking', 'BearerPartner'],
  ['booking', 'get_online_booking_details', 'BearerPartner'],
])('%s.%s needs %s, as its text says', (api, id, scheme) => {
  expect(operationOf(contracts.get(api)!, id).security).toEqual([{ [scheme]: [] }]);
});

test('a webhook carries one event or several, told apart by resource', () => {
  const doc = contracts.get('developers')!;
  const names = Object.keys(doc.webhooks ?? {}).filter((name) => name.endsWith('Event'));
  expect(names).toHaveLength(11);
  const schedule = { company_id: 1, resource: 'schedule', resource_id: 2, status: 'update', data: [] };
  const body = doc.webhooks!.ScheduleEvent!.post!.requestBody as {
    content: Record<string, { schema: Schema }>;
  };
  const { schema } = body.content['application/json']!;
  expect(misfit(doc, schema, schedule)).toBeUndefined();
  expect(misfit(doc, schema, [schedule, schedule])).toBeUndefined();
  expect(misfit(doc, schema, { ...schedule, resource: 'client', data: 1 })).toBeDefined();
});

test.each(apis)(
  'the corrections of responses of $vendor, applied twice, correct nothing more',
  ({ name }) => {
    expect(settleActions(contracts.get(name)!)).toEqual([]);
  },
);

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
    ['kind', { type: ['string', 'null'], enum: ['a'] }, { type: ['string', 'null'], enum: ['a', null] }],
    ['kind', { type: 'string', enum: ['a'] }, { type: 'string', enum: ['a'] }],
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
  return applied(doc, deriveOverlay({ name: 'v1', snapshot: 'openapi/b2b-v1.yaml' }, doc).actions);
}

async function applied(doc: OpenApi, actions: ReturnType<typeof settleActions>): Promise<OpenApi> {
  if (actions.length === 0) return doc;
  const overlay = { overlay: '1.0.0', info: { title: 'Tiny', version: '1' }, actions } as const;
  return applyOverlay(doc, overlay, 'tiny');
}
