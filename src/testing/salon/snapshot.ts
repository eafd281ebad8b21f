// All that a salon keeps, as plain JSON in the names of the wire.

import type { Salon } from './state.ts';
import { appointmentValues, clientValues, memberValues, serviceValues, transactionValues } from './views.ts';

/** What is in the salon now; changing it changes nothing there. */
export interface Snapshot {
  locationId: number;
  clients: Record<string, unknown>[];
  /** Deleted ones too, with `deleted: true`; each with the `record_hash` that its online booking would have given. */
  appointments: Record<string, unknown>[];
  services: Record<string, unknown>[];
  categories: Record<string, unknown>[];
  teamMembers: Record<string, unknown>[];
  /** Where it is not the usual one: every day but Sunday, 10:00 to 20:00. */
  schedules: { staff_id: number; date: string; slots: { from: string; to: string }[] }[];
  /** Appointments that belong together. */
  visits: { id: number; client_id: number; records: number[] }[];
  transactions: Record<string, unknown>[];
  webhooks: { urls: string[]; active: number };
}

export function snapshotOf(salon: Salon): Snapshot {
  const { locationId, clients, appointments, services, categories, team, transactions } = salon;
  const visits = new Map<number, Snapshot['visits'][number]>();
  for (const { id, visitId, clientId, deleted } of appointments.values()) {
    if (deleted) continue;
    const visit = visits.get(visitId) ?? { id: visitId, client_id: clientId, records: [] };
    visit.records.push(id);
    visits.set(visitId, visit);
  }
  const schedules = [...salon.schedules].map(([key, slots]) => {
    const [staffId, date] = key.split(' ');
    return { staff_id: Number(staffId), date: date!, slots };
  });
  const { urls, active } = salon.hooks;
  return structuredClone({
    locationId,
    clients: [...clients.values()].map((each) => clientValues(salon, each)),
    appointments: [...appointments.values()].map((each) => ({
      ...appointmentValues(salon, each),
      record_hash: each.hash,
    })),
    services: [...services.values()].map((each) => serviceValues(salon, each)),
    categories: [...categories.values()],
    teamMembers: [...team.values()].map((each) => memberValues(salon, each)),
    ...{ schedules, visits: [...visits.values()] },
    transactions: [...transactions.values()].map((each) => transactionValues(salon, each)),
    webhooks: { urls, active },
  });
}
