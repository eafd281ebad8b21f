// Compares two descriptions by operation, for the one line per API that a pull prints.
import {
  type Description,
  eachReference,
  everyOperation,
  type JsonObject,
  type Operation,
  resolveReference,
} from './document.ts';

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

const MOST_NAMES = 20;

/** An operation counts as changed when it or anything that it refers to differs, texts included. */
export function compareOperations(before: Description | undefined, after: Description): Changes {
  const old = before ? fingerprints(before) : new Map<string, string>();
  const now = fingerprints(after);
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    changed: [...now].filter(([id, print]) => old.has(id) && old.get(id) !== print).map(([id]) => id),
  };
}

/** `operations +1 -0 ~2`, followed by one indented, bounded line of names for each kind that occurred. */
export function formatChanges({ added, removed, changed }: Changes): string {
  const lines = [`operations +${added.length} -${removed.length} ~${changed.length}`];
  for (const [sign, ids] of [['+', added] as const, ['-', removed] as const, ['~', changed] as const]) {
    if (ids.length === 0) continue;
    const more = ids.length > MOST_NAMES ? ` … and ${ids.length - MOST_NAMES} more` : '';
    lines.push(`  ${sign} ${ids.slice(0, MOST_NAMES).join(' ')}${more}`);
  }
  return lines.join('\n');
}

function fingerprints(description: Description): Map<string, string> {
  const { root } = description;
  const texts = new Map<string, string>();
  const textOf = (reference: string): string => {
    const text = texts.get(reference) ?? canonical(resolveReference(root, reference));
    texts.set(reference, text);
    return text;
  };
  return new Map(
    everyOperation(description).map((operation) => {
      const own = effective(root, operation);
      const parts = [...references(root, own)].sort().map((reference) => `${reference} ${textOf(reference)}`);
      return [operation.id, [canonical(own), ...parts].join('\n')];
    }),
  );
}

/** The operation with what it inherits from its path and from the document. */
function effective(root: JsonObject, { method, path, definition, pathItem }: Operation): JsonObject {
  return {
    method,
    path,
    shared: pathItem.parameters,
    servers: definition.servers ?? pathItem.servers ?? root.servers,
    security: definition.security ?? root.security,
    definition,
  };
}

function references(root: JsonObject, start: unknown): Set<string> {
  const found = new Set<string>();
  const queue: unknown[] = [start];
  for (const node of queue) {
    eachReference(node, (reference) => {
      if (found.has(reference)) return;
      found.add(reference);
      queue.push(resolveReference(root, reference));
    });
  }
  return found;
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
