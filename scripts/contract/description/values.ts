// Values of requests: constraints that a description states in words only, as openapi/requests.yaml reads them.
import {
  isReference,
  type Json,
  type Keys,
  nodesFrom,
  type OpenApi,
  type Parameter,
  pointerKeys,
  resolve,
  type Schema,
} from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import { loadYaml } from '../../openapi/project.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { targetOf } from '../target.ts';

interface Rule {
  reason: string;
  text?: string;
  name?: string;
  not?: string;
  types: string[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
}

const { patterns, rules } = loadYaml<{ patterns: Record<string, string>; rules: Rule[] }>(
  'openapi/requests.yaml',
);

/** A schema of a request, and where it stands. */
interface Place {
  at: Keys;
  schema: Schema;
  /** What the value is called, and what is stated of it. */
  name: string;
  text: string;
  /** May be left out, so that clients send '' for nothing. */
  optional: boolean;
}

/** Adds what the words say to the schemas that only requests have. */
export function* valueActions(doc: OpenApi): Generator<OverlayAction> {
  const shared = nodesFrom(doc, [
    doc.webhooks ?? {},
    eachOperation(doc).map(({ operation }) => operation.responses ?? {}),
  ]);
  for (const place of places(doc)) {
    if (shared.has(place.schema)) continue;
    const found = constraintsOf(place);
    if (found === undefined) continue;
    const { reason, ...update } = found;
    yield { target: targetOf(doc, place.at), description: `The words say it: ${reason}.`, update };
  }
}

/** What the first rule that fits, or a list of codes in the text, adds to a schema. */
export function constraintsOf(place: Omit<Place, 'at'>): (Json & { reason: string }) | undefined {
  const { schema } = place;
  const types = [schema.type].flat().filter((type) => type !== 'null') as string[];
  if (types.length === 0 || schema.enum || schema.const !== undefined || schema.format === 'binary')
    return undefined;
  for (const rule of rules) {
    if (fits(rule, place, types)) return added(rule, place);
  }
  return types.every((type) => type === 'number' || type === 'integer') ? codesIn(place) : undefined;
}

function fits({ text, name, not, types: allowed }: Rule, place: Omit<Place, 'at'>, types: string[]): boolean {
  const says = (test: string | undefined, value: string) =>
    test === undefined || new RegExp(test).test(value);
  if (not !== undefined && says(not, place.text)) return false;
  return types.every((type) => allowed.includes(type)) && says(name, place.name) && says(text, place.text);
}

function added(rule: Rule, { schema, optional }: Omit<Place, 'at'>) {
  const { reason, minimum, maximum, minItems, pattern } = rule;
  const hasText = [schema.type].flat().includes('string');
  const wanted = {
    minimum,
    maximum,
    minItems,
    pattern: pattern && hasText && schema.format === undefined ? written(pattern, optional) : undefined,
  };
  const news = Object.entries(wanted).filter(([key, value]) => value !== undefined && !(key in schema));
  return news.length > 0 ? { reason, ...Object.fromEntries(news) } : undefined;
}

/** A pattern with the names in it replaced, over the whole text. */
function written(pattern: string, optional: boolean): string {
  const choices = pattern.split('|').map((each) => patterns[each] ?? each);
  const all = choices.length === 1 ? choices[0] : choices.map((each) => `(${each})`).join('|');
  return `^(${all})${optional ? '?' : ''}$`;
}

/** `0 none, 1 bronze, 2 silver`: every part of the text a code and its meaning, so that nothing else is a code. */
function codesIn({ schema, text }: Omit<Place, 'at'>) {
  const parts = text.replace(/^[^\d:-]+: /, '').split(/[,;] /);
  const codes = parts.map((part) => Number(/^(-?\d+)(?: =)? \D+$/.exec(part)?.[1] ?? Number.NaN));
  const hasBounds = 'minimum' in schema || 'maximum' in schema;
  if (codes.length < 2 || codes.some(Number.isNaN) || hasBounds) return undefined;
  return { reason: 'the codes are listed', minimum: Math.min(...codes), maximum: Math.max(...codes) };
}

function* places(doc: OpenApi): Generator<Place> {
  const seen = new Set<object>();
  const parameterPlace = (parameter: Parameter, at: Keys): Place | undefined => {
    const { name, schema = {}, description = '' } = parameter;
    if (parameter.in !== 'query' || isReference(schema)) return undefined;
    const text = String(schema.description ?? description);
    // In a query, a filter that is left empty would read everything.
    return { at: [...at, 'schema'], schema, name, text, optional: false };
  };
  for (const [key, parameter] of Object.entries(doc.components?.parameters ?? {})) {
    const place = parameterPlace(parameter, ['components', 'parameters', key]);
    if (place) yield place;
  }
  for (const { path, method, operation } of eachOperation(doc)) {
    const at = ['paths', path, method];
    for (const [index, each] of (operation.parameters ?? []).entries()) {
      const place = isReference(each) ? undefined : parameterPlace(each, [...at, 'parameters', index]);
      if (place) yield place;
    }
    if (!operation.requestBody || isReference(operation.requestBody)) continue;
    for (const [type, { schema }] of Object.entries(operation.requestBody.content ?? {})) {
      const root = [...at, 'requestBody', 'content', type, 'schema'];
      if (schema) yield* schemaPlaces(doc, schema, { at: root, name: '', optional: true, text: '' }, seen);
    }
  }
}

/** A schema and all below it, each where it stands; what several places share is visited once. */
function* schemaPlaces(
  doc: OpenApi,
  raw: Schema,
  { at: written, ...about }: Omit<Place, 'schema'>,
  seen: Set<object>,
): Generator<Place> {
  const schema = resolve<Schema>(doc, raw);
  if (seen.has(schema)) return;
  seen.add(schema);
  const at = isReference(raw) ? pointerKeys(raw.$ref) : written;
  const text = String(schema.description ?? about.text);
  yield { at, schema, ...about, text };
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (typeof child !== 'object') continue;
    const optional = !schema.required?.includes(name);
    yield* schemaPlaces(doc, child, { at: [...at, 'properties', name], name, optional, text: '' }, seen);
  }
  if (typeof schema.items === 'object')
    yield* schemaPlaces(doc, schema.items, { at: [...at, 'items'], ...about, text }, seen);
  for (const union of ['allOf', 'anyOf', 'oneOf'] as const) {
    for (const [index, part] of (schema[union] ?? []).entries())
      yield* schemaPlaces(doc, part, { at: [...at, union, index], ...about, text }, seen);
  }
}
