import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { createAltegio } from 'altegio-sdk';
import { createFakeAltegio, mswHandlers } from 'altegio-sdk/testing';
import { http } from 'msw';
import { setupServer } from 'msw/node';

const fake = createFakeAltegio({ clock: () => Date.parse('2026-03-02T09:00:00Z') });
const altegio = createAltegio({ partnerToken: 'any', userToken: 'any' });
const visit = { id: 1, services: [501], staff_id: 11, datetime: '2026-03-23T10:00:00+00:00' };
const body = { phone: '442071234567', fullname: 'Ada Berg', appointments: [visit] };
const book = () => altegio.booking.create_online_booking({ path: { location_id: 123 }, body });

const server = setupServer(...mswHandlers(fake, http));
server.listen({ onUnhandledRequest: 'error' });
after(() => server.close());
beforeEach(() => fake.reset());

test('a taken time is refused with code 433', async () => {
  await book();
  await assert.rejects(book(), ({ outcome, issues }) => outcome === 'refused' && issues[0].code === 433);
});

test('a lost response leaves the outcome unknown, and nothing is sent twice', async () => {
  fake.fail('create_online_booking', { reset: true, applied: true });
  await assert.rejects(book(), { outcome: 'unknown' });
  assert.equal(fake.journal.length, 1);
});

test('a 429 is waited for, and the booking is made once', async () => {
  fake.fail('create_online_booking', { status: 429, retryAfter: 1 });
  assert.equal((await book()).data.length, 1);
  assert.equal(fake.journal.length, 2);
});
