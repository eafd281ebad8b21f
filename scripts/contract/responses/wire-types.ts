// What the fields of responses hold on the wire although their schemas say less.

import type { Json, Schema } from '../../openapi/document.ts';
import { known } from './known.ts';

const widenings = known.types.map((rule) => ({ ...rule, names: new RegExp(rule.names) }));

const emptied = new RegExp(known.emptied);

const present = new RegExp(known.present);

const emptyReason = 'an object, [] when empty';

export const nullReason = 'null when the thing has no such value';

/** What is added to the types of a field, by reason. `isJsonApi` means JSON:API, whose resources are strict. */
export function typesToAdd(
  name: string,
  types: readonly string[],
  isJsonApi: boolean,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const known = [...types];
  const add = (reason: string, adds: string[]): boolean => {
    const missing = adds.filter((type) => !covers(known, type));
    if (missing.length > 0) found.set(reason, [...(found.get(reason) ?? []), ...missing]);
    known.push(...missing);
    return missing.length > 0;
  };
  // Until nothing changes: one rule can give another one its meaning.
  for (let changed = true; changed; ) {
    changed = false;
    for (const { names, declared, adds, reason, jsonApi } of widenings) {
      if (isJsonApi && !jsonApi) continue;
      if (names.test(name) && known.some((type) => declared.includes(type)))
        changed = add(reason, adds) || changed;
    }
    if (mayBeEmptyList(name, isJsonApi) && known.some((type) => ['object', 'array'].includes(type))) {
      changed = add(emptyReason, ['object', 'array']) || changed;
    }
    if (mayBeNull(name, known)) changed = add(nullReason, ['null']) || changed;
  }
  return found;
}

function covers(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}

export function mayBeEmptyList(name: string, isJsonApi: boolean): boolean {
  return isJsonApi ? name === 'meta' : emptied.test(name);
}

/** Booleans and lists are there even when nothing was ever set; ids and counters have 0. */
export function mayBeNull(name: string, types: readonly string[]): boolean {
  if (present.test(name) || types.includes('null') || types.includes('boolean')) return false;
  return types.some((type) => type !== 'array');
}

/** Removes what the wire does not keep to: dates come in several spellings or as '', sizes and patterns too. */
export function dropPromises(schema: Schema): boolean {
  let dropped = false;
  const { format, pattern } = schema as { format?: unknown; pattern?: unknown };
  if (typeof format === 'string' && known.unkept.formats.includes(format)) {
    replaceFormat(schema, format);
    dropped = true;
  }
  if (typeof pattern === 'string') {
    (schema as Json)['x-altegio-pattern'] = pattern;
    delete schema.pattern;
    dropped = true;
  }
  for (const keyword of known.unkept.keywords) {
    if (!(keyword in schema)) continue;
    delete schema[keyword];
    dropped = true;
  }
  return dropped;
}

/**
 * Makes the codes of a list those of today: others may come tomorrow. `x-altegio-values` keeps them for people, types and
 * made-up responses; 0 and 1 are a flag, and no codes.
 */
export function openCodes(schema: Schema): boolean {
  const values = schema.enum as unknown[] | undefined;
  if (!values || values.some((value) => typeof value === 'boolean')) return false;
  delete schema.enum;
  schema.type ??= typesOfValues(values);
  const codes = values.filter((value) => value !== null);
  if (codes.some((code) => code !== 0 && code !== 1)) (schema as Json)['x-altegio-values'] = codes;
  return true;
}

function typesOfValues(values: readonly unknown[]): string | string[] {
  const types = [...new Set(values.map((value) => (value === null ? 'null' : typeof value)))];
  return types.length === 1 ? types[0]! : types;
}

/** Removes the size of a number: ids and phone numbers grow beyond it. */
export function dropSize(schema: Schema): boolean {
  if (!known.unkept.sizes.includes(schema.format as string)) return false;
  delete schema.format;
  return true;
}

/** Keeps the format readable: for people in the description, for a mock in a field of its own. */
export function replaceFormat(schema: Schema, format: string): void {
  delete schema.format;
  (schema as Json)['x-altegio-format'] = format;
  const text = typeof schema.description === 'string' ? schema.description : '';
  if (!text.includes(format)) schema.description = text === '' ? format : `${text} (${format})`;
}
