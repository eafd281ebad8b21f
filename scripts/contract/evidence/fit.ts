// Widens a schema until it accepts what was seen, and fills in what it leaves open.
// All that is ever taken away is a bare `type: object` where something else was seen: it stands where nobody filled it in.

import {
  isObject,
  isReference,
  type Json,
  type Keys,
  type OpenApi,
  pointerKeys,
  type Schema,
  valueAt,
} from '../../openapi/document.ts';
import {
  emptyList,
  isEmptiedObject,
  isList,
  isScalar,
  orEmpty,
  saysNothing,
  schemaOf,
  typesOf,
} from './seen.ts';

/** A change of one place. */
export interface Edit {
  /** Where the value stands. */
  at: Keys;
  /** Undefined where nothing stood. */
  before: Json | undefined;
  after: Json;
}

interface Place {
  doc: OpenApi;
  at: Keys;
  /** The name of the field, which says what its values can be. */
  name: string;
}

/** Changes the document; returns the changes in the order in which they were made. */
export function fitInto(place: Place, seen: Schema): Edit[] {
  const { doc, name } = place;
  const at = landing(doc, place.at);
  const here = { ...place, at };
  const schema = valueAt(doc, at) as Schema | undefined;
  if (!schema || saysNothing(schema)) return put(here, { ...schema, ...schemaOf(name, seen) });
  if (isEmptiedObject(seen))
    return schema.type === 'object' ? put(here, orEmpty(schema)) : fitKind(here, schema, emptyList);
  if (seen.type !== 'object' && isPlaceholder(schema)) return replacePlaceholder(here, schema, seen);
  if (seen.anyOf) return seen.anyOf.flatMap((each) => fitInto(here, each));
  return isScalar(seen) ? fitScalar(here, schema, seen) : fitKind(here, schema, seen);
}

function fitKind(place: Place, schema: Schema, seen: Schema): Edit[] {
  const branch = branchFor(place, schema, seen);
  if (branch === undefined) return addBranch(place, schema, schemaOf(place.name, seen));
  if (branch.length > place.at.length) return fitInto({ ...place, at: branch }, seen);
  return seen.type === 'object' ? fitObject(place, schema, seen) : fitList(place, schema, seen);
}

function fitScalar(place: Place, schema: Schema, { type: seen }: Schema): Edit[] {
  const declared = declaredTypes(place, schema);
  const unknown = [seen!]
    .flat()
    .filter((type) => !declared.includes(type) && !(type === 'integer' && declared.includes('number')));
  const missing = typesOf(place.name, unknown);
  if (missing.length === 0) return [];
  if (schema.enum && missing.join() !== 'null')
    throw new Error(`${place.at.join('/')}: the enum lacks a value`);
  if (unionOf(schema)) return missing.flatMap((type) => addBranch(place, schema, { type }));
  if (!schema.type) throw new Error(`${place.at.join('/')}: no type to add ${missing} to`);
  if (declared.includes('object') || declared.includes('array')) {
    return addBranch(place, schema, { type: missing.length === 1 ? missing[0]! : missing });
  }
  // A number takes in the integers.
  const kept = declared.filter((type) => !(type === 'integer' && missing.includes('number')));
  const all = [...kept, ...missing];
  const { format, ...rest } = schema;
  const formatFits = format !== undefined && missing.join() === 'null';
  return put(place, {
    ...rest,
    type: all.length === 1 ? all[0]! : all,
    ...(formatFits && { format }),
    ...(schema.enum !== undefined && { enum: [...(schema.enum as unknown[]), null] }),
  });
}

function fitObject(place: Place, schema: Schema, seen: Schema): Edit[] {
  const added: Record<string, Schema> = {};
  const edits: Edit[] = [];
  const home = homeOfFields(place, schema);
  for (const [name, field] of Object.entries(seen.properties ?? {})) {
    const at = propertyPlace(place.doc, place.at, name);
    if (at) edits.push(...fitInto({ ...place, at, name }, field));
    else added[name] = schemaOf(name, field);
  }
  const owner = valueAt(place.doc, home) as Schema;
  const open: Schema = { ...owner };
  if (Object.keys(added).length > 0) open.properties = { ...owner.properties, ...added };
  if (isObject(seen.additionalProperties) && owner.additionalProperties === undefined) {
    open.additionalProperties = schemaOf('', seen.additionalProperties);
  }
  return [...edits, ...put({ ...place, at: home }, open)];
}

