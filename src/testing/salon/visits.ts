// Visits: the appointments of one client that belong together, and the money that was paid for them.
import { isRecord } from '../../util/check.ts';
import type { Call, Handlers, Success } from '../call.ts';
import { tellAppointment } from './appointments.ts';
import { digits } from './clients.ts';
import { tellTransaction } from './money.ts';
import { notFound } from './refused.ts';
import { fill, shapeOf, type Values } from './shape.ts';
import { type Appointment, dropTransaction, keepTransaction, type Salon } from './state.ts';
import { isoOf } from './time.ts';
import { appointmentValues, dayOf, isPaid, transactionValues, visitsOf } from './views.ts';

/** Visits of a page; a page grows until the last of its dates is complete. */
const pageSize = 25;

export function visitHandlers(salon: Salon): Handlers {
  const ofVisit = (id: unknown) =>
    [...salon.appointments.values()].filter((each) => each.visitId === Number(id) && !each.deleted);

  return {
    'visits.search': (call) => search(salon, call),
    'visits.get': ({ path, sample }) => {
      const appointments = ofVisit(path.visit_id);
      const first = appointments[0];
      if (!first) return notFound;
      const records = appointments.map((each) => appointmentValues(salon, each));
      const values = { attendance: first.attendance, datetime: isoOf(first.startsAt), records };
      return { data: fill(shapeOf(sample), values) };
    },
    'visits.details': ({ path, sample }) => {
      const appointments = ofVisit(path.visit_id);
      if (appointments.length === 0) return notFound;
      const ids = appointments.map(({ id }) => id);
      const paid = [...salon.transactions.values()].filter(({ appointmentId }) =>
        ids.includes(appointmentId),
      );
      const items = appointments.flatMap((each) => itemsOf(salon, each));
      const values = { items, payment_transactions: paid.map((each) => transactionValues(salon, each)) };
      return { data: fill(shapeOf(sample), { ...values, loyalty_transactions: [] }) };
    },
    'visits.update': ({ path, body }) => {
      const appointments = ofVisit(path.visit_id);
      const appointment = appointments.find(({ id }) => id === Number(path.record_id));
      if (!appointment) return notFound;
      const {
        attendance,
        comment,
        new_transactions = [],
        deleted_transaction_ids = [],
      } = body as {
        attendance: number;
        comment: string;
        new_transactions?: { amount?: number; account_id?: number }[];
        deleted_transaction_ids?: unknown[];
      };
      for (const { amount = 0, account_id: accountId = 1 } of new_transactions)
        pay(salon, appointment, amount, accountId);
      for (const each of deleted_transaction_ids) takeBack(salon, Number(isRecord(each) ? each.id : each));
      Object.assign(appointment, { attendance, comment, changedAt: salon.now() });
      tellAppointment(salon, appointment, 'update');
      return {};
    },
  };
}

function pay(salon: Salon, appointment: Appointment, amount: number, accountId: number): void {
  const { id: appointmentId, visitId, clientId, staffId } = appointment;
  const id = salon.nextId();
  const about = { clientId, staffId, appointmentId, visitId, accountId };
  const transaction = { id, amount, at: salon.now(), ...about, comment: '' };
  keepTransaction(salon, transaction);
  tellTransaction(salon, transaction, 'create');
}

function takeBack(salon: Salon, id: number): void {
  const transaction = salon.transactions.get(id);
  if (!transaction) return;
  dropTransaction(salon, id);
  tellTransaction(salon, transaction, 'delete');
}

function itemsOf(salon: Salon, { id, services, staffId }: Appointment): Values[] {
  return services.map((each, index) => ({
    ...{ id: id * 10 + index, item_id: each.id, item_type_id: 1, record_id: id, service_id: each.id },
    ...{ item_title: salon.services.get(each.id)?.title ?? '', amount: 1, first_cost: each.cost },
    ...{ manual_cost: each.cost, cost: each.cost, master_id: staffId, is_service: true },
  }));
}

/**
 * From new to old. `next` holds the dates of the page that follows, to be asked for as they are, and nulls at the end; in a
 * window of dates of the caller's own, everything that lies in it is on one page.
 */
function search(salon: Salon, { body, sample }: Call): Success {
  const {
    client_id,
    client_phone,
    from,
    to,
    attendance,
    payment_statuses = [],
  } = body as {
    [name: string]: unknown;
    payment_statuses?: string[];
  };
  const byPhone = [...salon.clients.values()].find(({ phone }) => phone === digits(client_phone));
  const id = client_id === null || client_id === undefined ? byPhone?.id : Number(client_id);
  const visits = visitsOf(salon, id ?? 0)
    .reverse()
    .filter((each) => attendance === null || attendance === undefined || each.attendance === attendance)
    .filter((each) => payment_statuses.length === 0 || payment_statuses.includes(statusOf(salon, each)));
  const start = to ? visits.findIndex((each) => dayOf(each) <= String(to)) : 0;
  const rest = start < 0 ? [] : visits.slice(start);
  const windowEnd = from ? rest.findIndex((each) => dayOf(each) < String(from)) : -1;
  const length = from ? (windowEnd < 0 ? rest.length : windowEnd) : pageEnd(rest, 0);
  const end = pageEnd(rest, length);
  const current = rest.slice(0, length);
  const shape = shapeOf(sample) as { records: unknown[] };
  const records = current.map((each) => fill(shape.records[0], rowOf(salon, each)));
  const previous = datesOf(visits.slice(Math.max(0, start - pageSize), Math.max(0, start)));
  const dateCursor = { previous, current: datesOf(current), next: datesOf(rest.slice(length, end)) };
  return { data: { goods_transactions: [], records }, meta: { dateCursor } };
}

function statusOf(salon: Salon, visit: Appointment): string {
  return isPaid(salon, visit) ? 'paid_full' : 'not_paid';
}

/** Where the page that begins here ends: never within a date. */
function pageEnd(visits: readonly Appointment[], start: number): number {
  let end = Math.min(start + pageSize, visits.length);
  while (end > start && end < visits.length && dayOf(visits[end]!) === dayOf(visits[end - 1]!)) end++;
  return end;
}

function datesOf(visits: readonly Appointment[]): Values {
  const [newest, oldest] = [visits[0], visits.at(-1)];
  if (!newest || !oldest) return { from: null, to: null, count: null };
  return { from: dayOf(oldest), to: dayOf(newest), count: visits.length };
}

function rowOf(salon: Salon, visit: Appointment): Values {
  const values = appointmentValues(salon, visit);
  const services = (values.services as Values[]).map((each) => ({
    ...each,
    payment_status: statusOf(salon, visit),
  }));
  return { ...values, date: dayOf(visit), services, tips: { has_tips: false, sum: 0 } };
}
