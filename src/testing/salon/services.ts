// Services and their categories.
import type { Call, Handlers, Success } from '../call.ts';
import type { Refusal } from '../refusals.ts';
import { likeSample, page, shaped } from './lists.ts';
import { notFound } from './refused.ts';
import { fill, shapeOf, type Values } from './shape.ts';
import type { Category, Change, Salon, Service } from './state.ts';
import { serviceValues } from './views.ts';

export function serviceHandlers(salon: Salon): Handlers {
  const { services, categories } = salon;
  const found = ({ path }: Call) => services.get(Number(path.service_id));
  const foundCategory = ({ path }: Call) => categories.get(Number(path.id ?? path.category_id));
  const values = (each: Service) => serviceValues(salon, each);
  const tell = (resource: string, { id }: Values, status: Change['status'], data: unknown) =>
    salon.changed({ resource, resource_id: Number(id), status, data });

  function save(call: Call, id: number, status: Change['status']): Success {
    const before = services.get(id) ?? {
      id,
      title: '',
      category_id: 0,
      price_min: 0,
      price_max: 0,
      duration: 1800,
    };
    const { staff: _, ...body } = (call.body ?? {}) as Values;
    const service = { active: 1, ...before, ...body, id } as Service;
    services.set(id, service);
    tell('service', service, status, values(service));
    return { data: fill(shapeOf(call.sample), { ...values(service), ...rightTypes(body) }) };
  }

  return {
    'services.list': (call) => page(call, chosen(salon, call), values),
    // One, or all without an id.
    'services.get': (call) => {
      if (call.path.service_id === undefined) return page(call, chosen(salon, call), values);
      const service = found(call);
      return service ? likeSample(call, values(service)) : notFound;
    },
    'services.create': (call) => save(call, salon.nextId(), 'create'),
    'services.update': (call) => {
      const service = found(call);
      return service ? save(call, service.id, 'update') : notFound;
    },
    'services.delete': (call) => {
      const service = found(call);
      if (!service) return notFound;
      services.delete(service.id);
      tell('service', service, 'delete', values(service));
      return { data: null };
    },
    'categories.list': (call) => {
      const one = foundCategory(call);
      // 0, or nothing, is all of them.
      if (!Number(call.path.id)) return page(call, [...categories.values()], categoryValues);
      return one ? likeSample(call, categoryValues(one)) : notFound;
    },
    'categories.get': (call) => category(call, foundCategory(call)),
    'categories.create': (call) => saveCategory(call, salon.nextId(), 'create'),
    'categories.update': (call) => {
      const one = foundCategory(call);
      return one ? saveCategory(call, one.id, 'update') : notFound;
    },
    'categories.delete': (call) => {
      const one = foundCategory(call);
      if (!one) return notFound;
      categories.delete(one.id);
      tell('service_category', one, 'delete', categoryValues(one));
      return { data: null };
    },
  };

  function saveCategory(call: Call, id: number, status: Change['status']): Success {
    const one = { ...categories.get(id), ...(call.body as Values), id } as Category;
    categories.set(id, one);
    tell('service_category', one, status, categoryValues(one));
    return category(call, one) as Success;
  }
}

function category(call: Call, one: Category | undefined): Success | Refusal {
  return one ? { data: shaped(call)(categoryValues(one)) } : notFound;
}

function categoryValues(one: Category): Values {
  return { staff: [], ...one, salon_service_id: one.id };
}

function chosen({ services }: Salon, { query }: Call): Service[] {
  const { category_id } = query;
  return [...services.values()].filter(
    (each) => category_id === undefined || each.category_id === category_id,
  );
}

/** Switches are sent as booleans, and come back as 0 and 1. */
function rightTypes(body: Values): Values {
  return Object.fromEntries(
    Object.entries(body).filter(([, value]) => typeof value !== 'boolean' && value !== null),
  );
}
