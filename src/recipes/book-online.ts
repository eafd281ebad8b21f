// Books online without ever booking twice: check, create once, and read back where the response was lost.
import {
  type OnlineBookingClients,
  type OnlineBookingInput,
  onlineBooking,
} from '../../generated/recipes.ts';
import { AltegioConfigError, type AltegioError, isAltegioError } from '../errors/errors.ts';
import { sleep } from '../util/abort.ts';
import { longestDelayMs, systemClock } from '../util/clock.ts';
import { findOnlineBooking, type OnlineBooking } from './find-booking.ts';
import { restate } from './restate.ts';

/** What {@link bookOnline} takes: the input of the booking, and how long to look for it when its response is lost. */
export type BookOnlineInput = OnlineBookingInput & {
  /**
   * Milliseconds to wait before each further look, after a first one that found nothing: a slow server may finish late.
   * Default `[1000, 4000]`; `[]` looks once.
   */
  lookAgainMs?: readonly number[] | undefined;
  /** Unix milliseconds, for tests with a clock of their own; default `Date.now`. */
  now?: (() => number) | undefined;
};

/**
 * Makes an online booking, and never twice: it checks the appointments first, sends the booking once, and looks for it in
 * the list of appointments where the response does not tell (connection lost, timeout, 5xx). This API has no idempotency
 * key: a booking that is sent again is a second booking, and the client gets a second message.
 *
 * It is found by location, start, team member, services and phone number. A number of your own in `body.api_id` tells two
 * bookings of one phone number apart, where the API hands it back. Reading back needs a user token with the right to see the appointments of the
 * location; without it, a lost response leaves the outcome unknown.
 *
 * @param altegio `createAltegio(…)`
 * @param input `path.location_id` and `body` as the booking takes them; options of a call, where `timeoutMs` and `deadlineMs`
 *   count for each call anew, and `idempotent` is without effect; `lookAgainMs`
 * @returns the appointments with their `record_id`, by the `id` of the request; `isReadBack` says that the response was
 *   lost, and then `record_hash` is `null`
 * @throws AltegioApiError as the API refuses it, with the reason in `issues[].code` (433: the time is taken), from the
 *   check or from the booking; nothing was booked
 * @throws AltegioError with `outcome: 'not-sent'` when the check failed: nothing was booked
 * @throws AltegioError with `outcome: 'unknown'` when the response was lost and the booking is not in the list so far, or
 *   cannot be distinguished from others: look again by `findOnlineBooking` before you book once more
 * @example
 * import { bookOnline } from 'altegio-sdk/recipes';
 * const { appointments } = await bookOnline(altegio, {
 *   path: { location_id: 123 },
 *   body: {
 *     phone: '13155550100',
 *     fullname: 'Ada Berg',
 *     api_id: 4711,
 *     appointments: [{ id: 1, services: [5], staff_id: 7, datetime: '2026-01-10T10:30:00+01:00' }],
 *   },
 * });
 * console.log(appointments[0]?.record_id);
 */
export async function bookOnline(
  altegio: OnlineBookingClients,
  input: BookOnlineInput,
): Promise<OnlineBooking> {
  const { lookAgainMs = [1_000, 4_000], now = Date.now, ...request } = input;
  const isDelay = (ms: unknown) => typeof ms === 'number' && ms >= 0 && ms <= longestDelayMs;
  if (!Array.isArray(lookAgainMs) || !lookAgainMs.every(isDelay))
    throw new AltegioConfigError('bookOnline: lookAgainMs must be a list of milliseconds, each 0 or more.');
  const since = now();
  await check(altegio, request);
  try {
    const { data } = await altegio.booking[onlineBooking.create]({ ...request, idempotent: false });
    return { appointments: data, isReadBack: false };
  } catch (error) {
    if (!isAltegioError(error) || error.outcome !== 'unknown') throw error;
    return await lookFor(altegio, { ...request, since }, error, lookAgainMs);
  }
}

/** Throws a refusal as it came. What else goes wrong here is no doubt about the booking: that was not sent. */
async function check(altegio: OnlineBookingClients, request: OnlineBookingInput): Promise<void> {
  const { body, ...rest } = request;
  const appointments = (body?.appointments ?? []).map(({ id, services, staff_id, datetime }) => {
    return { id, staff_id, datetime, ...(services && { services }) };
  });
  try {
    await altegio.booking[onlineBooking.check]({ ...rest, body: { appointments } });
  } catch (error) {
    if (!isAltegioError(error) || error.outcome !== 'unknown') throw error;
    throw restate(
      error,
      `Nothing was booked, since the check before it failed: ${error.message}`,
      'not-sent',
    );
  }
}

async function lookFor(
  altegio: OnlineBookingClients,
  request: OnlineBookingInput & { since: number },
  lost: AltegioError,
  waits: readonly number[],
): Promise<OnlineBooking> {
  for (const ms of [0, ...waits]) {
    if (ms > 0) await sleep(systemClock, ms, request.signal);
    const found = await findOnlineBooking(altegio, request).catch((error: unknown) => {
      if (!isAltegioError(error)) throw error;
      throw restate(lost, `${lost.message} It was not read back: ${error.message}`);
    });
    if (found) return found;
  }
  const looks = waits.length === 0 ? 'once' : `${waits.length + 1} times`;
  throw restate(
    lost,
    `${lost.message} It was looked for ${looks} and is not there so far; a slow server may still finish: call findOnlineBooking before you book again.`,
  );
}
