// Changes of single places in a description: where they are, and what stood there before.

import { type Json, type Keys, valueAt } from '../../openapi/document.ts';

export interface Edit {
  /** Where the value stands. */
  at: Keys;
  /** Undefined where nothing stood. */
  before: Json | undefined;
  after: Json;
}

/** Puts a value there, in place. */
export function putAt(doc: Json, keys: Keys, value: unknown): void {
  (valueAt(doc, keys.slice(0, -1)) as Json)[keys.at(-1)!] = value;
}
