// The mock's generated responses look like those of a salon, and a seed decides them. That every operation has a response
// in dynamic mode is in mock.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mock, startMock } from '../../src/testing.ts';
import { requestOf } from './request-builder.ts';
import { type ApiName, apis, methodOf, recordedClient, type Subject, subjectOf } from './setup.ts';

const lists: [api: ApiName, id: string][] = [
  ['v1', 'get_client_list'],
  ['v1', 'get_client'],
  ['v1', 'get_appointment_list'],
  ['v1', 'get_appointment'],
  ['v1', 'get_team_member_list'],
  ['v1', 'get_service_list'],
  ['v1', 'get_service_category_list'],
  ['v1', 'search_client_visits'],
  ['v2', 'list_services'],
  ['v2', 'list_team_members'],
  ['v2', 'list_appointments'],
  ['booking', 'get_services_available_for_booking'],
  ['booking', 'get_team_members_available_for_booking'],
  ['booking', 'get_user_appointment_list'],
];

const started: Mock[] = [];
const subjects = new Map<ApiName, Subject>();
let one: string;
let again: string;
let two: string;
let fixed: string;

beforeAll(async () => {
  for (const api of apis) subjects.set(api, await subjectOf(api));
  one = await start({ dynamic: true, seed: 'one' });
  again = await start({ dynamic: true, seed: 'one' });
  two = await start({ dynamic: true, seed: 'two' });
  fixed = await start({});
}, 60_000);
afterAll(() => Promise.all(started.map((mock) => mock.close())));

describe.each(lists)('%s %s', (api, id) => {
  it.each(['dynamic', 'static'])('holds nothing implausible in %s mode', async (mode) => {
    const fields = fieldsOf(JSON.parse(await responseOf(mode === 'dynamic' ? one : fixed, api, id)));
    expect(fields.length).toBeGreaterThan(5);
    expect(fields.flatMap((field) => faultOf(field) ?? [])).toEqual([]);
  });

  it('is decided by the seed', async () => {
    const first = await responseOf(one, api, id);
    // Another operation in between must not move the sequence.
    await responseOf(two, 'v1', 'get_location');
    expect(await responseOf(again, api, id)).toBe(first);
    expect(await responseOf(one, api, id)).toBe(first);
    expect(await responseOf(two, api, id)).not.toBe(first);
  });
});

it('fills lists, and leaves few fields empty', async () => {
  const { data } = JSON.parse(await responseOf(one, 'v1', 'get_appointment_list'));
  expect(data.length).toBeGreaterThanOrEqual(1);
  expect(data.length).toBeLessThanOrEqual(5);
  for (const { id, staff, client, services } of data) {
    expect(id).toBeGreaterThan(0);
    expect(staff.name).toMatch(/^\p{Lu}\S+ \p{Lu}/u);
    expect(client.phone).toMatch(/^131555501\d\d$/);
    expect(services.length).toBeGreaterThanOrEqual(1);
  }
});

it('makes up other values each time without a seed', async () => {
  const url = await start({ dynamic: true });
  const read = () => responseOf(url, 'v1', 'get_client_list');
  expect(await read()).not.toBe(await read());
});

async function start(options: Parameters<typeof startMock>[0]): Promise<string> {
  const mock = await startMock(options);
  started.push(mock);
  return mock.url;
}

/** The bytes of a response; Prism has checked them against the contract. */
async function responseOf(url: string, api: ApiName, id: string): Promise<string> {
  const { contract, entries } = subjects.get(api)!;
  const { altegio, last } = recordedClient(url);
  await methodOf(altegio, api, id)(requestOf(contract, entries.get(id)!, 'required'));
  return last().response.text();
}

interface Field {
  name: string;
  value: string | number;
}

/** Every text and number of a response, under the name of the field that it is in. */
function fieldsOf(value: unknown, name = ''): Field[] {
  if (Array.isArray(value)) return value.flatMap((each) => fieldsOf(each, name.replace(/s$/, '')));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, child]) => fieldsOf(child, key));
  }
  return typeof value === 'string' || typeof value === 'number' ? [{ name, value }] : [];
}

const forms: [name: RegExp, form: RegExp][] = [
  [/phone$/, /^131555501\d\d$/],
  [/^email$/, /^[^@\s]+@example\.com$|^[01]$/],
  [/^(id|(client|staff|service|company|record|category|master)_id)$/, /^[1-9]\d*$/],
  [/(avatar|image|logo|url|link)$/, /^https:\/\/example\.com\//],
  [/^(surname|firstname|patronymic)$/, /^\p{Lu}/u],
  [/^color$/, /^#?[0-9a-f]{6}$/],
  [/(cost|price|balance|price_min|price_max|spent)$/, /^\d{1,3}(\.\d+)?$/],
  [/^(seance_length|duration)$/, /00$/],
  [/^attendance$/, /^(-1|0|1|2)$/],
];

function faultOf({ name, value }: Field): string | undefined {
  const text = String(value);
  const finding = `${name}: ${text}`;
  if (/^string$|lorem|ipsum|dolor|\b(amet|elit|sint|sed)\b/i.test(text)) return finding;
  if (typeof value === 'number' && (value < -1 || (value > 100_000 && !isLarge(name)))) return finding;
  if (forms.some(([named, form]) => named.test(name) && !form.test(text))) return finding;
  const dated = /(^|_)(date|datetime)$|_at$|^birthday$/.test(name) && typeof value === 'string';
  return dated && Number.isNaN(Date.parse(text)) ? finding : undefined;
}

/** Phone numbers, Unix times and numbers of cards. */
function isLarge(name: string): boolean {
  return /phone|date|time|card|number|(^|_)(from|to)$/.test(name);
}
