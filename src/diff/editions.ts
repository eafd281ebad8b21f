// Compares editions: the contracts of several APIs at one time.

import { compareDocuments } from './compare.ts';
import type { Node } from './document.ts';
import { describe } from './document.ts';
import type { ApiChange, Report } from './report.ts';

/** One document of an edition. */
export interface Contract {
  /** The API; `undefined` where nothing tells. */
  readonly api: string | undefined;
  readonly document: Node;
}

/** What a file, a version or a revision holds. */
export interface Edition {
  /** For reports: `altegio-sdk 0.1.0`, `openapi/b2b-v1.yaml`. */
  readonly name: string;
  readonly contracts: readonly Contract[];
  /** What a reader has to know of it. */
  readonly notes?: readonly string[];
}

/** Compares the APIs that two editions share. Throws where they share none. */
export function compareEditions(before: Edition, after: Edition): Report {
  const pairs = pairsOf(before, after);
  if (pairs.length === 0) {
    throw new Error(`${before.name} and ${after.name} describe different APIs: no operationId is in both.`);
  }
  const changes = pairs.flatMap(({ api, was, is }) =>
    compareDocuments(was, is).map((each): ApiChange => ({ api, ...each })),
  );
  const notes = [...(before.notes ?? []), ...(after.notes ?? [])];
  return { from: before.name, to: after.name, changes, notes };
}

interface Pair {
  api: string;
  was: Node;
  is: Node;
}

function pairsOf(before: Edition, after: Edition): Pair[] {
  const [old] = before.contracts;
  const [now] = after.contracts;
  // Two documents are compared whatever they are about.
  if (old && now && before.contracts.length === 1 && after.contracts.length === 1) {
    return [{ api: now.api ?? old.api ?? 'api', was: old.document, is: now.document }];
  }
  return after.contracts.flatMap(({ api, document }): Pair[] => {
    const was = before.contracts.find((each) => each.api === api && api !== undefined);
    return was ? [{ api: api!, was: was.document, is: document }] : [];
  });
}

/** The API whose operations a document has most of, whatever its title says; `undefined` where it has none. */
export function apiOf(document: Node, known: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const ids = [...describe(document).keys()];
  const scores = [...known].map(([api, operations]) => ({
    api,
    score: ids.filter((id) => operations.has(id)).length,
  }));
  const [best] = scores.sort((one, other) => other.score - one.score);
  return best && best.score > 0 ? best.api : undefined;
}
