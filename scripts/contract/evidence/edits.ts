// Changes of single places in a description: where they are, and what stood there before.
import type { Json } from '../../openapi/document.ts';

export type Keys = readonly (string | number)[];

export interface Edit {
  /** Where the value stands. */
  at: Keys;
  /** Undefined where nothing stood. */
  before: Json | undefined;
  after: Json;
}

/** The value at these keys; undefined where there is none. */
export function valueAt(doc: Json, keys: Keys): unknown {
  let current: unknown = doc;
  for (const key of keys) current = (current as Json | undefined)?.[key];
  return current;
}

/** Puts a value there, in place. */
export function putAt(doc: Json, keys: Keys, value: unknown): void {
  (valueAt(doc, keys.slice(0, -1)) as Json)[keys.at(-1)!] = value;
}
