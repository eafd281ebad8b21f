// Requests that are about what a fake's salon keeps: made-up ids in the samples give way to ids of its own.
import type { Operation } from '../../src/operations/operation.ts';
import type { FakeAltegio } from '../../src/testing.ts';
import type { Sample } from './request-builder.ts';

/** The salon is the same after every reset, so it is looked at once. */
const seen = new WeakMap<FakeAltegio, ReturnType<FakeAltegio['snapshot']>>();

/** The same request, about things that exist, at a time that is free. */
export function standIn(fake: FakeAltegio, { path: template }: Operation, input: Sample): Sample {
  const salon = seen.get(fake) ?? fake.snapshot();
  seen.set(fake, salon);
  const { appointments, services, categories, teamMembers, transactions } = salon;
  const appointment = appointments.at(-1)!;
  const clientId = (appointment.client as { id: number }).id;
  const staffId = teamMembers[0]!.id;
  const serviceId = services[0]!.id;
  const ids: Record<string, unknown> = {
    ...{ location_id: fake.locationId, company_id: fake.locationId, salon_id: fake.locationId },
    ...{ client_id: clientId, id: /\/service_categor/.test(template) ? categories[0]!.id : clientId },
    ...{ service_id: serviceId, category_id: categories[0]!.id, team_member_id: staffId },
    ...{ record_id: appointment.id, appointment_id: appointment.id, visit_id: appointment.visit_id },
    ...{
      record_hash: appointment.record_hash,
      transaction_id: transactions[0]!.id,
      date: freeDay(appointments),
    },
  };
  const booked = [template.includes('/book_') ? serviceId : { id: serviceId, cost: 40 }];
  const datetime = `${freeDay(appointments)}T10:00:00+00:00`;
  const values: Record<string, unknown> = {
    ...{ staff_id: staffId, team_member_id: staffId, datetime, phone: '442071234567' },
    client: { name: 'Ada Berg', phone: '442071234567' },
    appointments: [{ id: 1, staff_id: staffId, datetime, services: booked }],
    ...(/\/(records?|visits|book_record|appointments)(\/|$)/.test(template) && {
      activity_id: 0,
      services: booked,
    }),
  };
  return {
    ...input,
    ...(input.path && { path: withNames(input.path, (name, value) => ids[name] ?? value) }),
    ...(input.body !== undefined && { body: replaced(input.body, values) }),
  };
}

function withNames(
  value: object,
  change: (name: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(name, each)]));
}

/** Only what is there is replaced; files stay as they are. */
function replaced(value: unknown, values: Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((each) => replaced(each, values));
  if (Object.prototype.toString.call(value) !== '[object Object]') return value;
  return withNames(value as object, (name, each) =>
    typeof values[name] === typeof each ? values[name] : replaced(each, values),
  );
}

/** A Monday a week after the last appointment. */
function freeDay(appointments: readonly { datetime?: unknown }[]): string {
  const day = new Date(
    Math.max(...appointments.map((each) => Date.parse(String(each.datetime)))) + 7 * 86_400_000,
  );
  day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7));
  return day.toISOString().slice(0, 10);
}
