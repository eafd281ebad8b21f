// Compares two descriptions by operation, for the one line per API that a pull prints.
import { holdsNames, type Json, type OpenApi, referencesFrom, referent } from '../openapi/document.ts';
import { type Description, everyOperation, type Named } from '../openapi/read.ts';

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Under another path or method; `id: GET /old → GET /new`. */
  readonly moved: readonly string[];
  readonly changed: readonly string[];
  /** Where only texts and samples differ. */
  readonly reworded: readonly string[];
}

interface Fingerprint {
  readonly place: string;
  readonly facts: string;
  readonly words: string;
}

const MOST_NAMES = 20;

/** An operation counts as changed when it or anything that it refers to differs. */
export function compareOperations(before: Description | undefined, after: Description): Changes {
  const old = before ? fingerprints(before) : new Map<string, Fingerprint>();
  const now = fingerprints(after);
  const both = [...now].flatMap(([id, is]) => {
    const was = old.get(id);
    return was ? [{ id, is, was }] : [];
  });
  const moved = both.filter(({ is, was }) => is.place !== was.place);
  const changed = both.filter(({ is, was }) => is.facts !== was.facts);
  const reworded = both.filter(({ is, was }) => is.facts === was.facts && is.words !== was.words);
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    moved: moved.map(({ id, is, was }) => `${id}: ${was.place} → ${is.place}`),
    changed: changed.map(({ id }) => id),
    reworded: reworded.map(({ id }) => id),
  };
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
  return [...names.slice(0, MOST_NAMES), `… and ${names.length - MOST_NAMES} more`];
}

function fingerprints(description: Description): Map<string, Fingerprint> {
  const { root } = description;
  const known = new Map<string, Pick<Fingerprint, 'facts' | 'words'>>();
  const textOf = (reference: string) => {
    const found = known.get(reference) ?? textsOf(referent(root, reference));
    known.set(reference, found);
    return found;
  };
  return new Map(
    everyOperation(description).map((operation) => {
      const own = effective(root, operation);
      const used = [...referencesFrom(root, own)].sort();
      const all = [['', textsOf(own)] as const, ...used.map((each) => [each, textOf(each)] as const)];
      const place = `${operation.method.toUpperCase()} ${operation.path}`;
      const facts = all.map(([name, text]) => `${name} ${text.facts}`).join('\n');
      return [operation.id, { place, facts, words: all.map(([, { words }]) => words).join('\n') }];
    }),
  );
}

function textsOf(value: unknown): Pick<Fingerprint, 'facts' | 'words'> {
  return { facts: canonical(withoutWords(value, false)), words: canonical(value) };
}

/** The operation with what it inherits from its path and from the document. */
function effective(root: OpenApi, { operation, item }: Named): Json {
  return {
    parameters: item.parameters,
    servers: operation.servers ?? item.servers ?? root.servers,
    security: operation.security ?? root.security,
    operation,
  };
}

const WORDS = ['description', 'summary', 'title', 'example', 'examples', 'externalDocs', 'tags'];

/** A value without what is only read, but with properties of these names. */
function withoutWords(value: unknown, namesAreFree: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withoutWords(each, false));
  const kept = Object.entries(value).filter(([key]) => namesAreFree || !WORDS.includes(key));
  const cleaned = kept.map(([key, child]) => {
    const areNames = !namesAreFree && holdsNames(key);
    return [key, withoutWords(child, areNames)];
  });
  return Object.fromEntries(cleaned);
}

/** JSON with sorted keys: a new order of keys is no change. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, node: unknown) =>
      typeof node === 'object' && node !== null && !Array.isArray(node)
        ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)))
        : node,
    ) ?? ''
  );
}
