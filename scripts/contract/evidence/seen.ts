// What an example showed (`seen` in openapi/evidence): a fragment of JSON Schema, and the schema that is made of it.
import { isObject, type Schema } from '../../openapi/document.ts';

/** Without a word about types. */
export function saysNothing(schema: Schema): boolean {
  return !['type', 'properties', 'oneOf', 'anyOf', 'allOf', 'enum'].some((key) => key in schema);
}

export function isScalar({ type }: Schema): boolean {
  return type !== undefined && ![type].flat().some((each) => each === 'object' || each === 'array');
}

export function isList({ type }: Schema): boolean {
  return type === 'array';
}

/** Seen as `[]`, which is how PHP writes an object without fields. */
export function isEmptiedObject({ type, maxItems }: Schema): boolean {
  return Array.isArray(type) && type.includes('object') && maxItems === 0;
}

/** The object that the schema describes, or `[]`. */
export function orEmpty(schema: Schema): Schema {
  return { ...schema, type: ['object', 'array'], maxItems: 0 };
}

export const emptyList: Schema = { type: 'array', maxItems: 0 };

/** Numbers that cannot have a fraction; elsewhere an integer in one example does not rule one out. */
const whole = /(^|_)(ids?|count|phone|card|number|code)$/;

/** The types to declare for those that were seen in a field of this name. */
export function typesOf(name: string, types: readonly string[]): string[] {
  return [...new Set(types.map((type) => (type === 'integer' && !whole.test(name) ? 'number' : type)))];
}

/**
 * A schema for what was seen, where the description has none.
 * Nothing is required: one example does not tell what is always there. What can be null is not for an example to say.
 */
export function schemaOf(name: string, seen: Schema): Schema {
  if (seen.anyOf) return { anyOf: seen.anyOf.map((each) => schemaOf(name, each)) };
  if (isScalar(seen)) return scalarSchema(typesOf(name, [seen.type!].flat()), name);
  const { properties, items, additionalProperties: others, ...kept } = seen;
  const fields = Object.entries(properties ?? {}).map(([key, field]) => [key, schemaOf(key, field)]);
  return {
    ...kept,
    ...(properties && { properties: Object.fromEntries(fields) }),
    ...(isObject(others) && { additionalProperties: schemaOf('', others) }),
    ...(isList(seen) && seen.maxItems !== 0 && { items: items ? schemaOf('', items) : {} }),
  };
}

function scalarSchema(types: string[], name: string): Schema {
  // Nothing but null was seen, and nobody knows what it is when it is set; only `data` says null for "nothing to tell".
  if (types.join() === 'null' && name !== 'data') return {};
  return { type: types.length === 1 ? types[0]! : types };
}
