// Checks a value against a schema of the contract: the part of JSON Schema that the contracts use, and nothing else.
import { isRecord } from '../../util/check.ts';
import type { JsonSchema } from '../contract.ts';
import type { Finding } from '../refusals.ts';

/** Schemas by name, for references. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

type Path = Finding['path'];

type Value = Record<string, unknown>;

/** Keywords that are checked or say nothing about what is allowed. A test holds the contracts to them. */
export const knownKeywords = [
  ...['$ref', 'type', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'not'],
  ...['properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  ...['items', 'minItems', 'maxItems', 'uniqueItems'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'pattern', 'format'],
  ...['default', 'example', 'examples', 'title', 'description', 'nullable', 'discriminator', 'deprecated'],
];

/** Everything that is wrong with a value; none when the schema allows it. */
export function check(schema: JsonSchema, value: unknown, schemas: Schemas, path: Path = []): Finding[] {
  const { $ref } = schema;
  if (typeof $ref === 'string') return check(referent($ref, schemas), value, schemas, path);
  const wrongType = typeProblem(schema, value);
  if (wrongType) return [{ path, message: wrongType }];
  const found: Finding[] = [];
  const say = (message: string | undefined | false) => void (message && found.push({ path, message }));
  say(choiceProblem(schema, value));
  if (typeof value === 'string') say(textProblem(schema, value));
  if (typeof value === 'number') say(numberProblem(schema, value));
  if (Array.isArray(value)) found.push(...listProblems(schema, value, schemas, path));
  else if (isRecord(value)) found.push(...objectProblems(schema, value, schemas, path));
  found.push(...unionProblems(schema, value, schemas, path));
  return found;
}

/** The schema behind a reference such as `#/components/schemas/include`. */
export function referent(reference: string, schemas: Schemas): JsonSchema {
  const schema = schemas[reference.slice(reference.lastIndexOf('/') + 1)];
  if (!schema) throw new Error(`The contract has no ${reference}`);
  return schema;
}

const knownTypes = new WeakMap<JsonSchema, readonly string[]>();

/** The types that a schema allows, references followed. */
export function typesOf(schema: JsonSchema, schemas: Schemas): readonly string[] {
  const types = knownTypes.get(schema) ?? readTypes(schema, schemas);
  knownTypes.set(schema, types);
  return types;
}

function readTypes(schema: JsonSchema, schemas: Schemas): readonly string[] {
  if (typeof schema.$ref === 'string') return typesOf(referent(schema.$ref, schemas), schemas);
  const branches = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((each) => (each as JsonSchema[]) ?? []);
  const own = schema.type === undefined ? [] : ([schema.type].flat() as string[]);
  return [...own, ...branches.flatMap((each) => typesOf(each, schemas))];
}

const tests: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isRecord,
  null: (value) => value === null,
};

function typeProblem({ type }: JsonSchema, value: unknown): string | undefined {
  if (type === undefined) return undefined;
  const types = [type].flat() as string[];
  return types.some((each) => tests[each]?.(value)) ? undefined : `must be ${types.join(' or ')}`;
}

function choiceProblem(schema: JsonSchema, value: unknown): string | undefined {
  const same = (other: unknown) => other === value || JSON.stringify(other) === JSON.stringify(value);
  if ('const' in schema && !same(schema.const)) return `must be ${JSON.stringify(schema.const)}`;
  const choices = schema.enum as unknown[] | undefined;
  if (!choices || choices.some(same)) return undefined;
  return `must be one of ${choices.map((each) => JSON.stringify(each)).join(', ')}`;
}

// Looser than the standards where the API is: it takes offsets without a colon, and seconds may be left out.
const day = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const hour = '([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d+)?)?';
const formats: Record<string, RegExp> = {
  date: new RegExp(`^${day}$`),
  'date-time': new RegExp(`^${day}[Tt ]${hour}([Zz]|[+-]\\d{2}:?\\d{2})?$`),
  time: new RegExp(`^${hour}([Zz]|[+-]\\d{2}:?\\d{2})?$`),
  email: /^[^\s@]+@[^\s@]+$/,
  uri: /^[a-z][a-z0-9+.-]*:/i,
  url: /^[a-z][a-z0-9+.-]*:/i,
  uuid: /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
};

const patterns = new Map<string, RegExp>();

function textProblem(schema: JsonSchema, value: string): string | undefined {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema as Record<string, never>;
  if (value.length < minLength) return `must have at least ${minLength} characters`;
  if (value.length > maxLength) return `must have at most ${maxLength} characters`;
  if (format && formats[format] && !formats[format].test(value)) return `must be a ${format}`;
  if (!pattern) return undefined;
  const test = patterns.get(pattern) ?? new RegExp(pattern, 'u');
  patterns.set(pattern, test);
  return test.test(value) ? undefined : `must match ${pattern}`;
}

function numberProblem(schema: JsonSchema, value: number): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema as Record<
    string,
    number
  >;
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return `must be above ${exclusiveMinimum}`;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return `must be below ${exclusiveMaximum}`;
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf))
    return `must be a multiple of ${multipleOf}`;
  return undefined;
}

function listProblems(schema: JsonSchema, value: unknown[], schemas: Schemas, path: Path): Finding[] {
  const { minItems = 0, maxItems = Infinity, uniqueItems, items } = schema as Record<string, never>;
  const found: Finding[] = [];
  if (value.length < minItems) found.push({ path, message: `must have at least ${minItems} items` });
  if (value.length > maxItems) found.push({ path, message: `must have at most ${maxItems} items` });
  if (uniqueItems && new Set(value.map((each) => JSON.stringify(each))).size < value.length)
    found.push({ path, message: 'must have no item twice' });
  if (items) found.push(...value.flatMap((each, index) => check(items, each, schemas, [...path, index])));
  return found;
}

function objectProblems(schema: JsonSchema, value: Value, schemas: Schemas, path: Path): Finding[] {
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema | boolean>;
  const { required = [], additionalProperties: others, minProperties = 0 } = schema as Record<string, never>;
  const { maxProperties = Infinity } = schema as { maxProperties?: number };
  const found: Finding[] = [];
  const size = Object.keys(value).length;
  if (size < minProperties || size > maxProperties)
    found.push({ path, message: `must have ${minProperties} to ${maxProperties} properties` });
  for (const name of required as string[]) {
    if (!Object.hasOwn(value, name)) found.push({ path: [...path, name], message: 'is required' });
  }
  for (const [name, each] of Object.entries(value)) {
    const inside = [...path, name];
    const known = Object.hasOwn(properties, name) ? properties[name] : others;
    if (known === false) found.push({ path: inside, message: 'is not known here' });
    else if (isRecord(known)) found.push(...check(known, each, schemas, inside));
  }
  return found;
}

function unionProblems(schema: JsonSchema, value: unknown, schemas: Schemas, path: Path): Finding[] {
  const { allOf = [], anyOf, oneOf, not } = schema as Record<string, JsonSchema[] | undefined>;
  const found = allOf.flatMap((each) => check(each, value, schemas, path));
  for (const branches of [anyOf, oneOf]) {
    if (!branches) continue;
    const results = branches.map((each) => check(each, value, schemas, path));
    const fits = results.filter((each) => each.length === 0).length;
    // What the branch says that comes nearest.
    if (fits === 0) found.push(...results.reduce((best, each) => (each.length < best.length ? each : best)));
    else if (branches === oneOf && fits > 1)
      found.push({ path, message: 'must have one of several forms, not two' });
  }
  if (not && check(not as unknown as JsonSchema, value, schemas, path).length === 0)
    found.push({ path, message: 'must not have this form' });
  return found;
}
