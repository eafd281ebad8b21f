// Emits generated/<api>.ts. The only file that knows openapi-typescript.

import openapiTS, { astToString, type OpenAPI3, type SchemaObject } from 'openapi-typescript';
import ts from 'typescript';
import type { Entity } from '../contract/entities.ts';
import { nodesFrom, type OpenApi, type PathItem, pointerTo, walk } from '../openapi/document.ts';
import {
  type OperationEntry,
  type OtherPath,
  operationsOf,
  otherPathsOf,
  placeholders,
  withSortedPaths,
} from '../openapi/operations.ts';
import { type Codes, noCodes } from './codes/codes.ts';
import { descriptionLines } from './docs/prose.ts';
import { plainWords } from './docs/wording.ts';
import { withEmptyObjects } from './empty-objects.ts';
import { type NamedSchema, shareEntities, withEntityTypes } from './entity-types.ts';
import { plainComments } from './field-comments.ts';
import { headerLine } from './naming.ts';
import { FAILURE_MARK, settleResponses, shareFailures } from './responses.ts';
import { importsOf, markValues, valueType } from './value-types.ts';

const BLOB = ts.factory.createTypeReferenceNode('Blob');

const FAILURE = ts.factory.createTypeReferenceNode('AltegioApiError');

const EMPTY_ARRAY = ts.factory.createArrayTypeNode(
  ts.factory.createKeywordTypeNode(ts.SyntaxKind.NeverKeyword),
);

/** What the types of an API are made of beside its contract. */
export interface TypesContext {
  /** The SDK's name of the API. */
  api: string;
  codes: Codes;
  entities: readonly Entity[];
}

export async function emitTypes(
  doc: OpenApi,
  vendor: string,
  { api, codes, entities }: TypesContext = { api: vendor, codes: noCodes, entities: [] },
): Promise<string> {
  let named: NamedSchema[] = [];
  const view = typesView(doc, (corrected) => {
    markValues(corrected, api, codes);
    named = shareEntities(corrected, entities);
  });
  const ast = await openapiTS(view as unknown as OpenAPI3, {
    // A default is what the server assumes, not a promise that it returns the field.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    silent: true,
    transform: typeOf,
  });
  const nodes = withEntityTypes(ast.map(withEmptyObjects), named).map((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'operations') return node;
    return byName(withOptionalPathParameters(node, doc));
  });
  const text = astToString(nodes);
  return [headerLine(vendor), ...importsOf(text, codes), '', plainComments(text)].join('\n');
}

function typeOf(schema: SchemaObject): ts.TypeNode | undefined {
  const value = valueType(schema);
  if (value) return value;
  if (FAILURE_MARK in schema) return FAILURE;
  if (schema.type === 'string' && schema.format === 'binary') return BLOB;
  // PHP writes an empty object as []: without this the union would be `Thing | unknown[]`.
  if (schema.type === 'array' && 'maxItems' in schema && schema.maxItems === 0) return EMPTY_ARRAY;
  return undefined;
}

/** The contract in the form that gives the best types. Does not change its argument. */
function typesView(doc: OpenApi, mark: (view: OpenApi) => void): OpenApi {
  const view = structuredClone(doc);
  settleResponses(view);
  shareFailures(view);
  // Read once: the vendor's paths rename the parameters that an entry is read from.
  const entries = operationsOf(view);
  view.paths = withOtherPaths(entries, vendorPaths(view, entries));
  view.paths = withSortedPaths(view).paths;
  mark(view);
  const sent = sentNodes(view);
  describePlainly(view);
  walk(view, (node) => {
    if (!sent.has(node)) closeResponse(node);
    dropConditionsOnly(node, 'anyOf');
    dropConditionsOnly(node, 'oneOf');
    dropConditionsOnly(node, 'allOf');
    if ('const' in node && node.const === null) node.type = 'null';
  });
  return view;
}

/** Leaves the facts of every description, without remarks on the description itself. */
function describePlainly(view: OpenApi): void {
  for (const entry of operationsOf(view)) {
    const lines = descriptionLines(entry);
    if (/\n/.test(entry.operation.description ?? '')) continue;
    if (lines.length > 0) entry.operation.description = lines.join(' ');
    else delete entry.operation.description;
  }
  walk(view.components ?? {}, plainly);
  walk(view.paths, plainly);
  walk(view.webhooks ?? {}, plainly);
}

function plainly(node: Record<string, unknown>): void {
  const { description } = node;
  if (typeof description !== 'string' || description.includes('\n')) return;
  node.description = plainWords(description);
  if (node.description === '') delete node.description;
}

