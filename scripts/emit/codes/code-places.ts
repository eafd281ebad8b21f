// Finds the places of a contract that state codes (`seen` in openapi/codes.yaml).

import { type Body, type OpenApi, pointerKeys, resolve, type Schema } from '../../openapi/document.ts';
import { type OperationEntry, operationsOf } from '../../openapi/operations.ts';
import type { CodeTable, CodeValue, Seen } from './codes.ts';

/** A part of the contract that says something: an operation, a parameter or a schema. */
export type Node = Record<string, unknown>;

/** The address of a place, without the part of the values. */
export function addressOf(seen: Seen): string {
  return typeof seen === 'string' ? seen : seen.at;
}

/** The values that a place states. */
export function valuesAt(seen: Seen, table: CodeTable): CodeValue[] {
  const all = Object.values(table.values).map(({ value }) => value);
  if (typeof seen === 'string') return all;
  return seen.only ?? all.filter((value) => !seen.except?.includes(value));
}

/** The SDK's name of the API that a place belongs to. */
export function apiOf(address: string): string {
  return /^\w+/.exec(address)?.[0] ?? '';
}

/** Everything that stands at a place; empty where there is none. */
export function nodesAt(doc: OpenApi, address: string): Node[] {
  const pointer = /^\w+#(\/.*)$/.exec(address)?.[1];
  if (pointer !== undefined) return atPointer(doc, pointer);
  const [, id, part, name] = /^\w+\.(\w+)(?: (query|path|body|response)(?:\.(.+))?)?$/.exec(address) ?? [];
  const entry = operationsOf(doc).find((each) => each.id === id);
  if (entry === undefined) return [];
  if (part === undefined) return [entry.operation];
  if (part === 'query' || part === 'path') return parameterNodes(doc, entry, part, name ?? '');
  const roots = part === 'body' ? bodySchemas(entry) : responseSchemas(doc, entry);
  return schemasAt(doc, roots, name === undefined ? [] : name.replaceAll('[]', '.[]').split('.'));
}

function atPointer(doc: OpenApi, pointer: string): Node[] {
  let nodes: unknown[] = [doc];
  for (const key of pointerKeys(pointer)) {
    nodes = nodes
      .flatMap((node) => (isNode(node) ? alternatives(doc, node) : []))
      .flatMap((node) => (key in node ? [node[key]] : []));
  }
  return nodes.filter(isNode).flatMap((node) => alternatives(doc, node));
}

function parameterNodes(doc: OpenApi, entry: OperationEntry, place: string, name: string): Node[] {
  const found = entry.parameters.filter((each) => each.in === place && each.name === name);
  return found.flatMap((each) => [each, ...(each.schema ? leaves(doc, each.schema) : [])]);
}

function bodySchemas({ body }: OperationEntry): Schema[] {
  return Object.values(body?.content ?? {}).flatMap(({ schema }) => (schema ? [schema] : []));
}

function responseSchemas(doc: OpenApi, { operation }: OperationEntry): Schema[] {
  return Object.entries(operation.responses ?? {})
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, response]) => Object.values(resolve<Body>(doc, response).content ?? {}))
    .flatMap(({ schema }) => (schema ? [schema] : []));
}

function schemasAt(doc: OpenApi, roots: Schema[], path: string[]): Node[] {
  let nodes = roots.flatMap((root) => alternatives(doc, root));
  for (const step of path) {
    nodes = nodes
      .flatMap((node) => {
        const { items, properties } = node as Schema;
        return (step === '[]' ? items : properties?.[step]) ?? [];
      })
      .flatMap((schema) => alternatives(doc, schema as Node));
  }
  return nodes.flatMap((node) => leaves(doc, node));
}

/** A schema and, where it is a list, what it is a list of. */
function leaves(doc: OpenApi, schema: Node): Node[] {
  return alternatives(doc, schema).flatMap((node) => {
    const items = (node as Schema).items;
    return items === undefined ? [node] : [node, ...alternatives(doc, items)];
  });
}

/** A schema, what it refers to, and everything that it is put together from. */
function alternatives(doc: OpenApi, node: Node): Node[] {
  const resolved = resolve<Node>(doc, node);
  const { allOf, anyOf, oneOf } = resolved as Schema;
  const parts = [...(allOf ?? []), ...(anyOf ?? []), ...(oneOf ?? [])];
  return [...new Set([node, resolved, ...parts.flatMap((part) => alternatives(doc, part))])];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
