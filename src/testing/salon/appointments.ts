// Appointments of v1.
import type { Call, Handlers, Success } from '../call.ts';
import { digestOf } from '../random.ts';
import { bookingRefusal, type Refusal } from '../refusals.ts';
import { isFree } from './calendar.ts';
import { clientFor, isPhone } from './clients.ts';
import { page, shaped } from './lists.ts';
import { invalid, notFound } from './refused.ts';
import type { Values } from './shape.ts';
import { type Appointment, type Booked, type Change, keepAppointment, type Salon } from './state.ts';
import { parseEnd, parseTime } from './time.ts';
import { appointmentValues } from './views.ts';

/** What a write of v1 says. */
interface Body extends Values {
  staff_id?: number;
  services?: Booked[];
  client?: Values;
  datetime?: string;
  seance_length?: number;
  attendance?: number;
  save_if_busy?: boolean;
}

export function appointmentHandlers(salon: Salon): Handlers {
  const { appointments } = salon;
  const found = ({ path }: Call) => {
    const appointment = appointments.get(Number(path.record_id ?? path.appointment_id));
    return appointment?.deleted ? undefined : appointment;
  };

  return {
    'appointments.list': (call) => page(call, listed(salon, call), (each) => appointmentValues(salon, each)),
    'appointments.get': (call) => one(call, found(call)),
    'appointments.create': (call) => {
      const body = call.body as Body;
      const problem = problemOf(salon, body);
      if (problem) return problem;
      const { staff_id: staffId = 0, datetime, seance_length: length = 0, client = {}, services = [] } = body;
      const { attendance = 0, staff_id, save_if_busy, ...rest } = body;
      const appointment = addAppointment(salon, {
        ...rest,
        ...{ clientId: clientFor(salon, client).id, staffId, services: priced(salon, services) },
        ...{ startsAt: parseTime(datetime)!, length, attendance, online: false },
      });
      return one(call, appointment);
    },
    'appointments.update': (call) => {
      const appointment = found(call);
      if (!appointment) return notFound;
      const body = call.body as Body;
      const problem = problemOf(salon, body, appointment.id);
      if (problem) return problem;
      const { staff_id, datetime, seance_length, client, services, save_if_busy, attendance, ...rest } = body;
      const { id, visitId, hash, deleted, online, createdAt, ...before } = appointment;
      // What the salon keeps goes last, as a body may have fields of these names.
      Object.assign(appointment, rest, {
        ...{ id, visitId, hash, deleted, online, createdAt, changedAt: salon.now() },
        ...{ clientId: client ? clientFor(salon, client).id : before.clientId },
        ...(services && { services: priced(salon, services) }),
        ...{ staffId: staff_id ?? before.staffId, startsAt: parseTime(datetime) ?? before.startsAt },
        ...{ length: seance_length ?? before.length, attendance: attendance ?? before.attendance },
      });
      keepAppointment(salon, appointment);
      tellAppointment(salon, appointment, 'update');
      return one(call, appointment);
    },
    'appointments.delete': (call) => {
      const appointment = found(call);
      if (!appointment) return notFound;
      removeAppointment(salon, appointment);
      return { data: null };
    },
  };

  function one(call: Call, appointment: Appointment | undefined): Success | Refusal {
    return appointment ? { data: shaped(call)(appointmentValues(salon, appointment)) } : notFound;
  }
}

/** In the order of time. Of days that are named the last one counts too. */
function listed({ appointments }: Salon, { query }: Call): Appointment[] {
  const within = (from: unknown, to: unknown) => {
    const [first, last] = [parseTime(from) ?? -Infinity, parseEnd(to) ?? Infinity];
    return (ms: number) => ms >= first && ms <= last;
  };
  const is = (value: number, wanted: unknown) => wanted === undefined || value === wanted;
  const { start_date, end_date, c_start_date, c_end_date, changed_after, changed_before } = query;
  const isWanted = within(start_date, end_date);
  const isMade = within(c_start_date, c_end_date);
  const isChanged = within(changed_after, changed_before);
  return [...appointments.values()]
    .filter(
      (each) =>
        (!each.deleted || Boolean(query.with_deleted)) &&
        is(each.staffId, query.team_member_id ?? query.staff_id) &&
        is(each.clientId, query.client_id) &&
        is(0, query.created_user_id) &&
        isWanted(each.startsAt) &&
        isMade(each.createdAt) &&
        isChanged(each.changedAt),
    )
    .sort((one, other) => one.startsAt - other.startsAt || one.id - other.id);
}

/** What cannot be: nobody, nothing, no time, or a time that is taken. */
function problemOf(salon: Salon, body: Body, own?: number): Refusal | undefined {
  const { staff_id, services, client, datetime, seance_length = 0, save_if_busy } = body;
  const findings = [
    client && !isPhone(client.phone) && invalid('phone', 'The phone number must have 8 to 15 digits.'),
    services?.length === 0 && invalid('services', 'Choose at least one service.'),
    services?.some(({ id }) => !salon.services.has(id)) && invalid('services', 'There is no such service.'),
    staff_id !== undefined &&
      !salon.team.has(staff_id) &&
      invalid('staff_id', 'There is no such team member.'),
    datetime !== undefined && parseTime(datetime) === undefined && invalid('datetime', 'This is no time.'),
  ].flatMap((each) => (each ? (each.findings ?? []) : []));
  if (findings.length > 0) return { ...invalid('', ''), findings };
  const from = parseTime(datetime);
  if (save_if_busy || staff_id === undefined || from === undefined) return undefined;
  const stretch = { from, to: from + seance_length * 1000 };
  return isFree(salon, staff_id, stretch, own) ? undefined : bookingRefusal(433, undefined, 409);
}

/** A price that is left out is that of the service. */
function priced({ services }: Salon, booked: readonly Booked[]): Booked[] {
  return booked.map((each) => ({ ...each, cost: each.cost ?? services.get(each.id)?.price_min ?? 0 }));
}

type New = Omit<Appointment, 'id' | 'visitId' | 'hash' | 'createdAt' | 'changedAt' | 'deleted'>;

/** Adds an appointment, to the visit of another one or to a new visit. */
export function addAppointment(salon: Salon, values: New, visitId = salon.nextId()): Appointment {
  const id = salon.nextId();
  const appointment = {
    ...values,
    ...{ id, visitId, hash: digestOf(`${salon.seed} ${id}`), deleted: false },
    ...{ createdAt: salon.now(), changedAt: salon.now() },
  } as Appointment;
  keepAppointment(salon, appointment);
  tellAppointment(salon, appointment, 'create');
  return appointment;
}

/** It stays, as the API keeps it for `with_deleted`. */
export function removeAppointment(salon: Salon, appointment: Appointment): void {
  appointment.deleted = true;
  appointment.changedAt = salon.now();
  tellAppointment(salon, appointment, 'delete');
}

export function tellAppointment(salon: Salon, appointment: Appointment, status: Change['status']): void {
  const data = appointmentValues(salon, appointment);
  salon.changed({ resource: 'record', resource_id: appointment.id, status, data });
}
