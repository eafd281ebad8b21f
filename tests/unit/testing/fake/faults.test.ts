// Faults that a test orders: what a client meets, how often, and what no fault is.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../../src/index.ts';
import { createFakeAltegio, type FakeAltegio } from '../../../../src/testing.ts';
import { appointment, clientOf, path, start } from '../../../support/fake.ts';

describe('faults', () => {
  const call = (fake: FakeAltegio) => clientOf(fake).v1.get_location({ path });

  it.each([
    [{ status: 500 }, { status: 500 }],
    [{ code: 433 }, { status: 422, issues: [{ code: 433 }] }],
    [{ code: 434 }, { status: 403, issues: [{ code: 434 }] }],
    [
      { status: 429, retryAfter: 7 },
      { status: 429, retryAfter: 7 },
    ],
    [{ reset: true as const }, { name: 'AltegioConnectionError' }],
    [{ html: true as const }, { status: 502, body: expect.stringContaining('<html>') }],
    [
      { html: true as const, status: 504 },
      { status: 504, body: expect.stringContaining('<html>') },
    ],
  ])('%j is what the client meets, once', async (fault, seen) => {
    const fake = createFakeAltegio();
    fake.fail('get_location', fault);
    await expect(call(fake)).rejects.toMatchObject(seen);
    expect(await call(fake)).toMatchObject({ success: true });
  });

  it('a timeout is no response at all', async () => {
    const fake = createFakeAltegio();
    fake.fail('get_location', { timeout: true });
    const late = clientOf(fake).v1.get_location({ path, timeoutMs: 20 });
    await expect(late).rejects.toMatchObject({ name: 'AltegioTimeoutError' });
  });

  it('a slow response is the usual one', async () => {
    const fake = createFakeAltegio();
    fake.fail('get_location', { slowMs: 30 });
    const late = clientOf(fake).v1.get_location({ path, timeoutMs: 10 });
    await expect(late).rejects.toMatchObject({ name: 'AltegioTimeoutError' });
    fake.fail('get_location', { slowMs: 10 });
    expect(await call(fake)).toMatchObject({ success: true });
  });

  it('leave a write done where that is ordered, though its response is lost', async () => {
    const { fake, altegio } = start();
    fake.fail('create_appointment', { reset: true, applied: true });
    const lost = altegio.v1.create_appointment({ path, body: appointment });
    await expect(lost).rejects.toMatchObject({ outcome: 'unknown' });
    expect(fake.snapshot().appointments.at(-1)).toMatchObject({ datetime: '2026-03-23T10:00:00+00:00' });
    fake.fail('create_appointment', { reset: true });
    await expect(altegio.v1.create_appointment({ path, body: appointment })).rejects.toThrow();
    expect(fake.snapshot().appointments).toHaveLength(241);
  });

  it('come in the order in which they were ordered, as often as ordered', async () => {
    const fake = createFakeAltegio();
    fake.fail('get_location', { status: 500 }, 2);
    fake.fail('v1.get_location', { status: 503 });
    const statuses = [];
    for (let i = 0; i < 4; i++)
      statuses.push(
        await call(fake).then(
          () => 200,
          ({ status }) => status,
        ),
      );
    expect(statuses).toEqual([500, 500, 503, 200]);
  });

  it('can meet every operation', async () => {
    const fake = createFakeAltegio();
    fake.fail('*', { status: 503 }, Number.POSITIVE_INFINITY);
    await expect(call(fake)).rejects.toMatchObject({ status: 503 });
    await expect(clientOf(fake).developers.get_country_list()).rejects.toMatchObject({ status: 503 });
  });

  it.each([
    ['an unknown operation', 'get_locations', { status: 500 }, 1, /no operation "get_locations"/],
    ['an operation of two APIs', 'get_event', { status: 500 }, 1, /"v1.get_event" or "v2.get_event"/],
    ['an unknown fault', 'get_location', { crash: true }, 1, /a fault is one of/],
    ['no fault', 'get_location', null, 1, /a fault is one of/],
    ['two faults at once', 'get_location', { reset: true, timeout: true }, 1, /a fault is one of/],
    ['a fault that is off', 'get_location', { reset: false }, 1, /reset must be/],
    ['a status that cannot be', 'get_location', { status: 99 }, 1, /status must be .* 200 to 599/],
    ['a status that is a text', 'get_location', { html: true, status: '502' }, 1, /status must be/],
    ['a code that is a text', 'get_location', { code: '433' }, 1, /code must be/],
    ['a negative time', 'get_location', { slowMs: -1 }, 1, /slowMs must be/],
    ['a misspelt detail', 'get_location', { status: 429, retryafter: 1 }, 1, /status has no retryafter/],
    ['a number of times that is none', 'get_location', { status: 500 }, 0, /times must be/],
  ])('refuse %s', (_what, operation, fault, times, message) => {
    const order = () => createFakeAltegio().fail(operation, fault as never, times);
    expect(order).toThrow(AltegioConfigError);
    expect(order).toThrow(message);
  });
});
