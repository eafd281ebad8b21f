// The mock as integrators use it: one port, Prism's Prefer header, and the refusal of what breaks the description.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AltegioValidationError } from '../../src/index.ts';
import { type JournalEntry, type Mock, startMock } from '../../src/testing.ts';
import { requestOf } from './request-builder.ts';
import { apis, methodOf, type Recorded, recordedClient, subjectOf } from './setup.ts';

let mock: Mock;
let client: Recorded;

beforeAll(async () => {
  mock = await startMock({ dynamic: true, seed: 'one' });
  client = recordedClient(mock.url);
});
afterAll(() => mock?.close());

it('listens on the loopback interface only', () => {
  expect(new URL(mock.url).hostname).toBe('127.0.0.1');
});

it('repeats made-up values for the same seed', async () => {
  const read = () => client.altegio.v1.get_location({ path: { location_id: 1 } });
  expect(await read()).toEqual(await read());
});

it('responds to a malformed path with 400, and keeps running', async () => {
  expect((await fetch(`${mock.url}/v1/client/%E0%A4%A/1`)).status).toBe(400);
  expect(await client.altegio.developers.get_country_list()).toMatchObject({ success: true });
});

it('refuses a request that breaks the description', async () => {
  const body = { staff_id: 'nobody' } as never;
  const call = client.altegio.v1.create_appointment({ path: { location_id: 1 }, body });
  await expect(call).rejects.toBeInstanceOf(AltegioValidationError);
});

it('says what is wrong with a request that breaks the description', async () => {
  const body = { staff_id: 'nobody' } as never;
  const call = client.altegio.v1.create_appointment({ path: { location_id: 1 }, body });
  const fields = await call.then(Object, ({ fields }) => fields);
  expect(fields).toHaveProperty('staff_id');
  expect(fields).not.toHaveProperty('phone');
});

it('says it of an operation without a described 422, too', async () => {
  const body = { amount: 'ten' } as never;
  const path = { location_id: 1, card_id: 2 };
  const call = client.altegio.v1.create_loyalty_card_transaction({ path, body });
  const message = expect.stringMatching(/HTTP 422: .*; amount: .*number/);
  await expect(call).rejects.toMatchObject({ message, fields: { amount: [expect.any(String)] } });
});

it.each([
  [403, 'No rights to do this'],
  [404, 'Not found'],
])('responds with a %i that names itself', async (code, text) => {
  const headers = { prefer: `code=${code}` };
  const v1 = client.altegio.v1.get_appointment_list({ path: { location_id: 1 }, headers });
  await expect(v1).rejects.toMatchObject({ message: expect.stringContaining(text), fields: {} });
  const v2 = client.altegio.v2.list_services({ path: { location_id: 1 }, headers });
  await expect(v2).rejects.toMatchObject({ issues: [{ message: expect.stringContaining(text) }] });
});

it.each(['v1', 'v2'] as const)('responds with a 422 of %s that names a field', async (api) => {
  const { contract, entries } = await subjectOf(api);
  const id = [...entries].find(([, { operation }]) => operation.responses?.['422'])![0];
  const input = requestOf(contract, entries.get(id)!, 'required');
  const call = methodOf(client.altegio, api, id)({ ...input, headers: { prefer: 'code=422' } });
  await expect(call).rejects.toMatchObject({ fields: { phone: ['The phone number is not valid.'] } });
});

it('counts the operations of all four APIs', async () => {
  const subjects = await Promise.all(apis.map(subjectOf));
  expect(mock.operations).toBe(subjects.flatMap(({ operations }) => operations).length);
});

it('tells who wants to know what arrived, and nothing of a body that is not JSON', async () => {
  const entries: JournalEntry[] = [];
  const observed = await startMock({ onRequest: (entry) => entries.push(entry) });
  const send = (type: string, body: string) =>
    fetch(`${observed.url}/v1/auth`, { method: 'POST', headers: { 'content-type': type }, body });
  try {
    await send('application/x-www-form-urlencoded', 'login=ada&password=very-secret-word');
    await send('application/json', '{"password":"very-secret-word"');
    await send('multipart/form-data; boundary=x', '--x\r\n\r\nvery-secret-word\r\n--x--');
    const headers = { authorization: 'Bearer very-secret-word' };
    await fetch(`${observed.url}/v1/nowhere/very-secret-word`, { headers });
  } finally {
    await observed.close();
  }
  expect(entries.map(({ path, body }) => [path, body])).toEqual([
    ['/auth', '[not JSON]'],
    ['/auth', '[not JSON]'],
    ['/auth', '[form]'],
    ['/api/v1/nowhere/[redacted]', undefined],
  ]);
  expect(JSON.stringify(entries)).not.toContain('very-secret-word');
});

it('refuses a body that is no JSON, and lives on', async () => {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer any, User any' };
  const broken = await fetch(`${mock.url}/v1/clients/1`, { method: 'POST', headers, body: '{"name":' });
  expect(broken.status).toBe(400);
  expect(await client.altegio.developers.get_country_list()).toMatchObject({ success: true });
});

it('frees its port', async () => {
  const first = await startMock();
  const port = Number(new URL(first.url).port);
  await first.close();
  const second = await startMock({ port });
  expect(second.url).toBe(first.url);
  await second.close();
});

it.each(apis)('generates a response for every operation of %s', { timeout: 60_000 }, async (api) => {
  const { contract, operations, entries } = await subjectOf(api);
  const failed: string[] = [];
  for (const { id } of operations) {
    const input = requestOf(contract, entries.get(id!)!, 'all');
    await methodOf(client.altegio, api, id!)(input).catch((error: unknown) => failed.push(`${id}: ${error}`));
  }
  expect(failed).toEqual([]);
});
