// Compares two editions of an API, operation by operation.
//
// Why not with a tool from npm: Redocly's `diff` (2.77, experimental) pairs by path, so that an operation that moves is
// one that went and one that came, and guesses renames by likeness (on a real edition it took one path for another and
// `address` for `access`); it is a command of 60 MB without an API. Others are wrappers of Go programs, or know OpenAPI
// 3.0. What both see is compared in tests/generator/diff.second-engine.test.ts.
import type { Change } from './change.ts';
import { type Described, describe, type Node } from './document.ts';
import type { Kind } from './kinds.ts';
import { changeOf, compareOperation } from './operations.ts';
import { differenceFinder } from './sameness.ts';
import { schemaComparison } from './schemas.ts';

/**
 * Every change between two OpenAPI 3.1 documents, as it concerns each operation; an operation is known by its
 * operationId, wherever it moves. Both should have the same corrections: their difference is shown as a change.
 *
 * @param before the earlier edition
 * @param after the later one
 */
export function compareDocuments(before: Node, after: Node): Change[] {
  const [old, now] = [describe(before), describe(after)];
  const differenceOf = differenceFinder(before, after);
  const compare = schemaComparison(before, after);
  const renamed = renamedOperations(old, now);
  const changes: Change[] = [];
  const say = (id: string, kind: Kind, more: { from?: string; to?: string } = {}) =>
    void changes.push(changeOf(id, 'operation', { kind, ...more }));
  for (const [id, was] of old) {
    const later = renamed.get(id);
    const is = now.get(later ?? id);
    if (!is) {
      say(id, 'operation-removed', { from: `${was.method} ${was.path}` });
      continue;
    }
    if (later !== undefined) say(id, 'operation-renamed', { to: later });
    const found = compareOperation(was, is, compare);
    changes.push(...found);
    if (found.length > 0 || later !== undefined) continue;
    const difference = differenceOf(was.source, is.source);
    if (difference === 'facts') say(id, 'unnamed-change');
    if (difference === 'texts') say(id, 'texts-changed');
  }
  const known = [...renamed.values()];
  for (const [id, is] of now) {
    if (!old.has(id) && !known.includes(id)) say(id, 'operation-added', { to: `${is.method} ${is.path}` });
  }
  return changes;
}

/** What took the place of another: the same method and path under another operationId. */
function renamedOperations(
  old: ReadonlyMap<string, Described>,
  now: ReadonlyMap<string, Described>,
): Map<string, string> {
  const placeOf = ({ method, path }: Described) => `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
  const came = new Map([...now].filter(([id]) => !old.has(id)).map(([id, is]) => [placeOf(is), id]));
  return new Map(
    [...old].flatMap(([id, was]) => {
      const later = now.has(id) ? undefined : came.get(placeOf(was));
      return later === undefined ? [] : [[id, later] as const];
    }),
  );
}
