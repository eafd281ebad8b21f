// The corrections: responses and requests as they occur fit the contract.
import { beforeAll, describe, expect, test } from 'vitest';
import { loadContract, loadSnapshot } from '../../../scripts/contract/contract.ts';
import { loadEntities } from '../../../scripts/contract/entities.ts';
import { loadSightings } from '../../../scripts/contract/evidence/sightings.ts';
import { requiredActions } from '../../../scripts/contract/required/required.ts';
import { settleActions } from '../../../scripts/contract/responses/settle.ts';
import { type ApiName, apis } from '../../../scripts/openapi/apis.ts';
import {
  type Json,
  type OpenApi,
  type Parameter,
  resolve,
  type Schema,
} from '../../../scripts/openapi/document.ts';
import { eachOperation } from '../../../scripts/openapi/operations.ts';
import { applied } from './applied.ts';
import { responses, type Sample } from './corrections.samples.ts';
import { misfit, operationOf, responseSchema, withoutDemands } from './schemas.ts';

const contracts = new Map<ApiName, OpenApi>();

/** The contracts, where a thing may lack any of its fields: the samples show the types of some. */
const excerpts = new Map<ApiName, OpenApi>();

const snapshots = new Map<ApiName, OpenApi>();

beforeAll(async () => {
  for (const { name } of apis) {
    contracts.set(name, await loadContract(name));
    excerpts.set(name, withoutDemands(contracts.get(name)!));
    snapshots.set(name, await loadSnapshot(name));
  }
});

function bodySchema(doc: OpenApi, id: string): Schema {
  const body = operationOf(doc, id).requestBody as { content: Record<string, { schema: Schema }> };
  return body.content['application/json']!.schema;
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
    expect(misfitOf(excerpts, response)).toBeUndefined();
  });

  test('did not fit the description as published, mostly', () => {
    const refused = responses.filter((response) => misfitOf(snapshots, response) !== undefined);
    expect(refused.length).toBeGreaterThan(responses.length / 2);
  });

  test.each([
    ['an id as an object', { success: true, data: [{ id: {} }], meta: {} }],
    ['a phone as an object', { success: true, data: [{ id: 1, client: { phone: {} } }], meta: {} }],
    ['a boolean for who comes', { success: true, data: [{ id: 1, comer: true }], meta: {} }],
    ['items that are no list', { success: true, data: {}, meta: {} }],
    ['no data', { success: true, meta: {} }],
  ])('is still refused with %s', (_, body) => {
    expect(
      misfitOf(excerpts, { api: 'v1', operation: 'get_appointment_list', status: 200, body }),
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
  async ({ name }) => {
    const contract = contracts.get(name)!;
    const again = applied(contract, settleActions(contract, loadSightings(name), loadEntities(name)));
    const actions = requiredActions(again, loadSightings(name), loadEntities(name));
    expect(applied(again, actions)).toEqual(contract);
  },
);
