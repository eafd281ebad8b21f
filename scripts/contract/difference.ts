// Turns a corrected copy of a part of the description into overlay actions: what was removed, then what was set.

import { isObject, type Json, type Keys, type OpenApi } from '../openapi/document.ts';
import type { OverlayAction } from './overlay-document.ts';
import { members, targetOf } from './target.ts';

/** The keys of a place, in a document that tells which operation they lead into. */
export interface Place {
  doc: OpenApi;
  at: Keys;
}

/** The actions that make `before`, found at a place, into `after`; all carry the same reason. */
export function* differenceActions(
  before: Json | undefined,
  after: Json,
  { doc, at }: Place,
  description: string,
): Generator<OverlayAction> {
  if (before === undefined) {
    // What is not there yet cannot be a target; what it belongs into can.
    const [around, key] = [at.slice(0, -1), String(at.at(-1))];
    yield* differenceActions({}, { [key]: after }, { doc, at: around }, description);
    return;
  }
  const removed: Keys[] = [];
  const update = difference(before, after, at, removed);
  for (const target of targetsOf(doc, removed)) yield { target, description, remove: true };
  if (update !== undefined) yield { target: targetOf(doc, at), description, update };
}

/** One target for what neighbours lose alike: `properties['a','b'].type`. */
function* targetsOf(doc: OpenApi, places: readonly Keys[]): Generator<string> {
  const families = new Map<string, Keys[]>();
  for (const keys of places) {
    const family = JSON.stringify([...keys.slice(0, -2), '', keys.at(-1)]);
    families.set(family, [...(families.get(family) ?? []), keys]);
  }
  for (const family of families.values()) {
    const keys = family[0]!;
    const [names, last] = [family.map((each) => String(each.at(-2))), String(keys.at(-1))];
    if (names.length === 1) yield targetOf(doc, keys);
    else yield targetOf(doc, keys.slice(0, -2)) + members(names) + members([last]);
  }
}

/** What has to be merged into `before`; what has to go first is added to `removed`. */
function difference(before: Json, after: Json, at: Keys, removed: Keys[]): Json | undefined {
  const update: Json = {};
  for (const key of Object.keys(before)) if (!(key in after)) removed.push([...at, key]);
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (same(old, value)) continue;
    if (isObject(old) && isObject(value)) {
      const deeper = difference(old, value, [...at, key], removed);
      if (deeper) update[key] = deeper;
    } else {
      // An overlay merges objects and replaces plain values; all else has to go first.
      if (key in before && (isNested(old) || isNested(value))) removed.push([...at, key]);
      update[key] = value;
    }
  }
  return Object.keys(update).length > 0 ? update : undefined;
}

function isNested(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
