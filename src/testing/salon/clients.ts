// Clients: lists, search, and one by one.
import { isRecord } from '../../util/check.ts';
import type { Call, Handlers, Success } from '../call.ts';
import type { Refusal } from '../refusals.ts';
import { page, shaped } from './lists.ts';
import { invalid, notFound } from './refused.ts';
import { fill, shapeOf, type Values } from './shape.ts';
import type { Change, Client, Salon } from './state.ts';
import { parseEnd, parseTime } from './time.ts';
import { clientValues } from './views.ts';

export function clientHandlers(salon: Salon): Handlers {
  const { clients } = salon;
  const found = ({ path }: Call) => clients.get(Number(path.id ?? path.client_id));
  const values = (client: Client) => clientValues(salon, client);

  return {
    'clients.list': (call) => {
      const {
        fullname,
        phone,
        email,
        card,
        id,
        'id[]': ids = id === undefined ? undefined : [id],
      } = call.query;
      const { changed_after, changed_before, paid_min, paid_max } = call.query as Record<string, never>;
      const [after, before] = [parseTime(changed_after) ?? 0, parseEnd(changed_before) ?? Infinity];
      const wanted = [...clients.values()].filter(
        (each) =>
          has(each.name, fullname) &&
          has(each.phone, phone && digits(phone)) &&
          has(each.email, email) &&
          has(each.card, card) &&
          (ids === undefined || (ids as unknown[]).map(Number).includes(each.id)) &&
          each.changedAt >= after &&
          each.changedAt <= before,
      );
      const isPaid = ({ paid }: Values) =>
        Number(paid) >= (paid_min ?? 0) && Number(paid) <= (paid_max ?? Infinity);
      const isAny = paid_min === undefined && paid_max === undefined;
      return page(call, isAny ? wanted : wanted.filter((each) => isPaid(values(each))), values);
    },
    'clients.search': (call) => search(call, [...clients.values()].map(values)),
    'clients.get': (call) => one(call, found(call)),
    'clients.create': (call) => {
      const body = call.body as Values;
      return phoneProblem(salon, body) ?? one(call, addClient(salon, body));
    },
    'clients.createMany': (call) => {
      const shape = isRecord(call.sample) && isRecord(call.sample.data) ? call.sample.data.created : [];
      const rowOf = shaped({ ...call, sample: { data: shape } });
      const created: unknown[] = [];
      const errors: Values[] = [];
      for (const body of call.body as Values[]) {
        const problem = phoneProblem(salon, body);
        if (problem)
          errors.push({ phone: digits(body.phone), name: body.name, error: problem.findings?.[0]?.message });
        else created.push(rowOf(values(addClient(salon, body))));
      }
      return { data: { created, errors } };
    },
    'clients.update': (call) => {
      const client = found(call);
      if (!client) return notFound;
      const body = call.body as Values;
      const problem = phoneProblem(salon, body, client.id);
      if (problem) return problem;
      const { id } = client;
      Object.assign(client, body, { id, phone: digits(body.phone), changedAt: salon.now() });
      tellClient(salon, client, 'update');
      return one(call, client);
    },
    'clients.delete': (call) => {
      const client = found(call);
      if (!client) return notFound;
      clients.delete(client.id);
      tellClient(salon, client, 'delete');
      return { data: null };
    },
  };

  function one(call: Call, client: Client | undefined): Success | Refusal {
    return client ? { data: shaped(call)(values(client)) } : notFound;
  }
}

/** Digits only, as the API keeps them. */
export function digits(phone: unknown): string {
  return String(phone ?? '').replace(/\D/g, '');
}

export function isPhone(phone: unknown): boolean {
  return /^\+?[\d\s()-]+$/.test(String(phone)) && /^\d{8,15}$/.test(digits(phone));
}

function phoneProblem({ clients }: Salon, { phone }: Values, own?: number): Refusal | undefined {
  if (!isPhone(phone)) return invalid('phone', 'The phone number must have 8 to 15 digits.');
  const taken = [...clients.values()].some((each) => each.phone === digits(phone) && each.id !== own);
  return taken ? invalid('phone', 'A client with this phone number exists.') : undefined;
}

function has(text: unknown, part: unknown): boolean {
  return (
    part === undefined ||
    String(text ?? '')
      .toLowerCase()
      .includes(String(part).toLowerCase())
  );
}

type Test = (row: Values) => boolean;

/** The filters that the fake knows; it refuses others, since one that is left out would match everybody. */
const filters: Record<string, (state: Values) => Test> = {
  id: inList('id'),
  importance: inList('importance_id'),
  gender: inList('gender_id'),
  category: () => () => false,
  quick_search:
    ({ value }) =>
    (row) =>
      [row.name, row.phone, row.email].some((each) => has(each, value)),
  sold_amount: between('sold_amount'),
};

function inList(field: string) {
  return ({ value }: Values): Test =>
    (row) =>
      (value as unknown[]).includes(row[field]);
}

function between(field: string) {
  return ({ from = 0, to = Infinity }: Values): Test =>
    (row) =>
      Number(row[field]) >= Number(from) && Number(row[field]) <= Number(to);
}

/** An unknown name in `fields` is silently dropped; without `fields` a row has its id and its name. */
function search(call: Call, rows: Values[]): Success | Refusal {
  const {
    fields = ['id', 'name'],
    filters: asked = [],
    operation = 'AND',
    ...order
  } = (call.body ?? {}) as {
    fields?: string[];
    filters?: { type: string; state: Values }[];
    operation?: string;
    order_by?: string;
    order_by_direction?: string;
  };
  const unknown = asked.find(({ type }) => !filters[type]);
  if (unknown) return invalid('filters', `The fake in memory knows no filter ${unknown.type}.`);
  const tests = asked.map(({ type, state }) => filters[type]!(state));
  const fits = (row: Values) =>
    tests.length === 0 ||
    (operation === 'OR' ? tests.some((test) => test(row)) : tests.every((test) => test(row)));
  const { order_by = 'id', order_by_direction = 'ASC' } = order;
  const sign = order_by_direction.toUpperCase() === 'DESC' ? -1 : 1;
  const compare = (one: Values, other: Values) => sign * compared(one[order_by], other[order_by]);
  const chosen = rows.filter(fits).sort(compare);
  const shape = Object.entries(shapeOf(call.sample) as Values);
  const wanted = Object.fromEntries(shape.filter(([name]) => fields.includes(name)));
  const toRow = (values: Values) => fill(wanted, values);
  return page(call, chosen, (values) => values, toRow);
}

function compared(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one ?? '') < String(other ?? '') ? -1 : 1;
}

/** The client with this phone number, who is made when there is none. */
export function clientFor(salon: Salon, { phone, name, email }: Values): Client {
  const number = digits(phone);
  for (const each of salon.clients.values()) if (each.phone === number) return each;
  return addClient(salon, { name: String(name ?? ''), phone, email: String(email ?? '') });
}

function addClient(salon: Salon, body: Values): Client {
  const kept = { id: salon.nextId(), phone: digits(body.phone), changedAt: salon.now() };
  const client = { email: '', ...body, ...kept } as Client;
  salon.clients.set(client.id, client);
  tellClient(salon, client, 'create');
  return client;
}

function tellClient(salon: Salon, client: Client, status: Change['status']): void {
  salon.changed({ resource: 'client', resource_id: client.id, status, data: clientValues(salon, client) });
}
