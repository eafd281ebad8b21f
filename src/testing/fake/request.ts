// What arrived, in the types of the contract, and what the contract says against it.
import type { ServedOperation } from '../apis.ts';
import { readBody } from '../body.ts';
import type { Arguments } from '../call.ts';
import type { FakeOperation, JsonSchema } from '../contract.ts';
import type { Incoming } from '../exchange.ts';
import type { Finding } from '../refusals.ts';
import { check, referent, type Schemas, typesOf } from './schema.ts';

/** The arguments of a call, and what is wrong with them. */
export interface ReadRequest extends Arguments {
  findings: Finding[];
  /** The body for the journal. */
  shownBody: unknown;
}

/** Reads and checks a request. A body that is no JSON is a finding too. */
export function readRequest(
  incoming: Incoming,
  {
    operation,
    path,
    schemas,
  }: { operation: ServedOperation; path: Record<string, string>; schemas: Schemas },
  { parameters = [], body: bodySchema, bodyRequired }: FakeOperation,
): ReadRequest {
  const findings: Finding[] = [];
  const values: Arguments = { path: { ...path }, query: queryOf(incoming.query), body: undefined };
  for (const [place, name, required, schema] of parameters) {
    const group = place === 'path' ? values.path : values.query;
    const sent = group[name];
    // A parameter of the path is missing where the template that was found does without it.
    if (sent === undefined) {
      if (required && place !== 'path') findings.push({ path: [name], message: 'is required' });
      continue;
    }
    const isComma = operation.commaQuery.includes(name);
    const value = typed(isComma ? String(sent).split(',') : sent, schema, schemas);
    group[name] = value;
    findings.push(...check(schema, value, schemas, [name]));
  }
  const { value, shown, isJson } = readBody(incoming);
  if (value === undefined) {
    if (bodyRequired) findings.push({ path: ['body'], message: 'is required' });
  } else if (isJson || incoming.isForm) {
    values.body = value;
    if (bodySchema && isJson) findings.push(...check(bodySchema, value, schemas));
  } else findings.push({ path: ['body'], message: 'is no JSON' });
  return { ...values, findings, shownBody: shown };
}

/** Repeated names are a list, as are those that end in brackets. */
function queryOf(query: URLSearchParams): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [sent, value] of query) {
    // `id[0]=1` is `id[]=1`.
    const name = sent.replace(/\[\d+\]$/, '[]');
    const before = values[name];
    if (before !== undefined) values[name] = [before, value].flat();
    else values[name] = name.endsWith('[]') ? [value] : value;
  }
  return values;
}

/** A text as the schema has it, where it can be read so; else the text, which the check will refuse. */
function typed(value: unknown, schema: JsonSchema, schemas: Schemas): unknown {
  const types = typesOf(schema, schemas);
  if (Array.isArray(value)) {
    if (!types.includes('array') && types.length > 0) return typed(value.at(-1), schema, schemas);
    const items = itemsOf(schema, schemas);
    return items ? value.map((each) => typed(each, items, schemas)) : value;
  }
  if (typeof value !== 'string') return value;
  const isNumber = types.includes('number') || types.includes('integer');
  if (isNumber && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  if (types.includes('boolean') && /^(true|false|1|0)$/.test(value)) return value === 'true' || value === '1';
  if (types.includes('array') && !types.includes('string')) return typed([value], schema, schemas);
  return value;
}

function itemsOf(schema: JsonSchema, schemas: Schemas): JsonSchema | undefined {
  const { $ref } = schema;
  return (typeof $ref === 'string' ? referent($ref, schemas) : schema).items as JsonSchema | undefined;
}
