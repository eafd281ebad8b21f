// Sample values from JSON Schema: always the same ones, so that a failing operation fails again.

import type {} from '../../scripts/contract/contract.ts';
import { makeUp } from '../../scripts/emit/mock/make-up.ts';
import { type OpenApi, resolve, type Schema } from '../../scripts/openapi/document.ts';

/** Which properties of an object are given. */
export type Extent = 'required' | 'all';

/** Deep enough for every body of the contracts; schemas that contain themselves end here. */
const MAX_DEPTH = 12;

const FORMATS: Record<string, string> = {
  date: '2026-01-15',
  'date-time': '2026-01-15T10:30:00Z',
  time: '10:30:00Z',
  email: 'ada@example.com',
  uri: 'https://example.com/a',
  url: 'https://example.com/a',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  ipv4: '127.0.0.1',
};

/** A value that the schema accepts. */
export function sampleOf(doc: OpenApi, raw: Schema, extent: Extent, depth = 0): unknown {
  const schema = flatten(doc, raw);
  if ('const' in schema) return schema.const;
  const choices = schema.enum as unknown[] | undefined;
  if (choices) return choices.find((each) => each !== null) ?? null;
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(doc, schema, extent, depth);
    case 'array':
      return listOf(doc, schema, extent, depth);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return textOf(schema);
  }
}

/** One schema in place of references, `allOf` and the first branch of each union. */
export function flatten(doc: OpenApi, raw: Schema): Schema {
  const { allOf = [], anyOf, oneOf, ...own } = resolve(doc, raw);
  const branches = [anyOf, oneOf].flatMap((union) => (union ? [firstUseful(doc, union)] : []));
  return [...allOf, ...branches].map((part) => flatten(doc, part)).reduce(both, own as Schema);
}

function firstUseful(doc: OpenApi, union: Schema[]): Schema {
  return union.find((branch) => resolve(doc, branch).type !== 'null') ?? {};
}

function both(one: Schema, other: Schema): Schema {
  const properties = { ...one.properties };
  for (const [name, schema] of Object.entries(other.properties ?? {})) {
    properties[name] = properties[name] ? { allOf: [properties[name], schema] } : schema;
  }
  const merged: Schema = { ...one, ...other, required: [...(one.required ?? []), ...(other.required ?? [])] };
  if (Object.keys(properties).length > 0) merged.properties = properties;
  return merged;
}

function typeOf(schema: Schema): string | undefined {
  const type = [schema.type].flat().find((each) => each !== 'null') ?? [schema.type].flat()[0];
  if (type !== undefined) return type;
  if (schema.properties || schema.additionalProperties) return 'object';
  return schema.items ? 'array' : undefined;
}

function objectOf(doc: OpenApi, schema: Schema, extent: Extent, depth: number): object {
  const required = new Set(schema.required);
  const object: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const isWanted = required.has(name) || (extent === 'all' && depth < MAX_DEPTH);
    if (isWanted && property.readOnly !== true) object[name] = sampleOf(doc, property, extent, depth + 1);
  }
  for (const name of required) if (!(name in object)) object[name] = 'sample';
  return object;
}

function listOf(doc: OpenApi, schema: Schema, extent: Extent, depth: number): unknown[] {
  const least = Number(schema.minItems ?? 0);
  const count = extent === 'all' && depth < MAX_DEPTH ? Math.max(1, least) : least;
  const item = schema.items ?? {};
  return Array.from({ length: count }, (_, index) => {
    const value = sampleOf(doc, item, extent, depth + 1);
    return schema.uniqueItems && typeof value === 'number' ? value + index : value;
  });
}

function numberOf(schema: Schema): number {
  const step = Number(schema.multipleOf ?? 1);
  const low = Number(schema.minimum ?? schema.exclusiveMinimum ?? Math.min(1, Number(schema.maximum ?? 1)));
  const value = Math.ceil(low / step) * step;
  return value === schema.exclusiveMinimum ? value + step : value;
}

function textOf(schema: Schema): string | Blob {
  if (schema.format === 'binary') return new Blob(['file'], { type: 'application/octet-stream' });
  if (typeof schema.pattern === 'string') return matching(schema.pattern);
  const text = FORMATS[String(schema.format)] ?? 'sample';
  return text
    .padEnd(Number(schema.minLength ?? 0), 'x')
    .slice(0, Number(schema.maxLength ?? text.length + Number(schema.minLength ?? 0)));
}

/** Dates first: their patterns accept any digits, but a value should be a date to whoever reads it. */
const likely = [
  '2026-01-15',
  '10:30',
  '10:30:00',
  '2026-01-15T10:30:00',
  '2026-01-15T10:30:00+0000',
  '2026-01-15 10:30:00',
];

/** A text that the pattern accepts, the same every time. */
function matching(pattern: string): string {
  const found = likely.find((each) => new RegExp(pattern, 'u').test(each));
  return found ?? String(makeUp({ type: 'string', pattern }, { seed: pattern }));
}
