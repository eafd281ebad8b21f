// Corrections that the vendor's own examples ask for: openapi/evidence says what was seen where the schema says otherwise.

import { copyOf, type Keys, type OpenApi, type Schema, valueAt } from '../../openapi/document.ts';
import { differenceActions } from '../difference.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { placeOf } from './address.ts';
import { fitInto, landing } from './fit.ts';
import { saysNothing } from './seen.ts';

export interface Evidence {
  /** `<operationId>#<pointer inside the operation>`, or a pointer into the snapshot. */
  at: string;
  kind: 'type' | 'shape' | 'extra';
  /** What the example has there, as a schema; one without types is a note for people. */
  seen: Schema;
  /** Line and column in the file, as `12:3`. */
  place: string;
}

/** One line of openapi/evidence/ledger.yaml: an entry that is not left to this script. */
export interface Settled extends Pick<Evidence, 'at' | 'kind'> {
  api: string;
  settled: string;
  reason: string;
}

/** What an entry asks for where its pointer leads somewhere; of the others, the entries. */
interface Fitted {
  actions: OverlayAction[];
  gone: Evidence[];
}

/** Actions for the entries; a note gives none. `doc` is the description with all other derived corrections in it. */
export function fittingActions(doc: OpenApi, entries: readonly Evidence[]): Fitted {
  // Entries build on each other, and parsed YAML may share objects between places.
  const work = copyOf(doc);
  const gone: Evidence[] = [];
  const actions = inOrder(entries).flatMap((entry) => {
    const place = placeOf(work, entry.at);
    const target = place && landing(work, place);
    if (!target || valueAt(work, target) === undefined) {
      gone.push(entry);
      return [];
    }
    if (saysNothing(entry.seen)) return [];
    const edits = fitInto({ doc: work, at: schemaKeys(target), name: fieldName(entry.at) }, entry.seen);
    return edits
      .flatMap(({ at, before, after }) => [
        ...differenceActions(before, after, { doc: work, at }, reasons[entry.kind]),
      ])
      .map((action) => ({ ...action, 'x-evidence': entry.at }));
  });
  return { actions, gone };
}

/** The same where every entry has to lead somewhere. */
export function evidenceActions(doc: OpenApi, entries: readonly Evidence[]): OverlayAction[] {
  const { actions, gone } = fittingActions(doc, entries);
  if (gone.length > 0) throw new Error(`Evidence leads nowhere: ${gone.map(({ at }) => at).join(', ')}`);
  return actions;
}

/** Rules about one field come before rules about all fields. */
function inOrder(entries: readonly Evidence[]): Evidence[] {
  const rank = (entry: Evidence) => (entry.kind === 'type' ? 0 : 1);
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** Of a media type, its schema is meant. */
export function schemaKeys(at: Keys): Keys {
  return at.at(-2) === 'content' ? [...at, 'schema'] : at;
}

function fieldName(pointer: string): string {
  return /\/properties\/([^/]+)$/.exec(pointer)?.[1] ?? '';
}

const reasons = {
  type: 'An example shows another type than the schema declares.',
  shape: 'An example shows what the schema leaves open.',
  extra: 'An example shows fields that the schema lacks.',
};
