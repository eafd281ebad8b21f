// What an example showed (`seen` in openapi/evidence): read into a shape, and a shape written as a schema.

import type { Schema } from '../../openapi/document.ts';
export type Scalar = 'string' | 'number' | 'integer' | 'boolean' | 'null';

export type Shape =
  | { kind: 'scalar'; types: Scalar[] }
  | { kind: 'object'; fields: Record<string, Shape>; rest?: Shape; hollow?: true }
  /** Without `items`: a list that nobody has seen an item of. */
  | { kind: 'array'; items?: Shape }
  /** A list that can only be empty: how PHP writes an object without fields. */
  | { kind: 'empty' }
  | { kind: 'any'; of: Shape[] };

const scalars: readonly string[] = ['string', 'number', 'integer', 'boolean', 'null'] satisfies Scalar[];

/** Undefined where the text is prose that only a person can read. */
export function readShape(seen: unknown): Shape | undefined {
  if (typeof seen === 'string') return readText(seen);
  if (Array.isArray(seen)) return readList(seen);
  if (typeof seen === 'object' && seen !== null) return readFields(seen as Record<string, unknown>);
  return undefined;
}

function readText(text: string): Shape | undefined {
  // `string when empty` is a string; `string(date-time)` names a format that the examples do not keep.
  if (/^(empty object( when \w+)?|object when empty)$/.test(text)) {
    return { kind: 'object', fields: {}, hollow: true };
  }
  const name = text.replace(/ when \w+$|\([\w-]+\)$/, '');
  if (scalars.includes(name)) return { kind: 'scalar', types: [name as Scalar] };
  if (name === 'object') return { kind: 'object', fields: {} };
  if (name === 'array') return { kind: 'array' };
  const items = /^(?:array of (.+)|(.+) items|\[(.+)\])$/.exec(name);
  if (items) return list(readText((items[1] ?? items[2] ?? items[3])!));
  const types = name.split(/\||, | or /);
  if (types.length === 1 || !types.every((type) => scalars.includes(type))) return undefined;
  return { kind: 'scalar', types: types as Scalar[] };
}

function readList(seen: unknown[]): Shape | undefined {
  if (seen.length === 0) return { kind: 'array' };
  return seen.length === 1 ? list(readShape(seen[0])) : undefined;
}

function list(items: Shape | undefined): Shape | undefined {
  return items && { kind: 'array', items };
}

function readFields(seen: Record<string, unknown>): Shape | undefined {
  const alternatives = seen['x-one-of'];
  if (Array.isArray(alternatives)) return readAlternatives(alternatives);
  const { '*': rest, ...named } = seen;
  const entries = Object.entries(named).map(([name, value]) => [name, readField(name, value)] as const);
  const others = rest === undefined ? undefined : readShape(rest);
  if (entries.some(([, shape]) => !shape) || (rest !== undefined && !others)) return undefined;
  const fields = Object.fromEntries(entries) as Record<string, Shape>;
  return { kind: 'object', fields, ...(others && { rest: others }) };
}

/** The fields of `custom_fields` are each location's own: the names in an example mean nothing. */
function readField(name: string, value: unknown): Shape | undefined {
  const shape = readShape(value);
  return name === 'custom_fields' && shape?.kind === 'object' ? { kind: 'object', fields: {} } : shape;
}

function readAlternatives(seen: unknown[]): Shape | undefined {
  const of = seen.map((each) => (isEmptyList(each) ? { kind: 'empty' as const } : readShape(each)));
  return of.includes(undefined) ? undefined : { kind: 'any', of: of as Shape[] };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Fields that are an object or, when there is nothing to tell, PHP's `[]`. An example with `[]` shows the latter only. */
const objects =
  /^(meta|custom_fields|position|image_group|booking_days|working_days|client|master|supplier)$/;

/** Known by its name to hold an object, although it was seen empty. */
export function isEmptiedObject(name: string, shape: Shape): boolean {
  return shape.kind === 'array' && !shape.items && objects.test(name);
}

/** Numbers that cannot have a fraction; elsewhere an integer in one example does not rule one out. */
const whole = /(^|_)(ids?|count|phone|card|number|code)$/;

/** The JSON types behind the names that were seen. */
export function typesOf(name: string, types: Scalar[]): Scalar[] {
  return types.map((type) => (type === 'integer' && !whole.test(name) ? 'number' : type));
}

/**
 * A schema for what was seen, where the description has none.
 * Nothing is required: one example does not tell what is always there. What can be null is not for an example to say.
 */
export function schemaOf(name: string, shape: Shape): Schema {
  if (isEmptiedObject(name, shape)) return orEmpty({ type: 'object' });
  switch (shape.kind) {
    case 'scalar':
      return scalarSchema(name, typesOf(name, shape.types));
    case 'empty':
      return emptyArray();
    case 'array':
      return { type: 'array', items: shape.items ? schemaOf('', shape.items) : {} };
    case 'any':
      return { anyOf: shape.of.map((each) => schemaOf(name, each)) };
    case 'object':
      return objectSchema(shape);
  }
}

/** The object that the schema describes, or `[]`. */
export function orEmpty(schema: Schema): Schema {
  return { ...schema, type: ['object', 'array'], maxItems: 0 };
}

function emptyArray(): Schema {
  return { type: 'array', maxItems: 0 };
}

function scalarSchema(name: string, types: Scalar[]): Schema {
  // Nothing but null was seen, and nobody knows what it is when it is set; only `data` says null for "nothing to tell".
  if (types.join() === 'null' && name !== 'data') return {};
  return { type: types.length === 1 ? types[0]! : types };
}

function objectSchema({ fields, rest, hollow }: Shape & { kind: 'object' }): Schema {
  const properties = Object.entries(fields).map(([name, field]) => [name, schemaOf(name, field)]);
  return {
    type: 'object',
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(rest && { additionalProperties: schemaOf('', rest) }),
    ...(hollow && { maxProperties: 0 }),
  };
}
