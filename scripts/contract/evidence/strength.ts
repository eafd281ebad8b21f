// How far each kind of evidence is trusted. wire: a response as it was seen. model: a body made of the strict types of a
// program in use, so names and types count. docs: a sample of the older documentation, where names count most.
import { known } from '../responses/known.ts';
import { type Sighting, type Strength, strengths } from './sightings.ts';

const docs = { numbers: new RegExp(known.docs.numbers), dates: new RegExp(known.docs.dates) };

/** What the contract says of a field before the evidence is heard. */
interface Declared {
  name: string;
  /** JSON types; none where the field is not known. */
  types: readonly string[];
  /** Whether wire or models showed this field, in this operation or in another of the same schema. */
  isProven: boolean;
  /** Tags of the operation. */
  tags: readonly string[];
}

/** Seen by more than the older documentation. */
export function isProven({ wire, model }: Sighting): boolean {
  return wire.parents + model.parents > 0;
}

/** The best evidence for a place. */
export function strengthOf(sighting: Sighting): Strength {
  return strengths.find((strength) => sighting[strength].parents > 0) ?? 'docs';
}

/**
 * The types that the evidence gives a field. Wire and models give what they have. The samples of the older documentation
 * are not sorted apart in a place that both have; they wrote ids and amounts as text, and dates as numbers:
 * - beside stronger evidence such a type is theirs, and wrong;
 * - alone, under a tag whose responses were seen to refute it, a number is meant;
 * - alone elsewhere, nobody knows better, so the field may be either.
 */
export function typesTaken(sighting: Sighting, { name, types, isProven: proven, tags }: Declared): string[] {
  const seen = [...sighting.types];
  if (sighting.docs.parents === 0) return seen;
  const isNumber = docs.numbers.test(name);
  const without = (...wrong: string[]) => seen.filter((type) => !wrong.includes(type));
  if (proven) {
    if (isNumber && (seen.some(isNumeric) || types.some(isNumeric))) return without('string');
    if (docs.dates.test(name) && (seen.includes('string') || types.includes('string')))
      return without('integer', 'number');
    return seen;
  }
  if (isNumber && seen.includes('string') && tags.some((tag) => known.docs.refuted.includes(tag)))
    return [...without('string'), ...(types.some(isNumeric) ? [] : ['number'])];
  return seen;
}

function isNumeric(type: string): boolean {
  return type === 'integer' || type === 'number';
}
