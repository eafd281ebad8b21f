// Fields and query parameters that a newer edition renamed (`x-altegio-formerly`): the earlier name stays, deprecated.
// The server takes either name, and one of them only.
import {
  type Body,
  isReference,
  type Keys,
  type OpenApi,
  pointerKeys,
  type Schema,
  valueAt,
} from '../../openapi/document.ts';
import { eachOperation, type Place } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { operationTarget, targetOf } from '../target.ts';

/** The names of one thing in a request, that of today first. */
interface Family {
  names: string[];
  /** Whether one of them is wanted. */
  required: boolean;
}

const description = 'A newer edition renamed it; the server takes either name, and one of them only.';

/** Adds the earlier names to requests, and to each operation the names of which it takes one (`x-altegio-families`). */
export function* formerNameActions(doc: OpenApi): Generator<OverlayAction> {
  const done = new Set<string>();
  for (const place of eachOperation(doc)) {
    const inQuery = [...queryFamilies(place)];
    const body = bodyOf(doc, place);
    const inBody = body ? familiesIn(body.schema) : [];
    if (inQuery.length + inBody.length === 0) continue;
    yield* queryActions(doc, place, inQuery);
    // Operations may share the schema of their bodies.
    const at = body && targetOf(doc, body.at);
    if (at && !done.has(at)) yield* bodyActions(doc, body, inBody);
    if (at) done.add(at);
    const update = { 'x-altegio-families': [...inQuery, ...inBody] };
    yield { target: operationTarget(place.operation), description, update };
  }
}

function* queryFamilies({ operation }: Place): Generator<Family> {
  for (const each of operation.parameters ?? []) {
    if (isReference(each) || each.in !== 'query') continue;
    const former = formerNames(each);
    if (former.length > 0) yield { names: [each.name, ...former], required: each.required === true };
  }
}

function* queryActions(doc: OpenApi, { path, method, operation }: Place, families: Family[]) {
  for (const { names, required } of families) {
    const [today, ...former] = names;
    const list: Keys = ['paths', path, method, 'parameters'];
    const index = operation.parameters!.findIndex((each) => !isReference(each) && each.name === today);
    const { 'x-altegio-formerly': _, ...parameter } = operation.parameters![index] as Record<string, unknown>;
    if (required) yield { target: targetOf(doc, [...list, index]), description, update: { required: false } };
    for (const name of former) {
      const update = {
        ...parameter,
        name,
        required: false,
        deprecated: true,
        description: `earlier name of ${today}`,
      };
      yield { target: targetOf(doc, list), description, update };
    }
  }
}

interface PlacedSchema {
  at: Keys;
  schema: Schema;
}

/** The schema of the body, where it stands: JSON, or the fields of a form. */
function bodyOf(doc: OpenApi, { path, method, operation }: Place): PlacedSchema | undefined {
  const type = Object.keys((operation.requestBody as Body | undefined)?.content ?? {})[0] ?? '';
  const at: Keys = ['paths', path, method, 'requestBody', 'content', type, 'schema'];
  const schema = valueAt(doc, at) as Schema | undefined;
  if (!schema) return undefined;
  if (!isReference(schema)) return { at, schema };
  const keys = pointerKeys(schema.$ref);
  return { at: keys, schema: valueAt(doc, keys) as Schema };
}

function familiesIn({ properties = {}, required = [] }: Schema): Family[] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const names = [name, ...formerNames(property)];
    return names.length > 1 ? [{ names, required: names.some((each) => required.includes(each)) }] : [];
  });
}

function* bodyActions(doc: OpenApi, { at, schema }: PlacedSchema, families: Family[]) {
  for (const { names } of families) {
    const [today = '', ...former] = names;
    const { 'x-altegio-formerly': _, ...property } = schema.properties![today] as Record<string, unknown>;
    const added = former.filter((name) => !schema.properties![name]);
    const copies = added.map((name) => [
      name,
      { ...property, deprecated: true, description: `earlier name of ${today}` },
    ]);
    if (copies.length > 0)
      yield {
        target: targetOf(doc, [...at, 'properties']),
        description,
        update: Object.fromEntries(copies),
      };
  }
  if (families.length === 0) return;
  yield* requiredActions(doc, { at, schema }, families);
  for (const keyword of ['oneOf', 'anyOf', 'allOf'] as const) {
    for (const [index, branch] of (schema[keyword] ?? []).entries())
      if (!isReference(branch))
        yield* requiredActions(doc, { at: [...at, keyword, index], schema: branch as Schema }, families);
  }
  yield { target: targetOf(doc, at), description, update: { not: noneOf(schema, families) } };
}

/** Any of its names will do for a field that is wanted. */
function* requiredActions(doc: OpenApi, { at, schema }: PlacedSchema, families: Family[]) {
  const wanted = families.filter(({ names }) => names.some((name) => schema.required?.includes(name)));
  if (wanted.length === 0) return;
  const rest = schema.required!.filter((name) => wanted.every(({ names }) => !names.includes(name)));
  const choices = wanted.map(({ names }) => ({ anyOf: names.map((name) => ({ required: [name] })) }));
  const isFree = choices.length === 1 && schema.anyOf === undefined;
  const choice = isFree ? choices[0] : { allOf: choices };
  yield { target: targetOf(doc, [...at, 'required']), description, remove: true };
  yield {
    target: targetOf(doc, at),
    description,
    update: { ...(rest.length > 0 && { required: rest }), ...choice },
  };
}

/** What matches a value with two names of one thing. */
function noneOf({ not }: Schema, families: Family[]): object {
  if (not !== undefined) throw new Error('x-altegio-formerly: the schema has a "not" already');
  const both = families.flatMap(({ names }) =>
    pairs(names).map((required) => ({
      required,
      properties: Object.fromEntries(required.map((name) => [name, {}])),
    })),
  );
  return both.length === 1 ? both[0]! : { anyOf: both };
}

function pairs(names: string[]): string[][] {
  return names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other]));
}

function formerNames(node: object): string[] {
  return (node as { 'x-altegio-formerly'?: string[] })['x-altegio-formerly'] ?? [];
}
