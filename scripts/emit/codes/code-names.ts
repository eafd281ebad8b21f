// Which code tables an operation mentions: in its own text, its parameters, its body or its responses.

import { nodesFrom, type OpenApi } from '../../openapi/document.ts';
import { operationsOf } from '../../openapi/operations.ts';
import { addressOf, apiOf, nodesAt } from './code-places.ts';
import { type Codes, tablesOf } from './codes.ts';

/** Names of tables by operationId, in the order of openapi/codes.yaml. */
export function codeNames(codes: Codes, doc: OpenApi, api: string): Map<string, string[]> {
  const tables = tablesOf(codes).map(({ name, seen }) => ({
    name,
    nodes: seen
      .map(addressOf)
      .filter((address) => apiOf(address) === api)
      .flatMap((address) => nodesAt(doc, address)),
  }));
  return new Map(
    operationsOf(doc).map((entry) => {
      const { operation, parameters, body } = entry;
      const within = nodesFrom(doc, [operation, parameters, body]);
      const names = tables.filter(({ nodes }) => nodes.some((node) => within.has(node)));
      return [entry.id, names.map(({ name }) => name)];
    }),
  );
}
