// What the salon keeps, in the names of the wire. An operation takes of it what its own shape has a place for.
import type { Values } from './shape.ts';
import type { Appointment, Booked, Client, Salon, Service, TeamMember, Transaction } from './state.ts';
import { dateOf, isoOf, localOf } from './time.ts';

export const accounts = [
  { id: 1, title: 'Main', type: 0, comment: '', is_cash: true, is_default: true },
  { id: 2, title: 'Card', type: 1, comment: '', is_cash: false, is_default: false },
];

// Each in one literal, with one spread at most: lists make thousands of them, and a further spread costs as much as the rest.

export function locationValues({ locationId, team }: Salon): Values {
  const title = 'Studio Birch';
  return {
    id: locationId,
    title,
    public_title: title,
    active: 1,
    city: 'London',
    country: 'United Kingdom',
    address: '12 Example Street',
    phone: '13155550100',
    phones: ['13155550100'],
    timezone: 0,
    timezone_name: 'UTC',
    active_staff_count: team.size,
    currency_short_title: '£',
    allow_delete_record: true,
    allow_change_record: true,
  };
}

export function clientValues(salon: Salon, { changedAt, ...client }: Client): Values {
  const { visits, came, missed, spent, first, last } = historyOf(salon, client.id);
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
    visits: came,
    visits_count: came,
    success_visits_count: came,
    fail_visits_count: missed,
    is_new: visits <= 1,
    custom_fields: client.custom_fields ?? {},
    categories: [],
    client_tags: [],
    first_visit_date: visits > 0 ? localOf(first) : '',
    last_visit_date: visits > 0 ? localOf(last) : '',
    last_change_date: isoOf(changedAt),
  };
}

/** How often a client was there, when, and what was spent. */
function historyOf({ byClient }: Salon, clientId: number) {
  const history = { visits: 0, came: 0, missed: 0, spent: 0, first: Infinity, last: -Infinity };
  for (const appointment of byClient.get(clientId) ?? []) {
    const { deleted, attendance, startsAt } = appointment;
    if (deleted) continue;
    history.visits++;
    if (attendance === -1) history.missed++;
    if (attendance === 1) {
      history.came++;
      history.spent += costOf(appointment);
    }
    if (startsAt < history.first) history.first = startsAt;
    if (startsAt > history.last) history.last = startsAt;
  }
  return history;
}

/** Of one client, from the oldest to the newest. */
export function visitsOf({ byClient }: Salon, clientId: number): Appointment[] {
  return [...(byClient.get(clientId) ?? [])]
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
  const { specialization, weight = 0 } = member;
  return {
    company_id: locationId,
    position: { id: 1, title: specialization, services_binding_type: 0 },
    position_id: 1,
    fired: 0,
    hidden: 0,
    status: 0,
    is_paid_staff: true,
    information: '',
    rating: 5,
    show_rating: 1,
    prepaid: 'forbidden',
    ...member,
    weight,
    spec: specialization,
  };
}

/** Of v1 and Online Booking. */
export function appointmentValues(salon: Salon, appointment: Appointment): Values {
  const { startsAt, createdAt, changedAt, visitId, clientId, staffId, hash: _, ...rest } = appointment;
  const { length, attendance, online } = rest;
  const client = salon.clients.get(clientId);
  const member = salon.team.get(staffId);
  const hasPaid = isPaid(salon, appointment);
  return {
    ...rest,
    company_id: salon.locationId,
    company: locationValues(salon),
    visit_id: visitId,
    staff_id: staffId,
    staff: member && memberValues(salon, member),
    services: appointment.services.map((each) => bookedValues(salon, appointment, each)),
    client: client && clientValues(salon, client),
    clients_count: 1,
    date: localOf(startsAt),
    datetime: isoOf(startsAt),
    create_date: isoOf(createdAt),
    last_change_date: isoOf(changedAt),
    seance_length: length,
    visit_attendance: attendance,
    confirmed: attendance >= 1 ? 1 : 0,
    paid_full: hasPaid ? 1 : 0,
    payment_status: 0,
    record_from: online ? 'Website' : '',
    activity_id: 0,
    comer: null,
  };
}

/** A service of an appointment. */
function bookedValues({ services }: Salon, { id }: Appointment, booked: Booked): Values {
  const known = services.get(booked.id);
  const { cost } = booked;
  return {
    first_cost: cost,
    manual_cost: cost,
    cost_to_pay: cost,
    cost_per_unit: cost,
    discount: 0,
    amount: 1,
    title: known?.title ?? '',
    seance_length: known?.duration ?? 0,
    price_min: known?.price_min,
    price_max: known?.price_max,
    record_id: id,
    ...booked,
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
