// Corrections that the vendor's own examples ask for: openapi/evidence says what was seen where the schema says otherwise.

import { type Keys, type OpenApi, pointerKeys, valueAt } from '../../openapi/document.ts';
import { movedKeys } from '../description/paths.ts';
import { differenceActions } from '../difference.ts';
import type { OverlayAction } from '../overlay.ts';
import type { Edit } from './edits.ts';
import { fitInto, landing } from './fit.ts';
import { readShape } from './shapes.ts';

export interface Evidence {
  /** JSON pointer into the snapshot. */
  at: string;
  kind: 'type' | 'shape' | 'extra';
  seen: unknown;
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
  readonly gone: readonly string[];

  constructor(gone: readonly string[]) {
    super(`Evidence leads nowhere: ${gone.join(', ')}`);
    this.gone = gone;
  }
}

/**
 * Actions for the entries that a script can read; prose gives none.
 * `doc` is the description with all other derived corrections in it, `published` the one that the pointers belong to.
 */
export function evidenceActions(
  published: OpenApi,
  doc: OpenApi,
  entries: readonly Evidence[],
): OverlayAction[] {
  // Entries build on each other, and parsed YAML may share objects between places.
  const work = JSON.parse(JSON.stringify(doc)) as OpenApi;
  const gone = new Set<string>();
  const actions = inOrder(entries).flatMap((entry) => {
    const at = landing(work, placeOf(published, entry.at));
    if (valueAt(work, at) === undefined) {
      gone.add(entry.at);
      return [];
    }
    const shape = readShape(entry.seen);
    if (!shape) return [];
    const edits = fitInto({ doc: work, at: schemaKeys(at), name: fieldName(entry.at) }, shape);
    return edits.flatMap((edit) => withReason(entry, edit));
  });
  if (gone.size > 0) throw new EvidenceError([...gone]);
  return actions;
}

/** What is said about one field before what is said about all of them. */
function inOrder(entries: readonly Evidence[]): Evidence[] {
  const rank = (entry: Evidence) => (entry.kind === 'type' ? 0 : 1);
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** Where a pointer into the snapshot leads once paths are moved and media types named. */
export function placeOf(published: OpenApi, pointer: string): Keys {
  return movedKeys(published, pointerKeys(pointer)).map((key, index, all) =>
    key === '*/*' && all[index - 1] === 'content' ? 'application/json' : key,
  );
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

function withReason({ at, kind }: Evidence, edit: Edit): OverlayAction[] {
  return [...actionsFor(edit, reasons[kind])].map((action) => ({ ...action, 'x-evidence': at }));
}

function actionsFor({ at, before, after }: Edit, reason: string): Iterable<OverlayAction> {
  if (before) return differenceActions(before, after, [...at], reason);
  // What is not there yet cannot be a target; what it belongs into can.
  return differenceActions({}, { [String(at.at(-1))]: after }, at.slice(0, -1), reason);
}
