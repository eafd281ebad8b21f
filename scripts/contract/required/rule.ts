// The rule of what is always there. A wrong "required" is worse than a missing one, so nothing is without a reason:
// - the envelope of a success: success, data, meta;
// - what identifies a thing: its id, and the key by which a list is read;
// - what the operation exists for (`x-altegio-essential`);
// - what was seen in every object of every capture, of two captures at least, one of which is more than a sample of the older
//   documentation. Captures of the same entity elsewhere count too, where wire or models showed the field here as well.
// One sample to the contrary outweighs all of them. The counts tell of it: a capture that never has a field is missing in the
// count of that field, so a field that was looked for less often than another one of the same object was left out by somebody.
// Only the older documentation may leave out what two captures of the wire or of models have in the same operation: it is older
// than the field.
import { type Sighting, type Strength, strengths } from '../evidence/sightings.ts';
import type { Source } from './tally.ts';

/** What counts as more than a sample of the older documentation. */
const proofs = ['wire', 'model'] as const;

export const grounds = {
  envelope: 'The envelope of a success',
  identity: 'What identifies it',
  essential: 'What the operation is for',
  seen: 'In every response that was seen, of two captures at least',
} as const;

export type Ground = keyof typeof grounds;

/** What is known of an object and one of its fields. */
export interface Case {
  name: string;
  /** Where it was seen in this very place, and in other places of the same entity. */
  here: readonly Source[];
  elsewhere: readonly Source[];
  isEnvelope: boolean;
  isIdentity: boolean;
  isEssential: boolean;
}

/** Why the field is always there; undefined where it may be missing, or nobody knows. */
export function groundFor(known: Case): Ground | undefined {
  const { name, here } = known;
  if (here.some((source) => isMissedBy(source, name))) return undefined;
  if (known.isEssential) return 'essential';
  if (here.some((source) => isLeftOut(source, name, witnessesOf(source)))) return undefined;
  if (known.isEnvelope || known.isIdentity) {
    if (here.some(({ sighting }) => !sighting.fields.has(name))) return undefined;
    return known.isEnvelope ? 'envelope' : 'identity';
  }
  return isAlwaysSeen(known) ? 'seen' : undefined;
}

/** The captures to ask: the older documentation only where there is nothing better of this object. */
function witnessesOf({ sighting }: Source): readonly Strength[] {
  return proofs.some((strength) => objectsIn(sighting, strength) > 0) ? proofs : strengths;
}

function isAlwaysSeen({ name, here, elsewhere }: Case): boolean {
  if (here.some(({ isSelective }) => isSelective)) return false;
  const proven = sum(here, (source) => capturesOf(source, name, proofs));
  if (proven === 0) return false;
  if (proven >= 2) return true;
  if (here.some((source) => isLeftOut(source, name, ['docs']))) return false;
  const others = elsewhere.filter(({ sighting, isSelective }) => sighting.fields.has(name) && !isSelective);
  if (others.some((source) => isMissedBy(source, name) || isLeftOut(source, name, ['wire']))) return false;
  const samples = sum(here, (source) => capturesOf(source, name, ['docs']));
  return proven + samples + sum(others, (source) => capturesOf(source, name, proofs)) >= 2;
}

/** How many captures had the field. */
function capturesOf({ sighting, captures }: Source, name: string, of: readonly Strength[]): number {
  const field = sighting.fields.get(name);
  return field ? sum(of, (strength) => Math.min(field[strength].present, captures[strength])) : 0;
}

/** Some of the objects of a capture had the field, and others had not. */
function isMissedBy({ sighting }: Source, name: string): boolean {
  const field = sighting.fields.get(name);
  return (
    field !== undefined && strengths.some((strength) => field[strength].present < field[strength].parents)
  );
}

/** An object was seen without the field: there are more of these objects than of those that had it. */
function isLeftOut({ sighting }: Source, name: string, of: readonly Strength[]): boolean {
  const field = sighting.fields.get(name);
  return of.some((strength) => (field?.[strength].present ?? 0) < objectsIn(sighting, strength));
}

function objectsIn({ fields }: Sighting, strength: Strength): number {
  return Math.max(0, ...[...fields.values()].map((field) => field[strength].parents));
}

function sum<T>(values: readonly T[], count: (value: T) => number): number {
  return values.reduce((total, value) => total + count(value), 0);
}
