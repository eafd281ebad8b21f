// Gives the fields of the mock view hints (`x-sample`) by name and type, so that made-up responses look like a salon's.
import Ajv, { type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { isObject, isSampleData, type Json, type OpenApi, type Schema } from '../../openapi/document.ts';
import { loadYaml } from '../../openapi/project.ts';
import { makeUp } from './make-up.ts';

type Kind = 'text' | 'number' | 'boolean';

/** A list of values, a pattern, or keywords of JSON Schema. */
type Values = unknown[] | string | Json;

/** A line of values.yaml: regular expressions about a field, and what to put there. */
type Rule = { [test in keyof Field]?: string } & { [kind in Kind]?: Values };

interface Field {
  name: string;
  /** The properties and components around the field, the nearest last, in lower case. */
  around: string;
  description: string;
  format: string;
}

export const values = loadYaml<{ errors: Record<number, string>; fields: Rule[] }>(
  'scripts/emit/mock/values.yaml',
);

const tests = ['name', 'around', 'description', 'format'] as const;

const rules = values.fields.map((rule) => ({
  rule,
  fits: (field: Field) =>
    tests.every((test) => rule[test] === undefined || new RegExp(rule[test]).test(field[test])),
}));

const flag: Rule = { text: ['0', '1'], number: [0, 1] };

/** The document with `x-sample` at its fields. Does not change its argument; adds no constraint. */
export function believable(doc: OpenApi): OpenApi {
  return visit(doc, []) as OpenApi;
}

/** What a field of a response never depends on. */
const skipped = ['parameters', 'requestBody', 'requestBodies', 'examples'];

function visit(value: unknown, around: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => visit(each, around));
  return mapEntries(value as Json, (key, child) => {
    if (skipped.includes(key) || isSampleData(key, child)) return child;
    if (key === 'properties') return mapEntries(child as Json, (name, each) => property(name, each, around));
    if (key !== 'schemas') return visit(child, around);
    return mapEntries(child as Json, (name, each) => visit(each, [...around, name.toLowerCase()]));
  });
}

function mapEntries(object: Json, change: (key: string, value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));
}

function property(name: string, schema: unknown, around: readonly string[]): unknown {
  // Envelopes and JSON:API wrappers say nothing about what is in them.
  const inner = /^(data|attributes|items)$/.test(name) ? around : [...around, name.toLowerCase()];
  return visit(isObject(schema) ? hinted(schema, name, around) : schema, inner);
}

/** Lists, maps and unions of plain values have the name of their values; lists in the plural. */
function hinted(schema: Schema, name: string, around: readonly string[]): Schema {
  if (schema.enum || 'const' in schema) return schema;
  const codes = schema['x-altegio-values'];
  if (codes) return { ...schema, 'x-sample': { enum: codes } };
  const sample = sampleFor(schema, name, around);
  if (sample) return { ...schema, 'x-sample': sample };
  const { items, additionalProperties: more, anyOf, oneOf } = schema;
  const inside = (each: Schema) => hinted(each, name, around);
  return {
    ...schema,
    ...(items && { items: hinted(items, name.replace(/s$/, ''), around) }),
    ...(isObject(more) && { additionalProperties: inside(more) }),
    ...(anyOf && { anyOf: anyOf.map(inside) }),
    ...(oneOf && { oneOf: oneOf.map(inside) }),
  };
}

/** The first of the rules' values that the field accepts. */
function sampleFor(schema: Schema, name: string, around: readonly string[]): Schema | undefined {
  const kinds = kindsOf(schema);
  if (kinds.length === 0) return undefined;
  const { description = '', format = '' } = schema as Partial<Field>;
  const fitting = rules.filter(({ fits }) => fits({ name, around: around.join(' '), description, format }));
  const isFlag = kinds.includes('boolean');
  for (const kind of kinds) {
    // What stands beside a boolean is 0 or 1.
    const candidates = isFlag && kind !== 'boolean' ? [flag] : fitting.map(({ rule }) => rule);
    for (const { [kind]: given } of candidates) {
      const sample = given && sampleOf(given);
      if (sample && accepts(schema, sample)) return sample;
    }
  }
  return undefined;
}

/** What a field can hold; first what its own example shows, or what stands first in its list of types. */
function kindsOf({ type, example, examples, default: standard }: Schema): Kind[] {
  const kinds = [type].flat().flatMap((each): Kind[] => {
    if (each === 'string') return ['text'];
    if (each === 'number' || each === 'integer') return ['number'];
    return each === 'boolean' ? ['boolean'] : [];
  });
  const shown = typeof (example ?? (examples as unknown[] | undefined)?.[0] ?? standard);
  const first = kinds.filter((kind) => (kind === 'text' ? 'string' : kind) === shown);
  if (kinds.includes('boolean')) first.unshift('boolean');
  return [...new Set([...first, ...kinds])];
}

function sampleOf(given: Values): Schema {
  if (Array.isArray(given)) return { enum: given };
  return typeof given === 'string'
    ? { type: 'string', pattern: `^${given}$` }
    : { type: 'integer', ...given };
}

const ajv = new Ajv.default({ strict: false, logger: false });
formats.default(ajv);

const compiled = new Map<string, ValidateFunction>();

/** Whether a field takes what a sample stands for: all values of a list, the ends of a range, one text of a pattern. */
function accepts(field: Schema, sample: Schema): boolean {
  const { description: _, title: __, example: ___, examples: ____, ...constraints } = field;
  const key = JSON.stringify(constraints);
  const validate = compiled.get(key) ?? ajv.compile(constraints);
  compiled.set(key, validate);
  const { minimum, maximum, enum: all = [minimum, maximum] } = sample as Schema & { enum?: unknown[] };
  const trials = sample.pattern ? [makeUp(sample, { seed: key })] : all;
  return trials.every((trial) => validate(trial));
}
