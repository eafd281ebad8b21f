// Facts that the description states in several ways, marked in one: body kind, own server, comma-separated arrays.

import {
  type Body,
  type Json,
  type OpenApi,
  type Operation,
  type Parameter,
  resolve,
  type Schema,
} from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { operationTarget } from '../target.ts';
import { ownParameters, sharedParameters } from './parameters.ts';

/** Adds the `x-altegio-*` marks. */
export function* markActions(doc: OpenApi): Generator<OverlayAction> {
  for (const { operation, item } of eachOperation(doc)) {
    const at = operationTarget(operation);
    const kind = bodyKind(doc, operation);
    if (kind) yield mark(at, { 'x-altegio-body': kind }, `The request body is sent as ${kind}.`);
    const server = (operation.servers ?? item.servers)?.[0]?.url;
    if (server) yield mark(at, { 'x-altegio-server': server }, 'The operation lives on a server of its own.');
    for (const { parameter, target } of ownParameters(operation))
      if (isCommaArray(doc, parameter)) yield comma(target);
  }
  for (const { parameter, target } of sharedParameters(doc))
    if (isCommaArray(doc, parameter)) yield comma(target);
}

function bodyKind(doc: OpenApi, operation: Operation): 'json' | 'multipart' | undefined {
  if (!operation.requestBody) return undefined;
  const types = Object.keys(resolve<Body>(doc, operation.requestBody).content ?? {});
  if (types.includes('multipart/form-data')) return 'multipart';
  if (types.some((type) => type === '*/*' || /^application\/(.+\+)?json$/.test(type))) return 'json';
  throw new Error(
    `${operation.operationId}: no known way to send a body of type ${types.join(', ') || 'nothing'}`,
  );
}

function isCommaArray(doc: OpenApi, parameter: Parameter): boolean {
  if (parameter.in !== 'query' || parameter.explode !== false || !parameter.schema) return false;
  if (parameter.name.endsWith('[]')) return false;
  return resolve<Schema>(doc, parameter.schema).type === 'array';
}

function comma(target: string): OverlayAction {
  return mark(target, { 'x-altegio-array': 'comma' }, 'explode: false means one value with commas in it.');
}

function mark(target: string, update: Json, description: string): OverlayAction {
  return { target, description, update };
}
