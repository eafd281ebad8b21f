// Online booking: what is free, and taking it. Times that are taken are offered no more.
import { isRecord } from '../../util/check.ts';
import type { Call, Handlers, Success } from '../call.ts';
import { bookingRefusal, type Refusal } from '../refusals.ts';
import { addAppointment, removeAppointment, tellAppointment } from './appointments.ts';
import { bookableDates, freeStarts, isFree, stepSeconds, workingSlots } from './calendar.ts';
import { clientFor, isPhone } from './clients.ts';
import { likeSample, shaped } from './lists.ts';
import { invalid, notFound } from './refused.ts';
import { fill, type Values } from './shape.ts';
import type { Appointment, Salon } from './state.ts';
import { dateOf, isoOf, parseEnd, parseTime, timeOf } from './time.ts';
import { appointmentValues, memberValues, serviceValues } from './views.ts';

/** One of the visits that are asked for at once; team member 0 is anybody. */
interface Wanted {
  id: number;
  services?: number[];
  staff_id: number;
  datetime: string;
}

/** A wanted visit that can be: who does it, and when. */
interface Placed {
  wanted: Wanted;
  staffId: number;
  from: number;
  to: number;
}

export function bookingHandlers(salon: Salon): Handlers {
  const lengthOf = (ids: readonly unknown[] | undefined) => {
    const lengths = (ids ?? []).map((id) => salon.services.get(Number(id))?.duration ?? 0);
    return lengths.reduce((sum, each) => sum + each, 0) || stepSeconds;
  };
  const idsIn = ({ query }: Call) => (query['service_ids[]'] as unknown[] | undefined)?.map(Number);
  const membersFor = (id: unknown) => (Number(id ?? 0) === 0 ? [...salon.team.keys()] : [Number(id)]);
  const startsOn = (id: unknown, date: string, length: number) => {
    const starts = membersFor(id).flatMap((each) => freeStarts(salon, each, date, length));
    return [...new Set(starts)].sort((one, other) => one - other);
  };
  const slot = (length: number) => (at: number) => ({
    ...{ time: timeOf(at), seance_length: length, sum_length: length, datetime: isoOf(at) },
  });

  /** By id and hash, as whoever booked it knows it. */
  function found({ path }: Call): Appointment | undefined {
    const appointment = salon.appointments.get(Number(path.record_id));
    const isKnown = path.record_hash === undefined || appointment?.hash === String(path.record_hash);
    return appointment && isKnown && !appointment.deleted ? appointment : undefined;
  }

  return {
    'booking.services': (call) => {
      const { services: shapes, category: kinds } = (call.sample as { data: Record<string, unknown[]> }).data;
      const services = [...salon.services.values()].map((each) =>
        fill(shapes?.[0], serviceValues(salon, each)),
      );
      const category = [...salon.categories.values()].map((each) => fill(kinds?.[0], each));
      return { data: { events: [], services, category } };
    },
    'booking.team': (call) => {
      const at = parseTime(call.query.datetime);
      const length = lengthOf(idsIn(call));
      const free = [...salon.team.values()].filter(
        ({ id }) => at === undefined || isFree(salon, id, { from: at, to: at + length * 1000 }),
      );
      const rows = free.map((each) => {
        const next = bookableDates(salon).find((date) => freeStarts(salon, each.id, date, length).length > 0);
        const values = memberValues(salon, each);
        return {
          ...values,
          bookable: next !== undefined,
          seance_date: next ?? null,
          fired: '0',
          status: '',
          weight: 0,
        };
      });
      return { data: rows.map(shaped(call)) };
    },
    'booking.dates': (call) => {
      const { staff_id, date, date_from, date_to } = call.query;
      const length = lengthOf(idsIn(call));
      const from = parseTime(date_from ?? date) ?? -Infinity;
      const to = parseEnd(date_to ?? date) ?? Infinity;
      const days = bookableDates(salon).filter((each) => Date.parse(each) >= from && Date.parse(each) <= to);
      const working = days.filter((each) =>
        membersFor(staff_id).some((id) => workingSlots(salon, id, each).length > 0),
      );
      const bookable = working.filter((each) => startsOn(staff_id, each, length).length > 0);
      return {
        data: {
          ...{ booking_days: byMonth(bookable), booking_dates: bookable },
          ...{ working_days: byMonth(working), working_dates: working },
        },
      };
    },
    'booking.times': (call) => {
      const length = lengthOf(idsIn(call));
      const date = dateOf(parseTime(call.path.date) ?? 0);
      return { data: startsOn(call.path.team_member_id, date, length).map(slot(length)) };
    },
    'booking.nearest': (call) => {
      const length = lengthOf(idsIn(call));
      const id = call.path.team_member_id;
      const from = dateOf(parseTime(call.query.datetime) ?? salon.now());
      const date = bookableDates(salon).find((each) => each >= from && startsOn(id, each, length).length > 0);
      const seances = date ? startsOn(id, date, length).map(slot(length)) : [];
      return { data: { seance_date: date ?? null, seances } };
    },
    'booking.check': ({ body }) => {
      const placed = place(salon, (body as { appointments: Wanted[] }).appointments, lengthOf);
      return Array.isArray(placed) ? { data: null, meta: {} } : placed;
    },
    'booking.create': ({ body }) => {
      const { phone, fullname, email, appointments, ...rest } = body as Values & { appointments: Wanted[] };
      if (!isPhone(phone)) return bookingRefusal(431);
      if (String(fullname).trim() === '') return bookingRefusal(435);
      const placed = place(salon, appointments, lengthOf);
      if (!Array.isArray(placed)) return placed;
      const clientId = clientFor(salon, { phone, name: fullname, email }).id;
      const visitId = salon.nextId();
      const data = placed.map(({ wanted, staffId, from, to }) => {
        const services = (wanted.services ?? []).map((id) => {
          const cost = salon.services.get(id)?.price_min ?? 0;
          return { id, cost, first_cost: cost, amount: 1 };
        });
        const about = { clientId, staffId, services, startsAt: from, length: (to - from) / 1000 };
        const values = { comment: rest.comment ?? '', attendance: 0, online: true };
        const { id, hash } = addAppointment(salon, { ...about, ...values }, visitId);
        return { id: wanted.id, record_id: id, record_hash: hash };
      });
      return { data };
    },
    'booking.get': (call) => {
      const appointment = found(call);
      if (!appointment) return notFound;
      const values = appointmentValues(salon, appointment);
      const hasEnvelope = isRecord(call.sample) && 'success' in call.sample;
      return hasEnvelope ? likeSample(call, values) : { body: shaped(call)(values) };
    },
    'booking.move': (call) => {
      const appointment = found(call);
      if (!appointment) return notFound;
      const { datetime, comment = appointment.comment } = (call.body ?? {}) as Values;
      const from = datetime === undefined ? appointment.startsAt : parseTime(datetime);
      if (from === undefined) return invalid('datetime', 'This is no time.');
      if (datetime !== undefined && from <= salon.now()) return bookingRefusal(433);
      const stretch = { from, to: from + appointment.length * 1000 };
      if (!isFree(salon, appointment.staffId, stretch, appointment.id)) return bookingRefusal(433);
      Object.assign(appointment, { startsAt: from, comment, changedAt: salon.now() });
      tellAppointment(salon, appointment, 'update');
      return { data: shaped(call)(appointmentValues(salon, appointment)) };
    },
    'booking.delete': (call): Success | Refusal => {
      const appointment = found(call);
      if (!appointment) return notFound;
      removeAppointment(salon, appointment);
      return {};
    },
  };
}