/** An empty list fits any list. */
function fitList(place: Place, schema: Schema, { items }: Schema): Edit[] {
  if (!items) return [];
  if (!schema.items) return put(place, { ...schema, items: schemaOf('', items) });
  return fitInto({ ...place, at: [...place.at, 'items'], name: '' }, items);
}

/** The part of an `allOf` that lists fields, or the schema itself. */
function homeOfFields({ at }: Place, schema: Schema): Keys {
  if (!schema.allOf) return at;
  const index = schema.allOf.findIndex((part) => !isReference(part) && part.properties);
  return index < 0 ? at : [...at, 'allOf', index];
}

/** Where a field is declared, in the schema itself or in a part of its `allOf`. */
function propertyPlace(doc: OpenApi, at: Keys, name: string): Keys | undefined {
  const here = landing(doc, at);
  const schema = valueAt(doc, here) as Schema | undefined;
  if (schema?.properties && name in schema.properties) return [...here, 'properties', name];
  for (const index of (schema?.allOf ?? []).keys()) {
    const found = propertyPlace(doc, [...here, 'allOf', index], name);
    if (found) return found;
  }
  return undefined;
}

/** Where the schema of this kind stands: these keys, those of a branch, or nowhere. */
function branchFor(place: Place, schema: Schema, seen: Schema): Keys | undefined {
  const union = unionOf(schema);
  if (!union) return declaredTypes(place, schema).includes(String(seen.type)) ? place.at : undefined;
  const branches = (schema[union] as Schema[]).map((_, index) => [...place.at, union, index]);
  const fitting = branches.filter((at) => {
    const here = landing(place.doc, at);
    const branch = valueAt(place.doc, here) as Schema;
    // The branch for emptied objects does not take in items.
    return branch.maxItems !== 0 && branchFor({ ...place, at: here }, branch, seen) !== undefined;
  });
  const emptied = branches.find((at) => (valueAt(place.doc, at) as Schema).maxItems === 0);
  return fitting[0] ?? (isList(seen) && !seen.items ? emptied : undefined);
}

/** Turns the schema into a choice between what it was and the addition. */
function addBranch(place: Place, schema: Schema, addition: Schema): Edit[] {
  const union = unionOf(schema);
  if (union) return put(place, { ...schema, [union]: [...(schema[union] as Schema[]), addition] });
  const { description, title, deprecated, ...shape } = schema;
  const about = { description, title, deprecated };
  const kept = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
  return put(place, { ...kept, anyOf: [shape, addition] });
}

function declaredTypes({ doc, at }: Place, schema: Schema): string[] {
  const own = [schema.type ?? []].flat();
  const parts = (['oneOf', 'anyOf', 'allOf'] as const).flatMap((keyword) =>
    (schema[keyword] ?? []).flatMap((_, index) => {
      const part = landing(doc, [...at, keyword, index]);
      return declaredTypes({ doc, at: part, name: '' }, valueAt(doc, part) as Schema);
    }),
  );
  const implied = own.length === 0 && schema.properties ? ['object'] : [];
  return [...own, ...parts, ...implied];
}

function unionOf(schema: Schema): 'oneOf' | 'anyOf' | undefined {
  if (schema.oneOf && !schema.properties) return 'oneOf';
  return schema.anyOf && !schema.properties ? 'anyOf' : undefined;
}

/** What the description says where a list or a plain value was meant. */
function isPlaceholder(schema: Schema): boolean {
  return (
    schema.type === 'object' && Object.keys(schema).every((key) => ['type', 'description'].includes(key))
  );
}

function replacePlaceholder(place: Place, { type: _, ...rest }: Schema, seen: Schema): Edit[] {
  return put(place, { ...rest, ...schemaOf(place.name, seen) });
}

/** The keys with every reference on the way followed, the last one too. */
export function landing(doc: OpenApi, at: Keys): Keys {
  let keys: Keys = [];
  for (const key of at) keys = referred(doc, [...keys, key]);
  return keys;
}

function referred(doc: OpenApi, at: Keys): Keys {
  const value = valueAt(doc, at);
  if (!isReference(value)) return at;
  return referred(doc, pointerKeys(value.$ref));
}

function put({ doc, at }: Place, after: Schema): Edit[] {
  const before = valueAt(doc, at) as Schema | undefined;
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  putAt(doc, at, after);
  return [{ at, before, after }];
}

/** Puts a schema there, in place. */
export function putAt(doc: OpenApi, at: Keys, schema: Schema): void {
  (valueAt(doc, at.slice(0, -1)) as Json)[at.at(-1)!] = schema;
}
