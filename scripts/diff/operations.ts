// The one line per API that a pull prints, out of the comparison by kinds.
import type { Change } from '../../src/diff/change.ts';
import { compareDocuments } from '../../src/diff/compare.ts';
import type { Kind } from '../../src/diff/kinds.ts';
import { type Description, everyOperation } from '../openapi/read.ts';

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Under another path or method; `id: GET /old → GET /new`. */
  readonly moved: readonly string[];
  readonly changed: readonly string[];
  /** Where only texts and samples differ. */
  readonly reworded: readonly string[];
}

const MOST_NAMES = 20;

const moves: readonly Kind[] = ['operation-moved', 'method-changed'];
const apart: readonly Kind[] = [...moves, 'operation-added', 'operation-removed', 'texts-changed'];

/** An operation counts as changed when it or anything that it refers to differs. */
export function compareOperations(before: Description | undefined, after: Description): Changes {
  const changes = before ? compareDocuments(before.root, after.root) : [];
  const idsOf = (fits: (change: Change) => boolean) =>
    [...new Set(changes.filter(fits).map(({ operation }) => operation))].sort();
  const [was, is] = [placesIn(before), placesIn(after)];
  return {
    added: before ? idsOf(({ kind }) => kind === 'operation-added') : [...is.keys()],
    removed: idsOf(({ kind }) => kind === 'operation-removed'),
    moved: idsOf(({ kind }) => moves.includes(kind)).map((id) => `${id}: ${was.get(id)} → ${is.get(id)}`),
    changed: idsOf(({ kind }) => !apart.includes(kind)),
    reworded: idsOf(({ kind }) => kind === 'texts-changed'),
  };
}

function placesIn(description: Description | undefined): Map<string, string> {
  const operations = description ? everyOperation(description) : [];
  return new Map(operations.map(({ id, method, path }) => [id, `${method.toUpperCase()} ${path}`]));
}

/** `operations +1 -0 ~2, 1 moved, 9 reworded`, followed by bounded, indented lines of names; of the reworded none. */
export function formatChanges({ added, removed, moved, changed, reworded }: Changes): string {
  const counts = [`operations +${added.length} -${removed.length} ~${changed.length}`];
  if (moved.length > 0) counts.push(`${moved.length} moved`);
  if (reworded.length > 0) counts.push(`${reworded.length} reworded`);
  const lines = [['+', added] as const, ['-', removed] as const, ['~', changed] as const]
    .filter(([, ids]) => ids.length > 0)
    .map(([sign, ids]) => `${sign} ${bounded(ids).join(' ')}`);
  return [counts.join(', '), ...lines, ...bounded(moved)].join('\n  ');
}

function bounded(names: readonly string[]): string[] {
  if (names.length <= MOST_NAMES) return [...names];
  return [...names.slice(0, MOST_NAMES), `… and ${names.length - MOST_NAMES} more (npm run openapi:diff)`];
}
