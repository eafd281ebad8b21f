// One booking, whatever becomes of the response: never twice, never lost.
import { describe, expect, it } from 'vitest';
import { onlineBooking as names } from '../../../generated/recipes.ts';
import {
  AltegioApiError,
  AltegioConfigError,
  AltegioServerError,
  isAltegioError,
} from '../../../src/index.ts';
import { bookOnline, findOnlineBooking } from '../../../src/recipes.ts';
import type { Fault } from '../../../src/testing.ts';
import { body, now, path, salon, visit } from './salon.ts';

const lookAgainMs = [0];

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error as AltegioApiError,
  );

describe('bookOnline', () => {
  it('checks, then books, and returns what the API returned', async () => {
    const { fake, altegio, kept } = salon();
    const { appointments, isReadBack } = await bookOnline(altegio, { path, body });
    expect(fake.journal.map(({ operationId }) => operationId)).toEqual([names.check, names.create]);
    expect(appointments).toEqual([{ id: 1, record_id: kept()[0]!.id, record_hash: expect.any(String) }]);
    expect(isReadBack).toBe(false);
  });

  it.each([
    [500, { status: 500 }],
    [502, { html: true }],
    [408, { status: 408 }],
    ['reset', { reset: true }],
    ['timeout', { timeout: true }],
  ] satisfies [unknown, Fault][])('finds a booking whose response was lost: %s', async (_, fault) => {
    const { fake, altegio, creates, kept } = salon();
    fake.fail(names.create, { ...fault, applied: true });
    const timeoutMs = 'timeout' in fault ? 500 : 10_000;
    const { appointments, isReadBack } = await bookOnline(altegio, { path, body, timeoutMs });
    expect(creates()).toHaveLength(1);
    expect(kept()).toHaveLength(1);
    expect(appointments).toEqual([{ id: 1, record_id: kept()[0]!.id, record_hash: null }]);
    expect(isReadBack).toBe(true);
  });

  it('does not send it again where it is not found, and says what to do', async () => {
    const { fake, altegio, creates, kept } = salon();
    fake.fail(names.create, { status: 500 });
    const error = await failure(bookOnline(altegio, { path, body, lookAgainMs }));
    expect(error).toBeInstanceOf(AltegioServerError);
    expect(error).toMatchObject({ outcome: 'unknown', status: 500, operationId: names.create });
    expect(error.message).toMatch(/looked for 2 times .* call findOnlineBooking before you book again\.$/);
    expect(creates()).toHaveLength(1);
    expect(kept()).toEqual([]);
  });

  it('finds a booking that a slow server finishes after the first look', async () => {
    const { fake, altegio, creates } = salon();
    fake.fail(names.create, { timeout: true });
    const booking = bookOnline(altegio, { path, body, timeoutMs: 500, lookAgainMs: [300, 1_000, 3_000] });
    await expect.poll(() => fake.journal.some(({ operationId }) => operationId === names.list)).toBe(true);
    await altegio.booking[names.create]({ path, body });
    expect(await booking).toMatchObject({ isReadBack: true, appointments: [{ id: 1 }] });
    expect(creates()).toHaveLength(2); // the lost one, and the test's own in its place
  });

  it('is not repeated by `idempotent`, of the call or of the client', async () => {
    const { fake, altegio, creates } = salon();
    fake.fail(names.create, { status: 500 });
    const eager = altegio.withOptions({ idempotent: true, retry: 3 });
    await failure(bookOnline(eager, { path, body, idempotent: true, lookAgainMs: [] }));
    expect(creates()).toHaveLength(1);
  });

  it('waits for a 429 and books once', async () => {
    const { fake, altegio, creates, kept } = salon();
    fake.fail(names.create, { status: 429, retryAfter: 0.01 });
    await bookOnline(altegio.withOptions({ retry: 1, timeoutMs: 5_000 }), { path, body });
    expect(creates().map(({ status }) => status)).toEqual([429, 201]);
    expect(kept()).toHaveLength(1);
  });

  it('refuses waits that are none before anything is sent', async () => {
    const { fake, altegio } = salon();
    const error = await failure(bookOnline(altegio, { path, body, lookAgainMs: [-1] }));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(fake.journal).toHaveLength(0);
  });
});

