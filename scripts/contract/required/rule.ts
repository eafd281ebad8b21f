// The rule of what is always there. A wrong "required" is worse than a missing one, so nothing is without a reason:
// - the envelope of a success: success, data, meta;
// - what identifies a thing: its id, and the key by which a list is read;
// - what the operation exists for (`x-altegio-essential`);
// - what the wire or strict models show in every parent, in at least two of them from two captures. Captures of the same
//   entity count together, where this place has been seen with the field at all.
// One sample to the contrary, of any strength, outweighs all of them. Only a read in the older documentation that has never
// heard of a field says nothing about it where wire or models know better: the documentation is older than the field.
import { type Sighting, strengths } from '../evidence/sightings.ts';
import { isProven } from '../evidence/strength.ts';
import type { Source } from './tally.ts';

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
  if (here.some(({ sighting }) => isMissed(sighting.fields.get(name)))) return undefined;
  if (known.isEnvelope) return here.some((source) => lacks(source, name)) ? undefined : 'envelope';
  if (known.isEssential) return 'essential';
  if (known.isIdentity) return here.some((source) => lacks(source, name)) ? undefined : 'identity';
  return isAlwaysSeen(known) ? 'seen' : undefined;
}

function isAlwaysSeen({ name, here, elsewhere }: Case): boolean {
  if (here.some(({ isSelective }) => isSelective)) return false;
  if (!here.some(({ sighting }) => sighting.fields.has(name))) return false;
  if (here.some((source) => lacks(source, name) && !isOutdated(source))) return false;
  const others = elsewhere.filter(({ sighting, isSelective }) => sighting.fields.has(name) && !isSelective);
  if (others.some(({ sighting }) => isMissed(sighting.fields.get(name)))) return false;
  let [parents, captures] = [0, 0];
  for (const source of [...here, ...others]) {
    const field = source.sighting.fields.get(name);
    if (!field) continue;
    for (const strength of ['wire', 'model'] as const) {
      parents += field[strength].parents;
      captures += Math.min(field[strength].parents, source.captures[strength]);
    }
  }
  return parents >= 2 && captures >= 2;
}

/** Some of the objects had the field, and others had not. */
function isMissed(field: Sighting | undefined): boolean {
  return (
    field !== undefined && strengths.some((strength) => field[strength].present < field[strength].parents)
  );
}

/** The object was seen there, and never with the field. */
function lacks({ sighting }: Source, name: string): boolean {
  return !sighting.fields.has(name);
}

function isOutdated({ sighting, isRead }: Source): boolean {
  return isRead && ![...sighting.fields.values()].some(isProven);
}
