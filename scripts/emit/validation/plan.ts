// Which module holds which validators: one per operation, and one per object that several of them are made of.
import { isObject, type OpenApi, type Schema } from '../../openapi/document.ts';
import { operationsOf, successesOf } from '../../openapi/operations.ts';
import type { Codes } from '../codes/codes.ts';
import { openCodesOf } from '../value-types.ts';
import { normalizer } from './normal.ts';

/** A module to be compiled; schemas in it may be `{ shared: name }`, for the function of that module. */
export interface Module {
  /** The operation's id, or the name of a shared object. */
  name: string;
  /** By status; `request` stands for the body that is sent, `object` for a shared one. */
  schemas: Record<string, Schema>;
  /** Whether the response may come without its envelope. */
  isMaybeBare: boolean;
}

/** The modules of one API, shared ones last. `doc` is what validationContract makes. */
export function validationPlan(doc: OpenApi, tables: Codes): Module[] {
  const { normal, pool } = normalizer(doc, (schema) => openCodesOf(schema, tables));
  const bare = new Set(
    operationsOf(doc)
      .filter(({ operation }) => operation['x-altegio-envelope'] === 'maybe')
      .map(({ id }) => id),
  );
  const modules = describedOperations(doc).map(
    ({ id, schemas }): Module => ({
      name: id,
      schemas: mapped(schemas, normal),
      isMaybeBare: bare.has(id),
    }),
  );
  const uses = new Map<string, number>();
  const every = [...modules.flatMap(({ schemas }) => Object.values(schemas)), ...pool.values()];
  for (const schema of every) eachShared(schema, (name) => uses.set(name, (uses.get(name) ?? 0) + 1));
  const isKept = (name: string) => uses.get(name)! > 1;
  const placed = (schema: Schema) => inlined(schema, pool, isKept) as Schema;
  const shared = [...pool].filter(([name]) => isKept(name));
  return [
    ...modules.map((module) => ({ ...module, schemas: mapped(module.schemas, placed) })),
    ...shared.map(([name, schema]) => ({ name, schemas: { object: placed(schema) }, isMaybeBare: false })),
  ];
}

/** The operations with a body of JSON, and its schemas: by status, and that of the request. */
export function describedOperations(doc: OpenApi) {
  // Shorter paths of an operation have no id of their own.
  const operations = operationsOf(doc).filter(({ id }) => id !== undefined);
  return operations.flatMap((entry) => {
    const { operation, body } = entry;
    const bodies = successesOf(doc, operation).map(({ status, body }) => ({ key: status, body }));
    const schemas = [...bodies, ...(body ? [{ key: 'request', body }] : [])].flatMap(({ key, body }) => {
      const schema = body.content?.['application/json']?.schema;
      return schema ? [[key, schema] as const] : [];
    });
    return schemas.length > 0 ? [{ ...entry, schemas: Object.fromEntries(schemas) }] : [];
  });
}

/** The names of the modules that a module calls. */
export function importsOf({ schemas }: Module): string[] {
  const names = new Set<string>();
  for (const schema of Object.values(schemas)) eachShared(schema, (name) => names.add(name));
  return [...names].sort();
}

function mapped<T>(map: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

/** A reference to a shared object; a field may be called `shared` too, whose schema is no text. */
const nameOf = (value: unknown): string | undefined =>
  isObject(value) && typeof value.shared === 'string' ? value.shared : undefined;

function eachShared(value: unknown, visit: (name: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const name = nameOf(value);
  if (name !== undefined) visit(name);
  else for (const each of Object.values(value)) eachShared(each, visit);
}

function inlined(
  value: unknown,
  pool: ReadonlyMap<string, Schema>,
  isKept: (name: string) => boolean,
): unknown {
  if (Array.isArray(value)) return value.map((each) => inlined(each, pool, isKept));
  if (!isObject(value)) return value;
  const name = nameOf(value);
  if (name !== undefined) return isKept(name) ? value : inlined(pool.get(name), pool, isKept);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inlined(each, pool, isKept)]));
}
