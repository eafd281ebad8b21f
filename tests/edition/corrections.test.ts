// What this edition has wrong, each correction by name: in the contract of the package, what is on the wire fits, and a slip does not.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { fieldPlaces, listsAt, objectsAt } from '../../scripts/contract/evidence/alternatives.ts';
import { describedIn } from '../../scripts/contract/evidence/places.ts';
import { type ApiName, apis } from '../../scripts/openapi/apis.ts';
import { type Keys, type OpenApi, pointerTo } from '../../scripts/openapi/document.ts';
import { eachOperation } from '../../scripts/openapi/operations.ts';
import { withoutDemands } from '../generator/contract/schemas.ts';
import { booking, type Place, v1, webhooks } from './corrections.places.ts';

/** The contract; with `excerpts`, one whose things may lack any of their fields. */
function contractOf(api: ApiName, excerpts: boolean) {
  const file = join(import.meta.dirname, `../../generated/${api}.mock.json`);
  const whole = JSON.parse(readFileSync(file, 'utf8')) as OpenApi;
  const doc = excerpts ? withoutDemands(whole) : whole;
  const ajv = new Ajv2020({ strict: false, logger: false });
  formats.default(ajv);
  ajv.addSchema(doc, 'contract');
  const fits = (at: Keys, value: unknown) => ajv.getSchema(`contract${pointerTo(...at)}`)!(value) as boolean;
  return { doc, fits };
}

const contractsOf = (excerpts: boolean) =>
  Object.fromEntries(apis.map(({ name }) => [name, contractOf(name, excerpts)])) as Record<
    ApiName,
    ReturnType<typeof contractOf>
  >;

const whole = contractsOf(false);

const contracts = contractsOf(true);

/** Where a field of a response stands: in each alternative that has it. */
function placesOf(doc: OpenApi, place: string): Keys[] {
  const [operation = '', path = ''] = place.split('#');
  const root = describedIn(doc)(operation);
  const steps = path
    .replaceAll('[]', '.[]')
    .split('.')
    .filter((step) => step !== '');
  return steps.reduce<Keys[]>(
    (places, step) =>
      step === '[]'
        ? places.flatMap((at) => listsAt(doc, at).map((list) => [...list, 'items']))
        : places.flatMap((at) => fieldPlaces(doc, objectsAt(doc, at), step)),
    root ? [root.at] : [],
  );
}

describe.each<[string, ApiName, Place[]]>([
  ['a webhook', 'developers', webhooks],
  ['a response of v1', 'v1', v1],
  ['a response of booking', 'booking', booking],
])('%s', (_, api, places) => {
  const { doc, fits } = contracts[api];

  it.each(places)('%s', (place, right, wrong) => {
    const found = placesOf(doc, place);
    expect(found).not.toEqual([]);
    const taken = (value: unknown) => found.some((at) => fits(at, value));
    expect(right.filter((value) => !taken(value))).toEqual([]);
    expect(wrong.filter(taken)).toEqual([]);
  });
});

describe('a response about loyalty', () => {
  const one = { id: 1 };
  it.each<[string, unknown]>([
    ['get_loyalty_card_type_list', [one]],
    ['get_loyalty_card_list_by_phone', [one]],
    ['issue_loyalty_card', one],
    ['get_loyalty_transactions_by_visit', [one]],
    ['get_user_loyalty_cards', [one]],
    ['get_loyalty_card_type_list_for_client', [one]],
    ['get_chain_loyalty_card_type_list', [one]],
    ['apply_loyalty_card_deduction', {}],
    ['cancel_loyalty_card_withdrawal', {}],
    ['apply_discount_promotion', {}],
    ['cancel_discount_promotion', {}],
    ['apply_referral_program', {}],
    ['create_chain_loyalty_program', one],
    ['get_chain_loyalty_program', one],
    ['update_chain_loyalty_program', one],
    ['get_chain_loyalty_notification_template_list', [one]],
  ])('has its envelope: %s', (operation, data) => {
    const { doc, fits } = contracts.v1;
    const { at } = describedIn(doc)(operation)!;
    expect(fits(at, { success: true, data, meta: [] })).toBe(true);
    expect(fits(at, data)).toBe(false);
  });

  it.each(['get_location_analytics_revenue_daily', 'get_appointment_analytics_by_source'])(
    'has none where a chart is a bare list: %s',
    (operation) => {
      const { doc, fits } = contracts.v1;
      expect(fits(describedIn(doc)(operation)!.at, [])).toBe(true);
    },
  );
});

