import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createAltegio } from 'altegio-sdk';
import { startMock } from 'altegio-sdk/testing';

const prism = await startMock();
const { booking } = createAltegio({ partnerToken: 'any', userToken: 'any', baseUrl: prism.url });
const visit = { id: 1, services: [501], staff_id: 11, datetime: '2026-03-23T10:00:00+00:00' };
const body = { phone: '442071234567', fullname: 'Ada Berg', appointments: [visit] };
const book = (headers) => booking.create_online_booking({ path: { location_id: 123 }, body, headers });

const send = fetch;
after(() => prism.close());

test('a taken time is refused with code 433', async () => {
  const refused = book({ prefer: 'example=timeTaken' });
  await assert.rejects(refused, ({ outcome, issues }) => outcome === 'refused' && issues[0].code === 433);
});

test('a lost response leaves the outcome unknown, and nothing is sent twice', async (t) => {
  const lost = (...request) => send(...request).then(() => Promise.reject(new TypeError('fetch failed')));
  const { mock } = t.mock.method(globalThis, 'fetch', lost);
  await assert.rejects(book(), { outcome: 'unknown' });
  assert.equal(mock.callCount(), 1);
});

test('a 429 is waited for, and the booking is made once', async (t) => {
  const refused = Response.json({ success: false }, { status: 429, headers: { 'retry-after': '1' } });
  const { mock } = t.mock.method(globalThis, 'fetch', send);
  mock.mockImplementationOnce(async () => refused);
  assert.ok((await book()).data.length > 0);
  assert.equal(mock.callCount(), 2);
});
