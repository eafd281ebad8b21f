import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createAltegio } from 'altegio-sdk';
import { startMock } from 'altegio-sdk/testing';

const mock = await startMock();
after(() => mock.close());
let send = fetch;
let sent = 0;
const altegio = createAltegio({
  ...{ partnerToken: 'any', userToken: 'any', baseUrl: mock.url },
  fetch: (...request) => {
    sent++;
    return send(...request);
  },
});
const visit = { id: 1, services: [501], staff_id: 11, datetime: '2026-03-23T10:00:00+00:00' };
const body = { phone: '442071234567', fullname: 'Ada Berg', appointments: [visit] };
const book = (headers) =>
  altegio.booking.create_online_booking({ path: { location_id: 123 }, body, headers });

test('a taken time is refused with code 433', async () => {
  const refused = book({ prefer: 'example=timeTaken' });
  await assert.rejects(refused, ({ outcome, issues }) => outcome === 'refused' && issues[0].code === 433);
});

test('a lost response leaves the outcome unknown, and nothing is sent twice', async () => {
  sent = 0;
  send = async (...request) => {
    await fetch(...request);
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) });
  };
  await assert.rejects(book(), { outcome: 'unknown' });
  assert.equal(sent, 1);
});

test('a 429 is waited for, and the booking is made once', async () => {
  sent = 0;
  const refused = Response.json(
    { success: false, meta: {} },
    { status: 429, headers: { 'retry-after': '1' } },
  );
  send = async (...request) => (sent === 1 ? refused : fetch(...request));
  assert.ok((await book()).data.length > 0);
  assert.equal(sent, 2);
});