/** Finds a team member for each of the visits, or says why there is none. Nothing is taken yet. */
function place(
  salon: Salon,
  appointments: readonly Wanted[],
  lengthOf: (ids: readonly unknown[] | undefined) => number,
): Placed[] | Refusal {
  const placed: Placed[] = [];
  if (appointments.length === 0) return bookingRefusal(422);
  for (const wanted of appointments) {
    const { services = [], staff_id, datetime, id } = wanted;
    if (services.length === 0) return bookingRefusal(422, id);
    if (services.some((each) => !salon.services.has(each))) return bookingRefusal(438, id);
    const from = parseTime(datetime);
    if (from === undefined || from <= salon.now()) return bookingRefusal(433, id);
    const to = from + lengthOf(services) * 1000;
    const members = staff_id === 0 ? [...salon.team.keys()] : [staff_id];
    const free = members.filter((each) => isFree(salon, each, { from, to }));
    if (free.length === 0) return bookingRefusal(staff_id === 0 ? 436 : 433, id);
    const staffId = free.find((each) => !placed.some((other) => clash(other, each, from, to)));
    if (staffId === undefined) return bookingRefusal(437, id);
    placed.push({ wanted, staffId, from, to });
  }
  return placed;
}

function clash(placed: Placed, staffId: number, from: number, to: number): boolean {
  return placed.staffId === staffId && placed.from < to && placed.to > from;
}

/** Days of the month, by month. */
function byMonth(dates: readonly string[]): Record<string, number[]> {
  const days: Record<string, number[]> = {};
  for (const date of dates) {
    const [, month, day] = date.split('-').map(Number);
    days[month!] = [...(days[month!] ?? []), day!];
  }
  return days;
}
