// The fields that were seen often, and never as null, and those that an operation exists for: the rule that any value may be
// null does not hold for them.
import { isObject, type Keys, type OpenApi, type Schema, valueAt, walk } from '../../openapi/document.ts';
import { type Entity, entitySchemas } from '../entities.ts';
import { type Source, tallyOf } from '../required/tally.ts';
import { placeName } from '../schema-changes.ts';
import type { Sighting } from './sightings.ts';

/**
 * Seen in so many objects, of two captures at least. The ids of other things can be left empty, and so can dates: fewer
 * objects on the wire may have missed the one that has none.
 */
const OFTEN = { numbers: 2, optional: 5 };

/** Texts are null where nobody has written any, and so is a price that nobody has set by hand; dates are texts too. */
const LEFT_EMPTY = /^manual_/;

const DATES = /(^|_)(date|datetime)$/;

/** The schemas of such fields that hold numbers or dates, in this very document. */
export function fieldsAlwaysSet(
  doc: OpenApi,
  sightings: ReadonlyMap<string, Sighting>,
  entities: readonly Entity[],
): Set<object> {
  const tally = tallyOf(doc, sightings);
  const siblings = new Map<string, string[]>();
  for (const { places } of entities) {
    const all = places.flatMap((place) => entitySchemas(doc, place).map(placeName));
    for (const place of all) siblings.set(place, all);
  }
  const found = new Set<object>(essentials(doc));
  for (const [place, sources] of tally) {
    const others = (siblings.get(place) ?? []).flatMap((other) =>
      other === place ? [] : (tally.get(other) ?? []),
    );
    const at: Keys = place.split('\n');
    const { properties = {} } = valueAt(doc, at) as Schema;
    for (const [name, field] of Object.entries(properties)) {
      if (isAlwaysSet(name, field, [...sources, ...others])) found.add(field);
    }
  }
  return found;
}

/** What an operation exists for. */
function essentials(doc: OpenApi): object[] {
  const found: object[] = [];
  walk(doc, ({ 'x-altegio-essential': names, properties }) => {
    if (!Array.isArray(names) || !isObject(properties)) return;
    found.push(...names.map((name) => properties[name as string]).filter(isObject));
  });
  return found;
}

function isAlwaysSet(name: string, { type }: Schema, sources: readonly Source[]): boolean {
  const declared = type ? [type].flat() : [];
  const isNumber = declared.every((each) => each === 'integer' || each === 'number');
  const isDate = DATES.test(name) && declared.join() === 'string';
  if (declared.length === 0 || !(isNumber || isDate) || LEFT_EMPTY.test(name)) return false;
  const isOptional = isDate || name.endsWith('_id');
  let [objects, captures] = [0, 0];
  for (const { sighting, captures: all } of sources) {
    const field = sighting.fields.get(name);
    if (!field) continue;
    if (field.types.has('null')) return false;
    for (const strength of isOptional ? (['wire'] as const) : (['wire', 'model'] as const)) {
      objects += field[strength].present;
      captures += Math.min(field[strength].present, all[strength]);
    }
  }
  return captures >= 2 && objects >= (isOptional ? OFTEN.optional : OFTEN.numbers);
}
