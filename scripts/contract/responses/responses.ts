// Responses: what Altegio sends is wider than the schemas say. Runs after the hand-written overlays, over their schemas too.

import {
  eachReference,
  isReference,
  type Json,
  type Keys,
  lookUp,
  type OpenApi,
  pointerKeys,
  resolve,
  type Schema,
} from '../../openapi/document.ts';
import { eachOperation, isJsonApi, isRead, sentReferences, successPlaces } from '../../openapi/operations.ts';
import { partsOf } from '../../openapi/schemas.ts';
import type { Reasons } from '../reasons.ts';
import { placeName } from '../schema-changes.ts';
import {
  dropPromises,
  dropSize,
  mayBeEmptyList,
  mayBeNull,
  nullReason,
  openCodes,
  typesToAdd,
} from './wire-types.ts';

type Note = (reason: string, field: string) => void;

/** What the widening of a schema needs to know. */
interface Widening {
  /** The document before anything was widened. */
  doc: OpenApi;
  isJsonApi: boolean;
  /** Fields that are never null. */
  alwaysSet: ReadonlySet<object>;
  note: Note;
}

interface Root {
  keys: Keys;
  schema: Schema;
  /** Whether this is the body of a response that reads something. */
  envelope: boolean;
}

/**
 * Changes the document: widens every schema that a response or a webhook is described by, and notes why. `alwaysSet` are the
 * schemas of fields in it that are never null.
 */
export function relaxResponses(
  doc: OpenApi,
  noteAt: Reasons['note'],
  alwaysSet: ReadonlySet<object> = new Set(),
): void {
  const original = structuredClone(doc);
  for (const { keys, schema, envelope } of responseRoots(doc)) {
    const note: Note = (reason, field) => noteAt(keys, reason, field);
    relax({ doc: original, isJsonApi: isJsonApi(doc), alwaysSet, note }, schema, String(keys.at(-1)));
    if (envelope) demandEnvelope(schema, note);
  }
}

/** Schemas of success responses and of what webhooks send: inline ones, and the components that they lead to. */
function responseRoots(doc: OpenApi): Root[] {
  const roots = new Map<string, Root>();
  const sent = sentReferences(doc);
  const add = (keys: Keys, schema: Schema | undefined, envelope: boolean): void => {
    if (!schema) return;
    if (isReference(schema)) {
      // A schema that requests use too stays as it is: widening it would let callers send what is refused.
      if (sent.has(schema.$ref)) return;
      const at = pointerKeys(schema.$ref);
      const known = roots.get(placeName(at));
      if (known) known.envelope ||= envelope;
      else add(at, lookUp(doc, schema.$ref) as Schema, envelope);
      return;
    }
    roots.set(placeName(keys), { keys, schema, envelope });
    eachReference(schema, ($ref) => add(pointerKeys($ref), { $ref }, false));
  };
  for (const place of eachOperation(doc)) {
    for (const { status, body, at } of successPlaces(doc, place)) {
      for (const [type, { schema }] of Object.entries(body.content ?? {}))
        add([...at, 'content', type, 'schema'], schema, isRead(place) && status === '200');
    }
  }
  for (const { path, method, operation } of eachOperation(doc, 'webhooks')) {
    const body = operation.requestBody;
    if (!body || isReference(body)) continue;
    for (const [type, { schema }] of Object.entries(body.content ?? {})) {
      add(['webhooks', path, method, 'requestBody', 'content', type, 'schema'], schema, false);
    }
  }
  return [...roots.values()];
}

/** Widens a schema and all that is in it, but not behind its references. */
function relax(widening: Widening, schema: Schema, name: string): void {
  const { isJsonApi, note } = widening;
  if (isReference(schema)) return;
  if (Array.isArray(schema.oneOf) && !schema.discriminator) {
    schema.anyOf = [...(schema.anyOf ?? []), ...schema.oneOf];
    delete schema.oneOf;
    note('Alternatives overlap, so oneOf refuses valid values', name);
  }
  if (schema.additionalProperties === false) {
    schema.additionalProperties = true;
    note('Fields are added without notice', name);
  }
  if (openCodes(schema)) note(codesReason, name);
  if (dropSize(schema)) note('A number of any size', name);
  demandLess(schema, name, isJsonApi, note);
  if (dropPromises(schema)) note('The wire has other spellings and 0 or "" for none', name);
  const types = [schema.type].flat();
  if (types.includes('object') && types.includes('array') && !schema.items && schema.maxItems === undefined) {
    schema.maxItems = 0;
    note('an object, [] when empty', name);
  }
  dropSamples(schema, note);
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    // What tells events apart is one of those that are known.
    if (isEvent(schema) && property.enum) continue;
    if (openCodes(property)) note(codesReason, key);
    widen(widening, property, key);
    relax(widening, property, key);
  }
  for (const part of partsOf(schema)) relax(widening, part, name);
  for (const inner of [schema.items, schema.additionalProperties]) {
    if (typeof inner === 'object' && inner !== null) relax(widening, inner as Schema, name);
  }
}

const codesReason = 'The codes of today: others may come';

/** What identifies an event is there whatever the event. */
function isEvent({ required = [] }: Schema): boolean {
  const has = (field: string) => required.includes(field);
  return (has('resource_id') && has('status')) || has('partner_token');
}

