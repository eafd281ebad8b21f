// What the salon keeps, in the names of the wire. An operation takes of it what its own shape has a place for.
import type { Values } from './shape.ts';
import type { Appointment, Client, Salon, Service, TeamMember, Transaction } from './state.ts';
import { dateOf, isoOf, localOf } from './time.ts';

export const accounts = [
  { id: 1, title: 'Main', type: 0, comment: '', is_cash: true, is_default: true },
  { id: 2, title: 'Card', type: 1, comment: '', is_cash: false, is_default: false },
];

export function locationValues({ locationId, team }: Salon): Values {
  const title = 'Studio Birch';
  return {
    ...{ id: locationId, title, public_title: title, active: 1, city: 'London', country: 'United Kingdom' },
    ...{ address: '12 Example Street', phone: '13155550100', phones: ['13155550100'] },
    ...{ timezone: 0, timezone_name: 'UTC', active_staff_count: team.size, currency_short_title: '£' },
    ...{ allow_delete_record: true, allow_change_record: true },
  };
}

/** One literal with one spread: lists make thousands of these, and each further spread costs as much as the rest. */
export function clientValues(salon: Salon, { changedAt, ...client }: Client): Values {
  const visits = visitsOf(salon, client.id);
  const came = visits.filter(({ attendance }) => attendance === 1);
  const missed = visits.filter(({ attendance }) => attendance === -1);
  const spent = came.reduce((sum, each) => sum + costOf(each), 0);
  const [first, last] = [visits[0], visits.at(-1)];
  return {
    surname: '',
    display_name: client.name,
    sms_check: 0,
    sms_not: 0,
    gender: 'Unknown',
    balance: 0,
    ...client,
    sex: client.gender_id ?? 0,
    birthday: client.birth_date ?? '',
    spent,
    paid: spent,
    sold_amount: spent,
    visits: came.length,
    visits_count: came.length,
    success_visits_count: came.length,
    fail_visits_count: missed.length,
    is_new: visits.length <= 1,
    custom_fields: client.custom_fields ?? {},
    categories: [],
    client_tags: [],
    first_visit_date: first ? localOf(first.startsAt) : '',
    last_visit_date: last ? localOf(last.startsAt) : '',
    last_change_date: isoOf(changedAt),
  };
}

/** Of one client, from the oldest to the newest. */
export function visitsOf({ appointments, byClient }: Salon, clientId: number): Appointment[] {
  return [...(byClient.get(clientId) ?? [])]
    .map((id) => appointments.get(id)!)
    .filter(({ deleted }) => !deleted)
    .sort((one, other) => one.startsAt - other.startsAt);
}

export function costOf({ services }: Appointment): number {
  return services.reduce((sum, { cost }) => sum + cost, 0);
}

export function serviceValues(salon: Salon, service: Service): Values {
  const staff = [...salon.team.values()].map(({ id, name }) => ({
    ...{ id, name, price: service.price_min, seance_length: service.duration },
  }));
  const { duration, price_min } = service;
  return { ...service, salon_service_id: service.id, seance_length: duration, cost: price_min, staff };
}

export function memberValues({ locationId }: Salon, member: TeamMember): Values {
  const position = { id: 1, title: member.specialization, services_binding_type: 0 };
  return {
    ...{
      company_id: locationId,
      position,
      position_id: 1,
      fired: 0,
      hidden: 0,
      status: 0,
      is_paid_staff: true,
    },
    ...{ information: '', rating: 5, show_rating: 1, prepaid: 'forbidden' },
    ...member,
    ...{ weight: member.weight ?? 0, spec: member.specialization },
  };
}

/** Of v1 and Online Booking. */
export function appointmentValues(salon: Salon, appointment: Appointment): Values {
  const { startsAt, createdAt, changedAt, visitId, clientId, staffId, hash: _, ...rest } = appointment;
  const { length, attendance } = rest;
  const client = salon.clients.get(clientId);
  const member = salon.team.get(staffId);
  const services = appointment.services.map((each) => {
    const known = salon.services.get(each.id);
    const title = known?.title ?? '';
    return {
      ...{ first_cost: each.cost, manual_cost: each.cost, cost_to_pay: each.cost, cost_per_unit: each.cost },
      ...{ discount: 0, amount: 1, title, seance_length: known?.duration ?? 0 },
      ...{ price_min: known?.price_min, price_max: known?.price_max, record_id: appointment.id },
      ...each,
    };
  });
  return {
    ...rest,
    ...{ company_id: salon.locationId, company: locationValues(salon), visit_id: visitId, staff_id: staffId },
    ...{ staff: member && memberValues(salon, member), services, attendance, visit_attendance: attendance },
    client: client && clientValues(salon, client),
    ...{ date: localOf(startsAt), datetime: isoOf(startsAt), create_date: isoOf(createdAt) },
    ...{ last_change_date: isoOf(changedAt), seance_length: length, length, clients_count: 1 },
    ...{ confirmed: attendance >= 1 ? 1 : 0, paid_full: isPaid(salon, appointment) ? 1 : 0 },
    ...{ record_from: appointment.online ? 'Website' : '', activity_id: 0, payment_status: 0 },
  };
}

export function isPaid({ paid }: Salon, { id }: Appointment): boolean {
  return (paid.get(id) ?? 0) > 0;
}

export function transactionValues(salon: Salon, transaction: Transaction): Values {
  const { at, accountId, clientId, staffId, appointmentId, visitId, ...rest } = transaction;
  const client = salon.clients.get(clientId);
  const member = salon.team.get(staffId);
  return {
    ...rest,
    ...{ date: isoOf(at), last_change_date: isoOf(at), record_id: appointmentId, visit_id: visitId },
    ...{ account_id: accountId, client_id: clientId, master_id: staffId, document_id: transaction.id },
    account: accounts.find(({ id }) => id === accountId) ?? [],
    expense: { id: transaction.expense_id ?? 0, title: 'Services', type: 1 },
    client: client ? { ...client } : [],
    ...{ master: member ? { id: member.id, title: member.name, name: member.name } : [], supplier: [] },
  };
}

const slugs: Record<number, string> = { '-1': 'absent', 0: 'waiting', 1: 'attended', 2: 'confirmed' };

/** The attributes of an appointment of v2. */
export function appointmentAttributes(salon: Salon, appointment: Appointment): Values {
  const { visitId, clientId, staffId, startsAt, length, attendance, createdAt } = appointment;
  const client = salon.clients.get(clientId);
  return {
    ...{ company_id: salon.locationId, visit_id: visitId, master_id: staffId, staff_id: staffId },
    ...{ client_id: clientId, attendance, attendance_status: attendance, length, duration: length },
    ...{ attendance_status_slug: slugs[attendance] ?? 'waiting', clients_count: 1, activity_id: 0 },
    ...{ client_fictive_name: client?.name ?? '', client_fictive_phone: client?.phone ?? '' },
    ...{ timestamp: startsAt / 1000, date: localOf(startsAt), created_datetime: isoOf(createdAt) },
    ...{ is_paid: isPaid(salon, appointment), paid_full: isPaid(salon, appointment) ? 1 : 0 },
    ...{ comment: appointment.comment ?? '', record_from: appointment.online ? 'Website' : '' },
  };
}

/** `2026-01-31` of an appointment. */
export function dayOf({ startsAt }: Appointment): string {
  return dateOf(startsAt);
}