describe('a refusal', () => {
  it('of the check is thrown as it came, and nothing is booked', async () => {
    const { altegio, creates } = salon();
    await bookOnline(altegio, { path, body });
    const error = await failure(bookOnline(altegio, { path, body: { ...body, phone: '442079999999' } }));
    expect(error).toBeInstanceOf(AltegioApiError);
    expect(error).toMatchObject({ outcome: 'refused', operationId: names.check });
    expect(error.issues).toMatchObject([{ code: 433 }]);
    expect(creates()).toHaveLength(1);
  });

  it('of the booking is thrown as it came', async () => {
    const { fake, altegio, kept } = salon();
    fake.fail(names.create, { code: 437 });
    const error = await failure(bookOnline(altegio, { path, body }));
    expect(error).toMatchObject({ outcome: 'refused', operationId: names.create });
    expect(error.issues).toMatchObject([{ code: 437 }]);
    expect(kept()).toEqual([]);
  });

  it('meets one of two visitors who want the same time at once', async () => {
    const { altegio, kept } = salon();
    const phones = ['442071111111', '442072222222'];
    const results = await Promise.allSettled(
      phones.map((phone) => bookOnline(altegio, { path, body: { ...body, phone } })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { reason } = results.find((each) => each.status === 'rejected') as PromiseRejectedResult;
    expect(reason).toMatchObject({ outcome: 'refused', issues: [{ code: 433 }] });
    expect(kept()).toHaveLength(1);
  });

  it.each([{ status: 503 }, { reset: true }] satisfies Fault[])(
    'is no doubt when it is the check that fails: %o',
    async (fault) => {
      const { fake, altegio, creates } = salon();
      fake.fail(names.check, fault);
      const error = await failure(bookOnline(altegio, { path, body }));
      expect(isAltegioError(error)).toBe(true);
      expect(error.outcome).toBe('not-sent');
      expect(error.message).toMatch(/^Nothing was booked/);
      expect(creates()).toHaveLength(0);
    },
  );
});

describe('the search for a booking', () => {
  it('does not take the booking of somebody else for its own', async () => {
    const { fake, altegio } = salon();
    fake.fail(names.create, { timeout: true });
    const booking = failure(bookOnline(altegio, { path, body, timeoutMs: 500, lookAgainMs: [] }));
    // Takes the time while the first visitor's request hangs.
    await expect.poll(() => fake.journal.length).toBeGreaterThan(1);
    await altegio.booking[names.create]({ path, body: { ...body, phone: '442072222222' } });
    expect(await booking).toMatchObject({ outcome: 'unknown' });
  });

  it('leaves the outcome unknown where the list may not be read', async () => {
    const { fake, altegio, creates } = salon();
    fake.fail(names.create, { status: 500, applied: true });
    fake.fail(names.list, { status: 403 });
    const error = await failure(bookOnline(altegio, { path, body }));
    expect(error).toMatchObject({ outcome: 'unknown', operationId: names.create, status: 500 });
    expect(error.message).toMatch(/It was not read back: .*403/);
    expect(creates()).toHaveLength(1);
  });

  it('finds several appointments, each by its id, of any team member too', async () => {
    const { fake, altegio, kept } = salon();
    const appointments = [
      { ...visit, id: 7, staff_id: 0 },
      { ...visit, id: 8, staff_id: 12 },
      { ...visit, id: 9, datetime: '2026-03-24T12:00:00+02:00' },
    ];
    fake.fail(names.create, { reset: true, applied: true });
    const booking = await bookOnline(altegio, { path, body: { ...body, appointments }, now });
    expect(booking.appointments.map(({ id }) => id)).toEqual([7, 8, 9]);
    const ids = booking.appointments.map(({ record_id }) => record_id);
    expect(ids).toEqual(kept().map(({ id }) => id));
  });

  it('takes no earlier appointment of the same client for one with any team member', async () => {
    const { fake, altegio } = salon();
    await bookOnline(altegio, { path, body });
    fake.fail(names.create, { status: 500 });
    const anybody = { ...body, appointments: [{ ...visit, staff_id: 0 }] };
    const later = () => now() + 3_600_000;
    const error = await failure(bookOnline(altegio, { path, body: anybody, lookAgainMs, now: later }));
    expect(error.outcome).toBe('unknown');
  });

  it('does not choose between two that fit', async () => {
    const { fake, altegio } = salon();
    await bookOnline(altegio, { path, body });
    fake.fail(names.create, { status: 500, applied: true });
    const anybody = { ...body, appointments: [{ ...visit, staff_id: 0 }] };
    const error = await failure(bookOnline(altegio, { path, body: anybody, now }));
    expect(error.outcome).toBe('unknown');
    expect(error.message).toMatch(/It was not read back: .*2 appointments fit/);
  });

  it('finds nothing before it is there, and what is there later', async () => {
    const { altegio, kept } = salon();
    expect(await findOnlineBooking(altegio, { path, body })).toBeUndefined();
    await altegio.booking[names.create]({ path, body });
    const local = {
      ...body,
      phone: '+44 20 7123 4567',
      appointments: [{ ...visit, datetime: '2026-03-23T10:00' }],
    };
    const found = await findOnlineBooking(altegio, { path, body: local });
    expect(found?.appointments[0]?.record_id).toBe(kept()[0]!.id);
  });

  it('goes by the number of the caller where the list has it', async () => {
    const row = (id: number, api_id: string) => ({
      ...{ id, api_id, staff_id: id, deleted: false, datetime: '2026-03-23T10:00:00+0000' },
      ...{
        services: [{ id: 501 }],
        client: { phone: '+442071234567' },
        create_date: '2026-03-02T09:00:00+0000',
      },
    });
    const find = (apiIds: string[], api_id: number) => {
      const items = async function* () {
        yield* apiIds.map((each, index) => row(index + 1, each));
      };
      const altegio = { booking: {}, v1: { [names.list]: { items } } } as never;
      const anybody = { ...body, api_id, appointments: [{ ...visit, staff_id: 0 }] };
      return findOnlineBooking(altegio, { path, body: anybody });
    };
    expect((await find(['4710', '4711'], 4711))?.appointments).toMatchObject([{ record_id: 2 }]);
    expect((await find(['', '4710'], 4711))?.appointments).toMatchObject([{ record_id: 1 }]);
    expect(await find(['4710'], 4711)).toBeUndefined();
  });

  it('ends with the reason of the signal', async () => {
    const { fake, altegio } = salon();
    fake.fail(names.create, { status: 500 });
    const controller = new AbortController();
    const booking = failure(
      bookOnline(altegio, { path, body, lookAgainMs: [60_000], signal: controller.signal }),
    );
    await expect.poll(() => fake.journal.at(-1)?.operationId).toBe(names.list);
    controller.abort(new Error('enough'));
    expect((await booking).message).toBe('enough');
  });
});

describe('a hundred visitors at once over a bad line', () => {
  it('have no booking twice and lose none', { timeout: 30_000 }, async () => {
    const { fake, altegio, creates, kept } = salon();
    const faults: Fault[] = [
      { status: 500, applied: true },
      { slowMs: 1 },
      { status: 502 },
      { reset: true, applied: true },
      { reset: true },
      { html: true, applied: true },
      { code: 434 },
    ];
    // Every time that is asked for is asked for twice, so that half of the visitors find it taken.
    const bodies = Array.from({ length: 100 }, (_, index) => {
      const slot = index >> 1;
      const datetime = `2026-03-${10 + (slot % 5)}T${10 + (slot % 9)}:00:00+00:00`;
      const appointments = [{ ...visit, staff_id: 11 + (slot % 3), datetime }];
      return { ...body, phone: String(442_071_000_000 + index), appointments };
    });
    for (const index of bodies.keys()) fake.fail(names.create, faults[index % faults.length]!);
    const results = await Promise.allSettled(
      bodies.map((each) => bookOnline(altegio, { path, body: each, lookAgainMs: [] })),
    );
    const appointments = kept();
    const count = { booked: 0, refused: 0, unknown: 0, readBack: 0 };
    for (const [index, result] of results.entries()) {
      const { phone } = bodies[index]!;
      const sent = creates().filter((each) => (each.body as { phone: string }).phone === phone);
      const made = appointments.filter(({ client }) => client.phone === phone);
      expect(sent.length, phone).toBeLessThanOrEqual(1);
      if (result.status === 'fulfilled') {
        expect(result.value.appointments.map(({ record_id }) => record_id)).toEqual(made.map(({ id }) => id));
        expect(made, phone).toHaveLength(1);
        count.booked++;
        count.readBack += Number(result.value.isReadBack);
      } else {
        expect(made, phone).toEqual([]);
        const { outcome } = result.reason as AltegioApiError;
        expect(['refused', 'unknown']).toContain(outcome);
        count[outcome as 'refused' | 'unknown']++;
      }
    }
    expect(Math.min(...Object.values(count))).toBeGreaterThan(5);
    expect(appointments).toHaveLength(count.booked);
  });
});
