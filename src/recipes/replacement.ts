// The body of a write that replaces, made of what the GET shows.
import { isObject, isRecord } from '../util/check.ts';

/** What a body takes, as generated/recipes.ts has it: `s` text, `n` number, `b` switch, `o` free names; lists; fields. */
export type Kind = string | readonly [Kind] | { readonly [field: string]: Kind };

export interface ReplacingWrite {
  read: string;
  fields: Readonly<Record<string, Kind>>;
  flags: readonly string[];
  from: Readonly<Record<string, string>>;
  /** Fields by their other names, of earlier and later editions. */
  alike?: Readonly<Record<string, string>>;
}

/** The body that leaves everything as it is, and the fields that the response does not show. */
export function replacementOf(
  { fields, from }: ReplacingWrite,
  current: unknown,
): { body: Record<string, unknown>; hidden: string[] } {
  const body: Record<string, unknown> = {};
  const hidden: string[] = [];
  for (const [name, kind] of Object.entries(fields)) {
    const shown = isRecord(current) ? current[Object.hasOwn(from, name) ? from[name]! : name] : undefined;
    if (shown === undefined) hidden.push(name);
    const value = converted(kind, shown);
    // What is empty stays empty when it is left out, and many fields refuse an empty text.
    if (value !== undefined && value !== '') body[name] = value;
  }
  return { body, hidden };
}

/** A value in the form that a body takes; `undefined` where there is none. */
function converted(kind: Kind, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (typeof kind === 'string') return scalarOf(kind, value);
  if (isList(kind))
    return Array.isArray(value) ? value.flatMap((each) => converted(kind[0], each) ?? []) : undefined;
  // An object that is empty comes as a list.
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(kind).map(([name, each]) => [name, converted(each, value[name])] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined && each !== ''));
}

function scalarOf(kind: string, value: unknown): unknown {
  if (kind === 'o') return isRecord(value) ? value : {};
  // Of a thing that is only named here, a body takes the id.
  if (isObject(value)) return isRecord(value) && 'id' in value ? scalarOf(kind, value.id) : undefined;
  if (kind.includes(typeof value === 'string' ? 's' : typeof value === 'number' ? 'n' : 'b')) return value;
  if (kind.includes('n')) return value !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
  return kind.includes('b') ? Boolean(Number(value)) : String(value);
}

function isList(kind: Kind): kind is readonly [Kind] {
  return Array.isArray(kind);
}

/** Whether two values are the same as JSON, in whatever order their fields stand. */
export function isSame(one: unknown, other: unknown): boolean {
  if (!isObject(one) || !isObject(other)) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [a, b] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => isSame(a[name], b[name]));
}
