// What JSON Schema allows and the rest of this project need not know: schemas that are `true` or `false`.
import {
  holdsNames,
  holdsSchemas,
  isObject,
  isReference,
  isSampleData,
  type Json,
  type OpenApi,
  pointerTo,
  resolve,
  type Schema,
} from './document.ts';

const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

const single = new Set(['schema', 'items', 'contains', 'not', 'if', 'then', 'else', 'propertyNames']);

/** A copy in which `true` (anything) and `false` (nothing) are written as objects. */
export function withObjectSchemas(document: OpenApi): OpenApi {
  return copyOf(document) as OpenApi;
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, childOf(key, child)]);
  return Object.fromEntries(entries);
}

function childOf(key: string, child: unknown): unknown {
  if (isSampleData(key, child)) return child;
  if (single.has(key)) return schemaOf(child);
  if (lists.has(key) && Array.isArray(child)) return child.map(schemaOf);
  if (!holdsNames(key) || !isObject(child)) return copyOf(child);
  const copy = holdsSchemas(key) ? schemaOf : copyOf;
  return Object.fromEntries(Object.entries(child).map(([name, each]) => [name, copy(each)]));
}

function schemaOf(schema: unknown): unknown {
  if (schema === true) return {};
  if (schema === false) return { not: {} };
  return copyOf(schema);
}

/** What a schema is put together of, and what it leaves a choice between. */
export function partsOf({ allOf = [], anyOf = [], oneOf = [] }: Schema): Schema[] {
  return [...allOf, ...anyOf, ...oneOf];
}

/** A reference to the schema, which moves to the components unless it is there. */
export function shareSchema(doc: OpenApi, name: string, schema: Schema): Schema {
  if (isReference(schema)) return { $ref: schema.$ref };
  doc.components ??= {};
  doc.components.schemas ??= {};
  const { schemas } = doc.components;
  const known = schemas[name];
  if (known && JSON.stringify(known) !== JSON.stringify(schema))
    throw new Error(`components.schemas has ${name} already`);
  schemas[name] = schema;
  return { $ref: pointerTo('components', 'schemas', name) };
}

/** A property of an object, of its parts too, and whether it is always there. */
export function propertyOf(
  doc: OpenApi,
  schema: Schema,
  key: string,
): { schema: Schema; required: boolean } | undefined {
  const { properties, required: names, allOf = [] } = resolve<Schema>(doc, schema);
  const own = properties?.[key];
  const found = own
    ? { schema: own, required: false }
    : allOf.map((part) => propertyOf(doc, part, key)).find((each) => each !== undefined);
  return found && { schema: found.schema, required: found.required || names?.includes(key) === true };
}

/** A pointer to each key that would change an object's prototype in place of adding a property. */
export function reservedNames(value: unknown, keys: readonly string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Json).flatMap(([key, child]) => [
    ...(key === '__proto__' ? [pointerTo(...keys, key)] : []),
    ...reservedNames(child, [...keys, key]),
  ]);
}
