// Why schemas are changed: collected while they are, and stated in the actions that say so.
import type { Keys } from '../openapi/document.ts';
import { placeName, type Reason, schemaPlaceOf } from './schema-changes.ts';

export interface Reasons {
  /** Records why a field of the schema at a place changes, and the operations that showed it. */
  note(at: Keys, ground: string, field: string, operations?: readonly string[]): void;
  /** What an action for this schema says; an error where nothing was recorded, and nothing holds otherwise. */
  at(keys: Keys, otherwise?: string): Reason;
}

/** Grounds are stated in the order of the list, or of their first use. */
export function collectReasons(order?: readonly string[]): Reasons {
  const known = new Map<string, { fields: Map<string, Set<string>>; operations: Set<string> }>();
  return {
    note(at, ground, field, operations = []) {
      const place = placeName(schemaPlaceOf(at));
      const here = known.get(place) ?? { fields: new Map(), operations: new Set() };
      known.set(place, here);
      here.fields.set(ground, (here.fields.get(ground) ?? new Set()).add(field));
      for (const operation of operations) here.operations.add(operation);
    },
    at(keys, otherwise) {
      const { fields, operations } = known.get(placeName(keys)) ?? {};
      if (!fields && otherwise === undefined)
        throw new Error(`${keys.join('/')}: the schema has changed, and nothing says why`);
      const grounds = (order ?? [...(fields?.keys() ?? [])]).filter((ground) => fields?.has(ground));
      const texts = grounds.map((ground) => `${ground}: ${[...fields!.get(ground)!].join(', ')}.`);
      const seen = [...(operations ?? [])].sort();
      return {
        description: texts.join(' ') || otherwise!,
        ...(seen.length > 0 && { 'x-seen-in': seen }),
      };
    },
  };
}
