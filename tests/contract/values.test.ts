// What the contracts refuse of a request, and what they have to let through: `unchecked` sends it past the SDK's own checks.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Altegio, createAltegio } from '../../src/index.ts';
import { type Mock, startMock } from '../../src/testing.ts';

let mock: Mock;
let altegio: Altegio;

beforeAll(async () => {
  mock = await startMock();
  const tokens = { partnerToken: 'partner', userToken: 'user' };
  altegio = createAltegio({ ...tokens, baseUrl: mock.url, limiter: false, retry: 0, unchecked: true });
});
afterAll(() => mock?.close());

const path = { location_id: 1 };
const person = { phone: '13155550100', fullname: 'Ada Berg', email: 'ada@example.com' };

const records = (query: object) => altegio.v1.get_appointment_list({ path, query });

function booking(appointments: object[]) {
  return altegio.booking.create_online_booking({ path, body: { ...person, appointments } as never });
}

function visit(attendance: number) {
  const input = { path: { visit_id: 1, record_id: 2 }, body: { attendance, comment: '', services: [] } };
  return altegio.v1.update_visit(input as never);
}

describe('is refused by the mock:', () => {
  it.each<[string, () => Promise<unknown>]>([
    ["changed_after: 'yesterday'", () => records({ changed_after: 'yesterday' })],
    ["start_date: '01.02.2026'", () => records({ start_date: '01.02.2026' })],
    ['page: 0', () => records({ page: 0 })],
    ['attendance: 7', () => visit(7)],
    ['appointments: []', () => booking([])],
    ["datetime: 'x'", () => booking([{ id: 1, staff_id: 2, datetime: 'x', services: [3] }])],
    ["phone: 'home'", () => altegio.v1.create_client({ path, body: { name: 'Ada', phone: 'home' } })],
  ])('%s', async (_, call) => {
    await expect(call()).rejects.toMatchObject({ status: 422 });
  });
});

describe('is let through:', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a moment with an offset', () => records({ changed_after: '2026-01-31T10:00:00+0300' })],
    ['a moment with a colon in its offset', () => records({ changed_after: '2026-01-31T10:00:00-05:00' })],
    ['a local moment', () => records({ changed_after: '2026-01-31 10:00:00' })],
    ['a no-show', () => visit(-1)],
    [
      'a booking in local time',
      () => booking([{ id: 1, staff_id: 2, datetime: '2026-01-31T10:00:00', services: [3] }]),
    ],
    [
      'a phone number as people write it',
      () => altegio.v1.create_client({ path, body: { name: 'Ada', phone: '+1 (315) 555-0100' } }),
    ],
    [
      'a word of the order in lower case',
      () => altegio.v1.get_client_list({ path, body: { order_by: 'id', order_by_direction: 'desc' } }),
    ],
  ])('%s', async (_, call) => {
    await expect(call().then(() => 'taken')).resolves.toBe('taken');
  });
});

describe('a failure', () => {
  it.each([
    ['example=timeTaken', 422, 433],
    ['code=422, example=nobodyFree', 422, 436],
    ['example=blacklisted', 403, 434],
  ])('is chosen by %s', async (prefer, status, code) => {
    const appointments = [{ id: 1, staff_id: 2, datetime: '2026-01-31T10:00:00', services: [3] }];
    const body = { ...person, appointments } as never;
    const call = altegio.booking.create_online_booking({ path, body, headers: { prefer } });
    await expect(call).rejects.toMatchObject({ status, issues: [{ code }] });
  });
});
