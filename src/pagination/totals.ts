// Some "totals" count the rows of the page only. One that has proved to count the list is trusted from then on.
import type { Operation } from '../operations/operation.ts';

const proven = new WeakMap<object, Set<Operation>>();

/** Whether the total of this operation has proved, to this client, to count the whole list. */
export function isProven(client: object, operation: Operation): boolean {
  return proven.get(client)?.has(operation) ?? false;
}

/** Records that the total of this operation counts the whole list. */
export function prove(client: object, operation: Operation): void {
  const known = proven.get(client) ?? new Set();
  proven.set(client, known.add(operation));
}