describe('a login', () => {
  it('of booking comes in the envelope', () => {
    const { doc, fits } = contracts.booking;
    const { at } = describedIn(doc)('log_in_with_phone_number_and_code')!;
    const user = { id: 1, name: 'Ann', phone: '1315', login: '', email: '', avatar: null, user_token: 'x' };
    expect(fits(at, { success: true, data: user, meta: [] })).toBe(true);
    expect(fits(at, user)).toBe(false);
  });
});

const appointment = { staff_id: 1, services: [], datetime: '2026-01-01T10:00:00', seance_length: 3600 };

const visit = {
  phone: '13155550101',
  fullname: 'Ann',
  email: 'ann@example.com',
  appointments: [{ id: 1, services: [1], staff_id: 2, datetime: '2026-01-01T10:00:00', chargeStatus: 'x' }],
};

describe('a request', () => {
  it.each<[string, string, object]>([
    ['v1.issue_loyalty_card', 'numbers', { loyalty_card_type_id: 1, phone: 13155550101 }],
    ['v1.issue_loyalty_card', 'text', { loyalty_card_type_id: '1', phone: '13155550101' }],
    ['v1.get_client_list', 'a direction in lower case', { order_by_direction: 'desc' }],
    ['v1.update_appointment', 'save_if_busy as 0/1', { ...appointment, client: {}, save_if_busy: 1 }],
    ['v1.update_appointment', 'the id of a client', { ...appointment, client: { id: 1 } }],
    ['v1.create_appointment', 'names', { ...appointment, client: { surname: 'A', patronymic: 'B' } }],
    ['v1.create_client', 'labels', { name: 'A', phone: '13155550101', labels: [1] }],
    [
      'v1.create_inventory_operation',
      'no date, and a special number',
      { type_id: 1, storage_id: 1, goods_transactions: [{ good_special_number: 'A1' }] },
    ],
    [
      'developers.update_event_notification_settings',
      'flags as boolean or 0/1',
      { active: true, urls: [], schedule: 1, loyalty_card: false, record: 0 },
    ],
    [
      'booking.log_in_with_phone_number_and_code',
      'a phone, a code and a location',
      { phone: '13155550101', code: '1234', company_id: 1 },
    ],
    [
      'booking.create_online_booking',
      'what the widget sends',
      {
        ...visit,
        bookform_id: 1,
        custom_fields: { color: 'red' },
        surname: 'A',
        patronymic: 'B',
        isMobile: true,
        referrer: 'x',
        redirect_url: 'https://salon.example',
        is_charge_required_priority: true,
        is_support_charge: false,
        appointments_charges: [],
        is_newsletter_allowed: true,
        is_personal_data_processing_allowed: true,
      },
    ],
  ])('to %s takes %s', (address, _, body) => {
    expect(takes(address, body)).toBe(true);
  });

  it.each<[string, string, object]>([
    ['v1.issue_loyalty_card', 'a list for a number', { loyalty_card_type_id: [] }],
    ['v1.get_client_list', 'another direction', { order_by_direction: 'up' }],
    ['v1.update_appointment', 'a word for a flag', { ...appointment, client: {}, save_if_busy: 'no' }],
    ['v1.create_client', 'one label', { name: 'A', phone: '13155550101', labels: 1 }],
    [
      'developers.update_event_notification_settings',
      'a word for a flag',
      { active: true, urls: [], record: 'on' },
    ],
    ['booking.log_in_with_phone_number_and_code', 'a login', { login: 'ann', password: 'x' }],
    ['booking.create_online_booking', 'a word for a flag', { ...visit, is_newsletter_allowed: 'yes' }],
  ])('to %s is refused with %s', (address, _, body) => {
    expect(takes(address, body)).toBe(false);
  });
});

function takes(address: string, body: unknown): boolean {
  const [api, id] = address.split('.') as [ApiName, string];
  const { doc, fits } = whole[api];
  const { path, method } = eachOperation(doc).find(({ operation }) => operation.operationId === id)!;
  return fits(['paths', path, method, 'requestBody', 'content', 'application/json', 'schema'], body);
}
