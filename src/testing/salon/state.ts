// The salon: what it keeps, and who is notified when something changes.
import type { Values } from './shape.ts';

/** A client of the salon. */
export interface Client extends Values {
  id: number;
  name: string;
  phone: string;
  email: string;
  changedAt: number;
}

export interface Service extends Values {
  id: number;
  title: string;
  category_id: number;
  price_min: number;
  price_max: number;
  /** Seconds. */
  duration: number;
}

export interface Category extends Values {
  id: number;
  title: string;
}

export interface TeamMember extends Values {
  id: number;
  name: string;
  specialization: string;
}

/** A service of an appointment, and its price. */
export interface Booked extends Values {
  id: number;
  cost: number;
}

export interface Appointment extends Values {
  id: number;
  visitId: number;
  clientId: number;
  staffId: number;
  services: Booked[];
  /** Milliseconds since 1970. */
  startsAt: number;
  /** Seconds. */
  length: number;
  attendance: number;
  deleted: boolean;
  online: boolean;
  /** With the id it opens the appointment to whoever booked it. */
  hash: string;
  createdAt: number;
  changedAt: number;
}

/** Money that moved. */
export interface Transaction extends Values {
  id: number;
  amount: number;
  at: number;
  accountId: number;
  clientId: number;
  staffId: number;
  appointmentId: number;
  visitId: number;
}

/** `HH:MM` */
export interface Slot {
  from: string;
  to: string;
}

/** What changed, as a webhook tells of it. */
export interface Change {
  resource: string;
  resource_id: number;
  status: 'create' | 'update' | 'delete';
  data: unknown;
}

/** All that a salon keeps. */
export interface Salon {
  locationId: number;
  seed: string;
  clients: Map<number, Client>;
  appointments: Map<number, Appointment>;
  services: Map<number, Service>;
  categories: Map<number, Category>;
  team: Map<number, TeamMember>;
  /** Appointments by client, as lists ask for them again and again; kept by `keepAppointment`. */
  byClient: Map<number, Set<Appointment>>;
  transactions: Map<number, Transaction>;
  /** How many transactions an appointment has; kept by `keepTransaction` and `dropTransaction`. */
  paid: Map<number, number>;
  /** By team member and date, where that is not the usual: `11 2026-01-31`. No slots: a day off. */
  schedules: Map<string, Slot[]>;
  /** As the operation that reads the settings of webhooks has them. */
  hooks: { urls: string[]; active: number; [resource: string]: unknown };
  now(): number;
  /** An id that nothing else has. */
  nextId(): number;
  /** Tells whoever wants to know. */
  changed(change: Change): void;
}

/** What a new salon is made of. */
export interface SalonParts {
  locationId: number;
  seed: string;
  now(): number;
  urls: readonly string[];
  changed(change: Change): void;
}

/** The resources that webhooks tell of, by their names in the settings; a team member is a `master` there. */
export const resources = [
  ...['salon', 'service_category', 'service', 'good', 'master', 'client', 'record'],
  ...['goods_operations_sale', 'goods_operations_receipt', 'goods_operations_consumable'],
  ...['goods_operations_stolen', 'goods_operations_move', 'finances_operation'],
];

/** A salon without anybody in it. */
export function emptySalon({ locationId, seed, now, urls, changed }: SalonParts): Salon {
  let last = 900_000;
  const flags = Object.fromEntries(resources.map((name) => [name, 1]));
  return {
    ...{ locationId, seed, now, changed },
    ...{ clients: new Map(), appointments: new Map(), services: new Map(), categories: new Map() },
    ...{
      byClient: new Map(),
      paid: new Map(),
      team: new Map(),
      transactions: new Map(),
      schedules: new Map(),
    },
    hooks: { urls: [...urls], active: urls.length > 0 ? 1 : 0, ...flags },
    nextId: () => ++last,
  };
}

/** Adds an appointment, or takes note of who it is for now. */
export function keepAppointment({ appointments, byClient }: Salon, appointment: Appointment): void {
  const { id, clientId } = appointment;
  // Only one that is known already can stand under another client.
  const before = appointments.get(id);
  if (before) for (const each of byClient.values()) each.delete(before);
  byClient.set(clientId, (byClient.get(clientId) ?? new Set()).add(appointment));
  appointments.set(id, appointment);
}

export function keepTransaction(salon: Salon, transaction: Transaction): void {
  dropTransaction(salon, transaction.id);
  const { id, appointmentId } = transaction;
  salon.transactions.set(id, transaction);
  salon.paid.set(appointmentId, (salon.paid.get(appointmentId) ?? 0) + 1);
}

export function dropTransaction({ transactions, paid }: Salon, id: number): void {
  const before = transactions.get(id);
  if (!before) return;
  transactions.delete(id);
  paid.set(before.appointmentId, paid.get(before.appointmentId)! - 1);
}
