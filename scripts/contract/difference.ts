// Turns a corrected copy of a part of the description into overlay actions: what was removed, then what was set.

import { isObject, type Json, type Keys, type OpenApi } from '../openapi/document.ts';
import type { OverlayAction } from './overlay-document.ts';
import { targetOf } from './target.ts';

/** The keys of a place, in a document that tells which operation they lead into. */
export interface Place {
  doc: OpenApi;
  at: Keys;
}

/** The actions that make `before`, found at a place, into `after`; all carry the same reason. */
export function* differenceActions(
  before: Json,
  after: Json,
  { doc, at }: Place,
  description: string,
): Generator<OverlayAction> {
  const removed: Keys[] = [];
  const update = difference(before, after, at, removed);
  for (const keys of removed) yield { target: targetOf(doc, keys), description, remove: true };
  if (update !== undefined) yield { target: targetOf(doc, at), description, update };
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
    } else if (Array.isArray(old) && Array.isArray(value) && same(old, value.slice(0, old.length))) {
      // An overlay appends to a list.
      update[key] = value.slice(old.length);
    } else {
      if (typeof old === 'object' && old !== null) removed.push([...at, key]);
      update[key] = value;
    }
  }
  return Object.keys(update).length > 0 ? update : undefined;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