/** Undoes the sharing of path templates (`x-altegio-name`): every operation under the vendor's own path. */
function vendorPaths(doc: OpenApi, entries: readonly OperationEntry[]): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {};
  for (const { path, contractPath, method, operation, parameters } of entries) {
    const renamed = path !== contractPath;
    // Resolved, so that a field has its type and its description in place of a reference.
    if (renamed || operation.parameters) operation.parameters = parameters;
    const shared = doc.paths[contractPath]?.parameters;
    paths[path] ??= shared === undefined || renamed ? {} : { parameters: shared };
    paths[path][method.toLowerCase()] = operation;
  }
  return paths;
}

/** Adds the other paths of operations as references to them: an operation must not stand there twice. */
function withOtherPaths(
  entries: readonly OperationEntry[],
  paths: Record<string, PathItem>,
): Record<string, PathItem> {
  const published = new Set(Object.keys(paths));
  for (const entry of entries) {
    const { canonical, aliases } = otherPathsOf(entry);
    const add = ({ path, method }: OtherPath, deprecated: boolean) => {
      paths[path] ??= {};
      const item = paths[path];
      const verb = method.toLowerCase();
      // What is published under a path goes before what another operation was called by.
      if (verb in item) {
        if (published.has(path)) return;
        throw new Error(`${entry.id}: ${method} ${path} is another path of two operations`);
      }
      item[verb] = deprecated ? { ...under(entry, path), deprecated } : under(entry, path);
    };
    if (canonical !== undefined) add(canonical, entry.operation.deprecated === true);
    for (const other of aliases) add(other, true);
  }
  return paths;
}

/** The operation under another path: a reference, or a copy where an earlier path has a parameter more. */
function under(entry: OperationEntry, path: string): object {
  const more = placeholders(path).filter((name) => !placeholders(entry.path).includes(name));
  if (more.length === 0) return { $ref: pointerTo('paths', entry.path, entry.method.toLowerCase()) };
  const { operationId: _, ...copy } = structuredClone(entry.operation);
  const added = more.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: ['string', 'number'] },
  }));
  return { ...copy, parameters: [...entry.parameters, ...added] };
}

/** A path parameter is always required for openapi-typescript; here some may be left out (`x-altegio-optional`). */
function withOptionalPathParameters(node: ts.InterfaceDeclaration, doc: OpenApi): ts.InterfaceDeclaration {
  for (const { id, optional } of operationsOf(doc)) {
    for (const name of optional) {
      const found = member(member(member(member(node, id), 'parameters'), 'path'), name);
      (found as { questionToken?: ts.QuestionToken }).questionToken = ts.factory.createToken(
        ts.SyntaxKind.QuestionToken,
      );
    }
  }
  return node;
}

/** openapi-typescript lists operations by their paths, which move. */
function byName(node: ts.InterfaceDeclaration): ts.InterfaceDeclaration {
  const { modifiers, name, typeParameters, heritageClauses } = node;
  const text = (each: ts.TypeElement) => (each.name && 'text' in each.name ? each.name.text : '');
  const members = [...node.members].sort((one, other) => (text(one) < text(other) ? -1 : 1));
  return ts.factory.updateInterfaceDeclaration(
    node,
    modifiers,
    name,
    typeParameters,
    heritageClauses,
    members,
  );
}

function member(of: ts.InterfaceDeclaration | ts.PropertySignature, name: string): ts.PropertySignature {
  const members = ts.isInterfaceDeclaration(of) ? of.members : (of.type as ts.TypeLiteralNode).members;
  const found = members.find((each) => each.name && 'text' in each.name && each.name.text === name);
  if (!found) throw new Error(`The types have no ${name}`);
  return found as ts.PropertySignature;
}

/** Every object that a request is described by. */
function sentNodes(doc: OpenApi): Set<object> {
  return nodesFrom(
    doc,
    operationsOf(doc).map(({ parameters, body }) => [parameters, body]),
  );
}

/**
 * In a response `additionalProperties: true` beside known fields means no more than that fields may be added one day, but
 * as an index signature it would give every misspelt field the type `unknown`.
 */
function closeResponse(node: Record<string, unknown>): void {
  const extra = node.additionalProperties;
  const open =
    extra === true || (typeof extra === 'object' && extra !== null && Object.keys(extra).length === 0);
  if (open && typeof node.properties === 'object') delete node.additionalProperties;
}

/** Branches such as `{required: [a]}` say nothing about shapes, and would turn the whole type into `unknown`. */
function dropConditionsOnly(node: Record<string, unknown>, keyword: 'anyOf' | 'oneOf' | 'allOf'): void {
  const branches = node[keyword];
  if (Array.isArray(branches) && branches.length > 0 && branches.every(isCondition)) delete node[keyword];
}

const words = ['required', 'not', 'description', 'title'];

function isCondition(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  const { anyOf, oneOf, ...rest } = schema as Record<string, unknown>;
  const inner = [anyOf, oneOf].filter((each) => each !== undefined).flat();
  const demands = 'required' in rest || inner.length > 0;
  return demands && Object.keys(rest).every((key) => words.includes(key)) && inner.every(isCondition);
}
