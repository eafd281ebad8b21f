// Corrections that the vendor's own examples ask for: openapi/evidence says what was seen where the schema says otherwise.

import { copyOf, type Keys, type OpenApi, type Schema, valueAt } from '../../openapi/document.ts';
import { differenceActions } from '../difference.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { placeOf } from './address.ts';
import type { Edit } from './edits.ts';
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

/** Entries whose pointers lead nowhere any more. */
export class EvidenceError extends Error {
  override name = 'EvidenceError';
  readonly gone: readonly Evidence[];

  constructor(gone: readonly Evidence[]) {
    super(`Evidence leads nowhere: ${gone.map(({ at }) => at).join(', ')}`);
    this.gone = gone;
  }
}

/**
 * Actions for the entries; a note gives none. `doc` is the description with all other derived
 * corrections in it.
 */
export function evidenceActions(doc: OpenApi, entries: readonly Evidence[]): OverlayAction[] {
  // Entries build on each other, and parsed YAML may share objects between places.
  const work = copyOf(doc);
  const gone: Evidence[] = [];
  const actions = inOrder(entries).flatMap((entry) => {
    const place = placeOf(work, entry.at);
    const at = place && landing(work, place);
    if (!at || valueAt(work, at) === undefined) {
      gone.push(entry);
      return [];
    }
    if (saysNothing(entry.seen)) return [];
    const edits = fitInto({ doc: work, at: schemaKeys(at), name: fieldName(entry.at) }, entry.seen);
    return edits.flatMap((edit) => withReason(work, entry, edit));
  });
  if (gone.length > 0) throw new EvidenceError(gone);
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

function withReason(doc: OpenApi, { at, kind }: Evidence, edit: Edit): OverlayAction[] {
  return [...actionsFor(doc, edit, reasons[kind])].map((action) => ({ ...action, 'x-evidence': at }));
}

function actionsFor(doc: OpenApi, { at, before, after }: Edit, reason: string): Iterable<OverlayAction> {
  if (before) return differenceActions(before, after, { doc, at }, reason);
  // What is not there yet cannot be a target; what it belongs into can.
  return differenceActions({}, { [String(at.at(-1))]: after }, { doc, at: at.slice(0, -1) }, reason);
}
