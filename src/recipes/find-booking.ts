// Finds an online booking among the appointments of its location, by what was sent.
import {
  type BookedAppointment,
  type ListedAppointment,
  type OnlineBookingClients,
  type OnlineBookingInput,
  onlineBooking,
} from '../../generated/recipes.ts';
import { AltegioError } from '../errors/errors.ts';
import { isObject } from '../util/check.ts';
import { dayAfter, isSameMoment, type Moment, momentOf } from './moment.ts';

/** A booking that was made. */
export interface OnlineBooking {
  /** One for each that was asked for, by the `id` of the request. `record_hash` is `null` where it was found by reading back. */
  appointments: (Omit<BookedAppointment, 'record_hash'> & { record_hash: string | null })[];
  /** The response of the booking was lost, and the list of appointments has it. */
  isReadBack: boolean;
}

/** What {@link findOnlineBooking} takes: what was sent, and when. */
export type FindOnlineBookingInput = OnlineBookingInput & {
  /**
   * When it was sent, as a Date or unix milliseconds. Only for appointments with any team member (`staff_id: 0`): those
   * that were created more than five minutes before are not taken for them.
   */
  since?: Date | number | undefined;
};

type Wanted = OnlineBookingInput['body']['appointments'][number];

/** By how much the clocks of this machine and of the API may differ. */
const skewMs = 5 * 60_000;

/**
 * Looks for an online booking whose response was lost, and never makes one. It reads the appointments of those days and
 * compares location, start, team member, services and the last ten digits of the phone number; where some of them carry the
 * `api_id` of the request, by that alone which are its own.
 *
 * @param altegio `createAltegio(…)`, with the token of a user who may see the appointments of the location
 * @param input what the booking was sent with: `path`, `body`, options of a call; and `since`
 * @returns the booking, or `undefined`: none of it is there, so far
 * @throws AltegioError with `outcome: 'unknown'` where only a part of it is there, or more than one appointment fits
 * @throws AltegioPermissionError and its like, as the list of appointments does
 * @example
 * import { findOnlineBooking } from 'altegio-sdk/recipes';
 * const appointments = [{ id: 1, services: [5], staff_id: 7, datetime: '2026-01-10T10:30:00+01:00' }];
 * const body = { phone: '13155550100', fullname: 'Ada Berg', appointments };
 * const booking = await findOnlineBooking(altegio, { path: { location_id: 123 }, body });
 * console.log(booking?.appointments[0]?.record_id ?? 'not there so far');
 */
export async function findOnlineBooking(
  altegio: OnlineBookingClients,
  input: FindOnlineBookingInput,
): Promise<OnlineBooking | undefined> {
  const { path, body, since, idempotent: _, unchecked: __, ...options } = input;
  // Those with a certain team member first: what is left is for any.
  const wanted = [...body.appointments].sort((one, other) => (other.staff_id || 0) - (one.staff_id || 0));
  const rows: ListedAppointment[] = [];
  for await (const row of altegio.v1[onlineBooking.list].items({ path, query: daysOf(wanted), ...options })) {
    if (wanted.some((each) => fits(row, each, body, since))) rows.push(row);
  }
  const own = ownOf(rows, body.api_id);
  const found = new Map<Wanted, ListedAppointment>();
  for (const [index, each] of wanted.entries()) {
    const free = own.filter((row) => ![...found.values()].includes(row));
    const fitting = free.filter((row) => fits(row, each, body, since));
    const alike = wanted
      .slice(index)
      .filter((other) => fitting.every((row) => fits(row, other, body, since)));
    if (fitting.length > alike.length)
      throw undecided(`${fitting.length} appointments fit the one with id ${each.id}`);
    if (fitting[0]) found.set(each, fitting[0]);
  }
  if (found.size === 0) return undefined;
  if (found.size < wanted.length)
    throw undecided(`only ${found.size} of ${wanted.length} appointments are there`);
  const appointments = body.appointments.map((each) => {
    return { id: each.id, record_id: found.get(each)!.id, record_hash: null };
  });
  return { appointments, isReadBack: true };
}

/** The days of all appointments, and one more on either side: the offset of the location is not known. */
function daysOf(wanted: readonly Wanted[]): { start_date?: string; end_date?: string } {
  const moments = wanted
    .flatMap(({ datetime }) => momentOf(datetime) ?? [])
    .sort((one, other) => (one.wall < other.wall ? -1 : 1));
  const [first, last] = [moments[0], moments.at(-1)];
  return first && last ? { start_date: dayAfter(first, -1), end_date: dayAfter(last, 1) } : {};
}

function fits(
  row: ListedAppointment,
  wanted: Wanted,
  { phone }: OnlineBookingInput['body'],
  since: Date | number | undefined,
): boolean {
  const [start, startsAt] = [momentOf(wanted.datetime), momentOf(row.datetime ?? row.date)];
  const client = isObject(row.client) ? (row.client as { phone?: unknown }) : {};
  const services = row.services?.map(({ id }) => Number(id)) ?? [];
  return (
    !row.deleted &&
    start !== undefined &&
    startsAt !== undefined &&
    isSameMoment(start, startsAt) &&
    (wanted.staff_id ? Number(row.staff_id) === wanted.staff_id : isSince(row, since)) &&
    (wanted.services ?? []).every((id) => services.includes(id)) &&
    isSamePhone(client.phone, phone)
  );
}

/** Whether it was created in this attempt: an earlier one of the same client, with somebody else, is another booking. */
function isSince({ create_date }: ListedAppointment, since: Date | number | undefined): boolean {
  if (since === undefined) return true;
  const created: Moment | undefined = momentOf(create_date);
  return created?.ms !== undefined && created.ms >= Number(since) - skewMs;
}

/** Numbers are stored with and without `+`, and with another trunk prefix than they were sent with. */
function isSamePhone(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((phone) =>
    String(phone ?? '')
      .replace(/\D/g, '')
      .slice(-10),
  );
  return a !== '' && a === b;
}

/** Those with the caller's own number, if there are any; else those without a number of somebody else. */
function ownOf(rows: ListedAppointment[], apiId: number | undefined): ListedAppointment[] {
  if (!apiId) return rows;
  const own = rows.filter((row) => Number(row.api_id) === apiId);
  return own.length > 0 ? own : rows.filter((row) => [undefined, null, '', 0, '0'].includes(row.api_id));
}

function undecided(what: string): AltegioError {
  return new AltegioError(`The list of appointments does not decide whether the booking was made: ${what}.`, {
    outcome: 'unknown',
  });
}
