// Gives the fields of the mock view hints by name and type, so that Prism's answers look like those of a salon.

import type { OpenApi, Schema } from '../../openapi/document.ts';
import { date, type Field, flag, type Hint, iso, otherwise, type Rule, rules } from './believable-rules.ts';

/** The document with `x-faker` and `examples` at its fields. Does not change its argument; adds no constraint. */
export function believable(doc: OpenApi): OpenApi {
  return visit(doc, []) as OpenApi;
}

/** What a field of an answer never depends on, and what is data rather than schema. */
const SKIPPED = [
  'parameters',
  'requestBody',
  'requestBodies',
  'enum',
  'const',
  'default',
  'example',
  'examples',
];

function visit(value: unknown, around: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => visit(each, around));
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (SKIPPED.includes(key)) return [key, child];
      if (key === 'schemas') return [key, visitNamed(child, around)];
      return [key, key === 'properties' ? visitProperties(child, around) : visit(child, around)];
    }),
  );
}

function visitNamed(named: Record<string, unknown>, around: readonly string[]): unknown {
  return Object.fromEntries(
    Object.entries(named).map(([name, each]) => [name, visit(each, [...around, name.toLowerCase()])]),
  );
}

function visitProperties(properties: Record<string, Schema>, around: readonly string[]): unknown {
  return Object.fromEntries(
    Object.entries(properties).map(([name, raw]) => {
      // Envelopes and JSON:API wrappers say nothing about what is in them.
      const inner = /^(data|attributes|items)$/.test(name) ? around : [...around, name.toLowerCase()];
      return [name, visit(hinted(raw, name, around), inner)];
    }),
  );
}

const PLAIN: unknown[] = ['string', 'number', 'integer', 'boolean'];

function isPlain({ type }: Schema): boolean {
  return types(type).some((each) => PLAIN.includes(each));
}

function hinted(schema: Schema, name: string, around: readonly string[]): Schema {
  if (typeof schema !== 'object' || 'enum' in schema || 'const' in schema) return schema;
  return isPlain(schema) ? hintedField(schema, name, around) : hintedInside(schema, name, around);
}

/** Lists, maps and unions of plain values have the name of their values; lists in the plural. */
function hintedInside(schema: Schema, name: string, around: readonly string[]): Schema {
  const { items, additionalProperties: more, anyOf, oneOf } = schema;
  const inside = (each: Schema) => hinted(each, name, around);
  return {
    ...schema,
    ...(items && { items: hinted(items, name.replace(/s$/, ''), around) }),
    ...(typeof more === 'object' && { additionalProperties: inside(more as Schema) }),
    ...(anyOf && { anyOf: anyOf.map(inside) }),
    ...(oneOf && { oneOf: oneOf.map(inside) }),
  };
}

function hintedField(schema: Schema, name: string, around: readonly string[]): Schema {
  const field = { name, around: around.join(' '), description: String(schema.description ?? '') };
  const hint = candidates(schema, field).find((each) => fits(schema, each));
  if (!hint) return schema;
  const known = schema.example !== undefined || schema.examples !== undefined || schema.default !== undefined;
  const { example, 'x-faker': faker } = hint;
  return { ...schema, 'x-faker': faker, ...(known || example === undefined ? {} : { examples: [example] }) };
}

/** All hints that the name allows, of the type that a union names first, then the general ones. */
function candidates(schema: Schema, field: Field): Hint[] {
  const [kind] = kindsOf(schema);
  const named = rules.filter((rule) => applies(rule, field));
  if (types(schema.type).includes('boolean')) {
    const truths = named.flatMap((rule) => rule.truth ?? []);
    // What stands in place of a boolean is 0 or 1.
    return kind ? [...truths, flag[kind]] : truths;
  }
  if (kind === undefined) return [];
  const hints = named.flatMap((rule) => rule[kind] ?? []);
  if (schema.format === 'date') return [...hints, date];
  if (schema.format === 'date-time') return [...hints, iso];
  return [...hints, otherwise[kind]];
}

function kindsOf(schema: Schema): ('text' | 'number')[] {
  const sample = schema.example ?? (schema.examples as unknown[] | undefined)?.[0] ?? schema.default;
  if (typeof sample === 'number') return ['number'];
  if (typeof sample === 'string') return ['text'];
  return types(schema.type).flatMap((type) => {
    if (type === 'string') return ['text' as const];
    return type === 'number' || type === 'integer' ? ['number' as const] : [];
  });
}

function applies(rule: Rule, { name, around, description }: Field): boolean {
  const { name: named, around: placed, description: described } = rule;
  return named.test(name) && (placed?.test(around) ?? true) && (described?.test(description) ?? true);
}

const formats: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT/,
  email: /@/,
  uri: /^https:/,
};

/** Whether whatever the hint makes keeps the schema; the example stands for the form of all. */
function fits(schema: Schema, { example, 'x-faker': faker }: Hint): boolean {
  const { pattern, format, minLength = 0, maxLength = 255, multipleOf } = schema;
  if (typeof example === 'string') {
    if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(example)) return false;
    if (typeof format === 'string' && !formats[format]?.test(example)) return false;
    // The longest value of a list of words is about twice as long as its example.
    return example.length >= Number(minLength) && example.length * 2 <= Number(maxLength);
  }
  if (typeof example === 'boolean') return true;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (multipleOf !== undefined || exclusiveMinimum !== undefined || exclusiveMaximum !== undefined)
    return false;
  const [least, most] = extent(faker);
  if (types(schema.type).includes('integer') && isBroken(faker)) return false;
  return least >= Number(minimum ?? -Infinity) && most <= Number(maximum ?? Infinity);
}

function isBroken(faker: Hint['x-faker']): boolean {
  return typeof faker === 'object' && 'datatype.number' in faker;
}

interface NumberFaker {
  'mersenne.rand'?: [end: number, min: number];
  'datatype.number'?: { min?: number; max: number };
  'helpers.arrayElement'?: [number[]];
}

function extent(faker: Hint['x-faker']): [number, number] {
  const {
    'mersenne.rand': whole,
    'datatype.number': broken,
    'helpers.arrayElement': list,
  } = faker as NumberFaker;
  if (whole) return [whole[1], whole[0] - 1];
  if (broken) return [broken.min ?? 0, broken.max];
  const values = list?.[0] ?? [];
  return [Math.min(...values), Math.max(...values)];
}

function types(type: unknown): unknown[] {
  return [type].flat();
}
