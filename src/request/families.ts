// Earlier names of fields and query parameters: the server takes either name, and refuses or overlooks one of two.
import { notSent } from '../errors/call-error.ts';
import type { Operation } from '../operations/operation.ts';
import { isRecord } from '../util/check.ts';

/** Throws where a request names one thing twice. */
export function checkFamilies(operation: Operation, query: unknown, body: unknown): void {
  for (const names of operation.families) {
    for (const [part, values] of Object.entries({ query, body })) {
      if (!isRecord(values)) continue;
      const given = names.filter((name) => values[name] !== undefined);
      if (given.length > 1)
        throw notSent(
          operation,
          `${part} holds ${given.join(' and ')}, which are names of the same thing: send ${names[0]} only`,
        );
    }
  }
}
