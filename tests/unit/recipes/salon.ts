// A salon in memory and a visit in it, for the tests of what writes appointments.
import { onlineBooking } from '../../../generated/recipes.ts';
import { createAltegio } from '../../../src/index.ts';
import { createFakeAltegio } from '../../../src/testing.ts';

export const path = { location_id: 123 };

export const visit = { id: 1, services: [501], staff_id: 11, datetime: '2026-03-23T10:00:00+00:00' };

export const body = { phone: '442071234567', fullname: 'Ada Berg', appointments: [visit] };

/** Unix milliseconds of the salon's clock. */
export const now = () => Date.parse('2026-03-02T09:00:00Z');

/** A salon without appointments, and a client of it. */
export function salon() {
  const fake = createFakeAltegio({ clock: now, clients: 0, appointments: 0 });
  const altegio = createAltegio({
    partnerToken: 'partner',
    userToken: 'user',
    fetch: fake.fetch,
    limiter: false,
    timeoutMs: 10_000,
    retry: 0,
  });
  /** Bookings that were sent. */
  const creates = () => fake.journal.filter(({ operationId }) => operationId === onlineBooking.create);
  /** Appointments that the salon keeps. */
  const kept = () => fake.snapshot().appointments as unknown as { id: number; client: { phone: string } }[];
  return { fake, altegio, creates, kept };
}
