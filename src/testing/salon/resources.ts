// The same salon as v2 shows it: resources of JSON:API, with ids that are texts.
import { isRecord } from '../../util/check.ts';
import type { Call, Handlers } from '../call.ts';
import { removeAppointment } from './appointments.ts';
import { page } from './lists.ts';
import { notFound } from './refused.ts';
import { fill, shapeOf, type Values } from './shape.ts';
import type { Salon } from './state.ts';
import { parseEnd, parseTime } from './time.ts';
import { appointmentAttributes, memberValues, serviceValues } from './views.ts';

/** A resource in the shape of the sample, with the relationships that the salon knows. */
function resourceOf({ sample }: Call) {
  const shape = shapeOf(sample) as Values;
  return ({ id, relations = {}, ...attributes }: Values & { relations?: Values }): unknown => ({
    ...{ type: shape.type, id: String(id), attributes: fill(shape.attributes, attributes) },
    ...(isRecord(shape.relationships) && { relationships: related(shape.relationships, relations) }),
  });
}

/** What is not known has no data: null for one, an empty list for many. */
function related(shapes: Values, known: Values): Values {
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const isMany = isRecord(shape) && Array.isArray(shape.data);
    return [name, { data: known[name] ?? (isMany ? [] : null) }];
  });
  return Object.fromEntries(entries);
}

const link = (type: string, id: number) => ({ type, id: String(id) });

export function resourceHandlers(salon: Salon): Handlers {
  const whole = <Item>(call: Call, items: readonly Item[], valuesOf: (item: Item) => Values) => {
    const toRow = resourceOf(call);
    return call.operation.paging
      ? page(call, items, valuesOf, toRow)
      : { body: { data: items.map((each) => toRow(valuesOf(each))) } };
  };

  return {
    'resources.appointments': (call) => {
      const { 'filter[client_id]': clientId, 'filter[activity_id]': eventId } = call.query;
      const from = parseTime(call.query['filter[date_intersect_from]']) ?? -Infinity;
      const to = parseEnd(call.query['filter[date_intersect_to]']) ?? Infinity;
      const wanted = [...salon.appointments.values()].filter(
        (each) =>
          !each.deleted &&
          (clientId === undefined || each.clientId === clientId) &&
          (eventId === undefined || eventId === 0) &&
          each.startsAt <= to &&
          each.startsAt + each.length * 1000 >= from,
      );
      wanted.sort((one, other) => one.startsAt - other.startsAt || one.id - other.id);
      return whole(call, wanted, (each) => ({
        ...appointmentAttributes(salon, each),
        id: each.id,
        relations: {
          client: link('client', each.clientId),
          staff: link('staff', each.staffId),
          services: each.services.map(({ id }) => link('service', id)),
        },
      }));
    },
    'resources.appointment.delete': ({ path }) => {
      const appointment = salon.appointments.get(Number(path.appointment_id));
      if (!appointment || appointment.deleted) return notFound;
      removeAppointment(salon, appointment);
      return { data: null };
    },
    'resources.services': (call) => {
      const ids = (call.query['filter[service_ids][]'] as unknown[] | undefined)?.map(Number);
      const wanted = [...salon.services.values()].filter(({ id }) => !ids || ids.includes(id));
      return whole(call, wanted, (each) => serviceValues(salon, each));
    },
    'resources.service': (call) => {
      const found = salon.services.get(Number(call.path.service_id));
      return found ? { body: { data: resourceOf(call)(serviceValues(salon, found)) } } : notFound;
    },
    'resources.categories': (call) =>
      whole(call, [...salon.categories.values()], (each) => ({ ...each, salon_service_id: each.id })),
    'resources.team': (call) => {
      const name = call.query['filter[name]'];
      const members = [...salon.team.values()].filter((each) => !name || each.name.includes(String(name)));
      return whole(call, members, (each) => ({ ...memberValues(salon, each), image: '', tt_markup: 0 }));
    },
  };
}
