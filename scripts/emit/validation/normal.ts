// Brings the schemas of a contract into the form that validators are made of: references followed, annotations left
// out, a choice between types written as a list of types, and equal objects known as equal.
import { createHash } from 'node:crypto';
import { isObject, type Json, lookUp, type OpenApi, type Schema } from '../../openapi/document.ts';

/** What a validator checks. `format` is not among them: it says more about the type of a column than about values. */
const checked = new Set([
  ...['type', 'enum', 'const', 'required', 'properties', 'additionalProperties', 'maxProperties'],
  ...['items', 'minItems', 'maxItems', 'uniqueItems', 'anyOf', 'oneOf', 'allOf', 'not'],
  ...['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'pattern'],
]);

/** Keywords that speak about values of one type only; others pass. */
const aboutObjects = ['required', 'properties', 'additionalProperties', 'maxProperties'];
const ofType: Record<string, readonly string[]> = {
  object: aboutObjects,
  array: ['items', 'minItems', 'maxItems', 'uniqueItems'],
  string: ['minLength', 'maxLength', 'pattern', 'enum', 'const'],
  number: ['minimum', 'maximum', 'multipleOf', 'enum', 'const'],
  integer: ['minimum', 'maximum', 'multipleOf', 'enum', 'const'],
  boolean: ['enum', 'const'],
  null: [],
};

/** Characters from which a schema may have a module of its own: with 120 there are more files, with 350 more bytes. */
const smallest = 200;

/** Normalizes the schemas of one document. Objects go to the pool, under names made of what they are: `{ shared: name }` is left. */
export function normalizer(
  doc: OpenApi,
  codesOf: (schema: Schema) => readonly (string | number)[] | undefined,
): { normal: (schema: Schema) => Schema; pool: Map<string, Schema> } {
  const pool = new Map<string, Schema>();
  const references = new Map<string, Schema>();

  function follow(reference: string, isOpen: boolean): Schema {
    const key = `${reference} ${isOpen}`;
    const known = references.get(key);
    // What contains itself is checked once.
    if (known?.busy) return {};
    if (known) return known;
    references.set(key, { busy: true });
    const schema = normal(lookUp(doc, reference) as Schema, isOpen);
    references.set(key, schema);
    return schema;
  }

  /** `isOpen`: one of several alternatives, whose fields say nothing about what is undeclared. */
  function normal(schema: Schema | boolean, isOpen = false): Schema {
    if (schema === true) return {};
    if (schema === false) return { not: {} };
    if (schema.$ref) return follow(schema.$ref, isOpen);
    const inner = merged(schema);
    const alternatives = [inner.anyOf, inner.oneOf, inner.allOf].some((each) => each !== undefined);
    const below = isOpen || alternatives;
    const result: Json = {};
    for (const [keyword, value] of Object.entries(inner)) {
      if (checked.has(keyword)) result[keyword] = ofKeyword(keyword, value, below);
    }
    // A code that is new today is worth a line, but makes no alternative wrong.
    const codes = isOpen || result.enum ? undefined : (codesOf(inner) ?? listedIn(schema));
    if (codes) result.codes = codes;
    if (result.additionalProperties === true) delete result.additionalProperties;
    if (isObject(result.additionalProperties) && Object.keys(result.additionalProperties).length === 0)
      delete result.additionalProperties;
    if (!isObject(result.properties)) return result;
    const declared = Object.keys(result.properties);
    const isListed = declared.every((name) => !name.includes(' '));
    if (!below && isListed && result.additionalProperties === undefined) result.undeclared = declared;
    return shared(result);
  }

  function ofKeyword(keyword: string, value: unknown, isOpen: boolean): unknown {
    if (keyword === 'properties')
      return Object.fromEntries(
        Object.entries(value as Json).map(([name, each]) => [name, normal(each as Schema, isOpen)]),
      );
    if (keyword === 'items' || keyword === 'not') return normal(value as Schema, isOpen);
    if (keyword === 'additionalProperties') return value === false ? false : normal(value as Schema, isOpen);
    if (keyword === 'type') return typesOf(value as string | string[]);
    return /^(any|one|all)Of$/.test(keyword)
      ? (value as Schema[]).map((each) => normal(each, isOpen))
      : value;
  }

  /** A choice between schemas of different types is one schema, since each keyword is about values of its type. */
  function merged(schema: Schema): Schema {
    const { anyOf, oneOf, allOf, ...rest } = schema;
    if (allOf && !anyOf && !oneOf) return union(rest, allOf) ?? schema;
    const choice = anyOf ?? oneOf;
    if (!choice || (anyOf && oneOf) || allOf) return schema;
    const stated = Object.keys(rest).filter((keyword) => checked.has(keyword));
    if (stated.length > 0) return schema;
    const parts = choice.map(resolved).map(merged);
    const types = parts.flatMap(({ type }) => type ?? ['any']);
    const isDistinct =
      new Set(types.map((type) => (type === 'integer' ? 'number' : type))).size === types.length;
    if (!isDistinct || types.includes('any')) return schema;
    if (!parts.every(speaksOfItsTypes)) return schema;
    const values = valuesOf(parts);
    if (values === undefined) return schema;
    const whole = Object.assign({}, ...parts, { type: types }) as Schema;
    delete whole.const;
    delete whole.enum;
    return values.length > 0 ? { ...whole, enum: values } : whole;
  }

  function resolved(schema: Schema): Schema {
    return schema.$ref ? resolved(lookUp(doc, schema.$ref) as Schema) : schema;
  }

  /** Objects of which all hold are one object, where they share no field. */
  function union(rest: Schema, parts: Schema[]): Schema | undefined {
    const all = [rest, ...parts.map(resolved)];
    const names = all.flatMap(({ properties = {} }) => Object.keys(properties));
    const known = ['type', 'properties', 'required'];
    const isPlain = all.every((part) =>
      Object.keys(part).every((keyword) => !checked.has(keyword) || known.includes(keyword)),
    );
    if (!isPlain || new Set(names).size < names.length) return undefined;
    if (!all.every(({ type = 'object' }) => type === 'object')) return undefined;
    const properties = Object.assign({}, ...all.map(({ properties = {} }) => properties)) as Json;
    const required = [...new Set(all.flatMap(({ required = [] }) => required))];
    return { type: 'object', ...(required.length > 0 && { required }), properties } as Schema;
  }

  /** A small schema stays where it is: a module of its own would cost more. */
  function shared(schema: Json): Schema {
    const text = JSON.stringify(sorted(schema));
    if (text.length < smallest) return schema as Schema;
    const name = `_${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
    pool.set(name, schema as Schema);
    return { shared: name };
  }

  return { normal: (schema) => normal(schema), pool };
}

function typesOf(type: string | string[]): string | string[] {
  if (!Array.isArray(type)) return type;
  const types = type.includes('number') ? type.filter((each) => each !== 'integer') : type;
  return types.length === 1 ? types[0]! : types;
}

/** Whether all its keywords are about its own types, so that they pass the values of other ones. */
function speaksOfItsTypes(schema: Schema): boolean {
  const own = [schema.type].flat().flatMap((type) => ofType[type ?? ''] ?? []);
  return Object.keys(schema).every(
    (keyword) => keyword === 'type' || !checked.has(keyword) || own.includes(keyword),
  );
}

/** The values that are left of all types; empty where none is restricted, `undefined` where that cannot be listed. */
function valuesOf(parts: readonly Schema[]): unknown[] | undefined {
  const restricts = ({ enum: values, const: value }: Schema) => values !== undefined || value !== undefined;
  if (!parts.some(restricts)) return [];
  const lists = parts.map((part) => {
    if (part.enum) return part.enum as unknown[];
    if (part.const !== undefined) return [part.const];
    if (part.type === 'null') return [null];
    return part.type === 'boolean' ? [false, true] : undefined;
  });
  return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

/** The same with the keys of all objects in order; what a list holds keeps its place. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

/** The codes of today, of a field of a response that is open to those of tomorrow. */
function listedIn(schema: Schema): (string | number)[] | undefined {
  const codes = schema['x-altegio-values'];
  return Array.isArray(codes) ? (codes as (string | number)[]) : undefined;
}
