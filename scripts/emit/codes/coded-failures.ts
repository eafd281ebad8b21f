// The failures that an operation tells apart by a code of its own, as openapi/codes.yaml has them.

import { addressOf, apiOf, valuesAt } from './code-places.ts';
import { type Codes, tablesOf } from './codes.ts';

export interface CodedFailure {
  /** The SDK's name of the code. */
  name: string;
  code: number | string;
  /** The HTTP status beside it. */
  status: number;
  text: string;
}

/** By operationId, for the operations of an API whose description names such codes. */
export function codedFailures(codes: Codes, api: string): Map<string, CodedFailure[]> {
  const found = new Map<string, CodedFailure[]>();
  for (const table of tablesOf(codes)) {
    const { status: usual } = table;
    if (usual === undefined) continue;
    for (const seen of table.seen) {
      const [, id] = /^\w+\.(\w+)$/.exec(addressOf(seen)) ?? [];
      if (id === undefined || apiOf(addressOf(seen)) !== api) continue;
      const stated = valuesAt(seen, table);
      const failures = Object.entries(table.values)
        .filter(([, { value }]) => stated.includes(value))
        .map(([name, { value, text, status = usual }]) => ({ name, code: value, status, text }));
      found.set(id, [...(found.get(id) ?? []), ...failures]);
    }
  }
  return found;
}
