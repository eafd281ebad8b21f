// Which code tables an operation speaks of: in its own text, its parameters, its body or its answers.

import { type OpenApi, type OperationEntry, operationsOf, resolve } from '../../openapi/operations.ts';
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
      const within = reachable(doc, entry);
      const names = tables.filter(({ nodes }) => nodes.some((node) => within.has(node)));
      return [entry.id, names.map(({ name }) => name)];
    }),
  );
}

/** Every object that the description of an operation consists of, references followed. */
function reachable(doc: OpenApi, { operation, parameters, body }: OperationEntry): Set<object> {
  const seen = new Set<object>();
  const follow = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if ('$ref' in value && typeof value.$ref === 'string') follow(resolve<object>(doc, { $ref: value.$ref }));
    for (const each of Object.values(value)) follow(each);
  };
  follow([operation, parameters, body]);
  return seen;
}
