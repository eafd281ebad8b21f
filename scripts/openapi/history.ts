// openapi/history.yaml: where operations stood, and what they were called, in earlier editions. A pull writes it.
import { parse, stringify } from 'yaml';
import { apis, type VendorName } from './apis.ts';
import { readText } from './project.ts';
import type { Description, Named } from './read.ts';

/** An operation as an earlier edition had it. */
export interface Former {
  /** The day of the pull that replaced it. */
  until: string;
  operationId: string;
  method: string;
  /** Below the server's path. */
  path: string;
}

/** By the operationId of today; the latest first. */
type FormerOperations = Record<string, Former[]>;

type History = Partial<Record<VendorName, FormerOperations>>;

export const HISTORY = 'openapi/history.yaml';

const HEADER =
  '# Written by `npm run openapi:pull`, never by hand: where operations stood, and what they were called, in earlier\n' +
  "# editions. Those paths and names go on working; `paths: 'legacy'` sends the latest of the paths.\n";

/** The history of this project's descriptions. */
export function loadHistory(vendor: VendorName): FormerOperations {
  return parseHistory(readText(HISTORY))[vendor] ?? {};
}

/** Reads the text of history.yaml; an empty one is an empty history. */
export function parseHistory(text: string): History {
  return (parse(text) ?? {}) as History;
}

/** The text of history.yaml, always in the same order. */
export function formatHistory(history: History): string {
  const sorted = apis.flatMap(({ vendor }) => {
    const operations = Object.entries(history[vendor] ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
    return operations.length > 0 ? [[vendor, Object.fromEntries(operations)] as const] : [];
  });
  return HEADER + (sorted.length > 0 ? stringify(Object.fromEntries(sorted), { lineWidth: 0 }) : '{}\n');
}

/**
 * The history after an edition: every operation that stood elsewhere in the edition before, or is another operationId for
 * what stood in the same place.
 *
 * @param past the history so far, of this API
 * @param until the day of the pull
 */
export function withEdition(
  past: FormerOperations,
  before: Description,
  after: Description,
  until: string,
): FormerOperations {
  const names = renamed(before, after);
  const next: FormerOperations = {};
  for (const operation of after.operations) {
    const was = before.operations.find(({ id }) => id === (names.get(operation.id) ?? operation.id));
    const known = past[was?.id ?? operation.id] ?? [];
    const now = placeOf(after, operation);
    const former = was && { until, operationId: was.id, ...placeOf(before, was) };
    const all = former ? [former, ...known] : known;
    const rest = all.filter(
      (each, index) =>
        !isSame(each, { operationId: operation.id, ...now }) &&
        all.findIndex((other) => isSame(each, other)) === index,
    );
    if (rest.length > 0) next[operation.id] = rest;
  }
  return next;
}

type Place = Pick<Former, 'operationId' | 'method' | 'path'>;

function isSame(one: Place, other: Place): boolean {
  return one.operationId === other.operationId && one.method === other.method && one.path === other.path;
}

/** From the operationIds that came to those that went from the same place. */
function renamed(before: Description, after: Description): Map<string, string> {
  const missingIn =
    ({ operations }: Description) =>
    (each: Named) =>
      operations.every(({ id }) => id !== each.id);
  const gone = before.operations.filter(missingIn(after));
  const came = after.operations.filter(missingIn(before));
  const text = (place: { method: string; path: string }) => `${place.method} ${place.path}`;
  return new Map(
    came.flatMap((operation) => {
      const was = gone.find((each) => text(placeOf(before, each)) === text(placeOf(after, operation)));
      return was ? [[operation.id, was.id] as const] : [];
    }),
  );
}

/** Some descriptions repeat the path of their server in the paths of operations. */
function placeOf({ serverPaths: [prefix = ''] }: Description, { method, path }: Named) {
  const below = prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
  return { method: method.toUpperCase(), path: below };
}