/** Removes what was never a field: a schema under its own name, and the keys of a sample. */
function dropSamples(schema: Schema, note: Note): void {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (isReference(property) && /^[A-Z]/.test(key)) {
      delete schema.properties?.[key];
      note('A schema under its own name is no field', key);
    }
    if (/^\d{5,}$/.test(key)) {
      delete schema.properties?.[key];
      schema.additionalProperties = property;
      note('The key of a sample: any key may stand here', key);
    }
  }
  if (schema.properties && Object.keys(schema.properties).length === 0 && schema.additionalProperties) {
    delete schema.properties;
  }
}

/** A list of fields and the rights of the caller decide what is there; only the envelope is. */
function demandLess(schema: Schema, name: string, isJsonApi: boolean, note: Note): void {
  if (!schema.required || isEvent(schema)) return;
  const envelope = isJsonApi ? ['success', 'data', 'id', 'type', 'attributes'] : ['success', 'data'];
  const kept = schema.required.filter((field) => envelope.includes(field));
  if (kept.length === schema.required.length) return;
  delete schema.required;
  if (kept.length > 0) schema.required = kept;
  note('Fields depend on rights and on the fields asked for', name);
}

function demandEnvelope(schema: Schema, note: Note): void {
  const { properties } = schema;
  if (!properties?.data || !properties.success || schema.required?.includes('data')) return;
  schema.required = [
    ...(schema.required ?? []),
    ...['success', 'data'].filter((f) => !schema.required?.includes(f)),
  ];
  note('A response that reads always has them', 'success, data');
}

/** Widens one field by its name. */
function widen(widening: Widening, field: Schema, name: string): void {
  const { doc, isJsonApi, note } = widening;
  if (field.const !== undefined || field.enum) return;
  if (isReference(field)) widenReference(doc, field, name, isJsonApi, note);
  else if (field.oneOf || field.anyOf || field.allOf) widenComposition(doc, field, name, note);
  else widenTypes(widening, field, name);
}

function widenTypes({ isJsonApi, alwaysSet, note }: Widening, field: Schema, name: string): void {
  const declared = field.type ? [field.type].flat() : field.properties ? ['object'] : [];
  if (declared.length === 0) return;
  const additions = typesToAdd(name, declared, isJsonApi);
  // Where codes are listed, the types are those of the codes.
  if ('x-altegio-values' in field)
    for (const reason of additions.keys()) if (reason !== nullReason) additions.delete(reason);
  // A number that may be text as well is not what was seen.
  if (alwaysSet.has(field) && additions.size === 1) additions.delete(nullReason);
  if (additions.size === 0) return;
  const added = [...additions.values()].flat();
  // An integer beside a number says nothing.
  const types = [...new Set([...declared, ...added])].filter(
    (type, _, all) => type !== 'integer' || !all.includes('number'),
  );
  field.type = types;
  // Where a list is declared its items stay possible; where an object is, only [] is.
  if (added.includes('array') || (name === 'meta' && !field.items)) field.maxItems = 0;
  if (added.includes('number')) delete field.format;
  for (const reason of additions.keys()) note(reason, name);
}

/** An object behind a reference becomes one of several alternatives. */
function widenReference(doc: OpenApi, field: Schema, name: string, isJsonApi: boolean, note: Note): void {
  const target = resolve<Schema>(doc, field);
  const types = target.type ? [target.type].flat() : ['object'];
  if (!types.includes('object') || target.enum) return;
  const alternatives: Schema[] = [];
  if (mayBeEmptyList(name, isJsonApi) && !types.includes('array'))
    alternatives.push({ type: 'array', maxItems: 0 });
  if (mayBeNull(name, types) && !allowsNull(doc, target)) alternatives.push({ type: 'null' });
  if (alternatives.length === 0) return;
  const { $ref, ...rest } = field;
  for (const key of Object.keys(field)) delete field[key];
  Object.assign(field, rest, { anyOf: [{ $ref }, ...alternatives] });
  for (const { type } of alternatives) {
    note(type === 'null' ? 'null when the thing has no such value' : 'an object, [] when empty', name);
  }
}

function widenComposition(doc: OpenApi, field: Schema, name: string, note: Note): void {
  if (field.allOf && !field.anyOf && !field.oneOf) {
    const { allOf, type, properties, description } = field;
    const nullable = [type].flat().includes('null');
    if (!nullable && !mayBeNull(name, ['object'])) return;
    // null beside allOf would have to satisfy the parts, which are objects.
    for (const key of Object.keys(field)) delete field[key];
    const whole =
      allOf.length === 1 && !properties ? allOf[0] : { allOf, ...(properties ? { properties } : {}) };
    Object.assign(field, description ? { description } : {}, { anyOf: [whole, { type: 'null' }] });
    note('null when the thing has no such value', name);
    return;
  }
  if (!mayBeNull(name, ['object']) || allowsNull(doc, field)) return;
  const key = field.oneOf ? 'oneOf' : 'anyOf';
  field[key] = [...(field[key] ?? []), { type: 'null' }];
  // A type beside the branches would rule null out again; the branches say their own.
  delete field.type;
  note('null when the thing has no such value', name);
}

function allowsNull(doc: OpenApi, schema: Schema): boolean {
  const resolved = resolve<Schema>(doc, schema) as Schema & Json;
  if ([resolved.type].flat().includes('null')) return true;
  return [...(resolved.anyOf ?? []), ...(resolved.oneOf ?? [])].some((branch) => allowsNull(doc, branch));
}
