// A fake of the API, and a client over it that neither waits nor retries.
import { createAltegio, isAltegioApiError } from '../../src/index.ts';
import { createFakeAltegio, type FakeAltegio, type FakeOptions } from '../../src/testing.ts';

/** Monday */
export const now = Date.parse('2026-03-02T09:00:00Z');

/** The location of a fake. */
export const path = { location_id: 123 };

/** What a request needs without a client. */
export const headers = { accept: 'application/vnd.api.v2+json', authorization: 'Bearer partner, User user' };

/** An appointment at a free time. */
export const appointment = {
  ...{ staff_id: 11, services: [{ id: 501, cost: 40 }], client: { phone: '+44 20 7123 4567', name: 'Ada' } },
  ...{ datetime: '2026-03-23T10:00:00+00:00', seance_length: 2700 },
};

export function clientOf(fake: FakeAltegio, options: object = {}) {
  const tokens = { partnerToken: 'partner-token', userToken: 'user-token' };
  return createAltegio({ ...tokens, fetch: fake.fetch, limiter: false, retry: 0, ...options });
}

/** A fake at a fixed time, and a client over it. */
export function start(options: FakeOptions = {}) {
  const fake = createFakeAltegio({ clock: () => now, ...options });
  return { fake, altegio: clientOf(fake) };
}

/** The error of a call that the API refuses. */
export async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAltegioApiError(error)) throw new Error(`Not refused: ${error}`);
  return error;
}
