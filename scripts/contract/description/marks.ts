// Facts that the description states in several ways, marked in one: body kind, own server, comma-separated arrays, the header
// that tells a repeated write from a second one, and lists whose responses name the page after them.

import {
  type Body,
  type Json,
  type OpenApi,
  type Operation,
  type Paging,
  type Parameter,
  resolve,
  type Schema,
} from '../../openapi/document.ts';
import { eachOperation, type Place, parametersOf, successesOf } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { operationTarget } from '../target.ts';
import { ownParameters, sharedParameters } from './parameters.ts';

/** Adds the `x-altegio-*` marks. */
export function* markActions(doc: OpenApi): Generator<OverlayAction> {
  for (const place of eachOperation(doc)) {
    const { operation, item } = place;
    const at = operationTarget(operation);
    const kind = bodyKind(doc, operation);
    if (kind) yield mark(at, { 'x-altegio-body': kind }, `The request body is sent as ${kind}.`);
    const server = (operation.servers ?? item.servers)?.[0]?.url;
    const key = parametersOf(doc, place).find(isKeyHeader);
    if (key && !operation['x-altegio-key-header']) {
      const description = 'The client makes a key for each call, so that a write may be repeated.';
      yield { target: at, description, update: { 'x-altegio-key-header': key.name.toLowerCase() } };
    }
    const paging = cursorPaging(doc, place);
    if (paging) yield mark(at, { 'x-altegio-paging': paging }, 'Each response names the page after it.');
    if (server) yield mark(at, { 'x-altegio-server': server }, 'The operation lives on a server of its own.');
    for (const { parameter, target } of ownParameters(operation))
      yield* parameterMarks(doc, parameter, target);
  }
  for (const { parameter, target } of sharedParameters(doc)) yield* parameterMarks(doc, parameter, target);
}

function* parameterMarks(doc: OpenApi, parameter: Parameter, target: string): Generator<OverlayAction> {
  if (isCommaArray(doc, parameter)) yield comma(target);
  const description = 'Sent by itself where the caller gives none.';
  if (isKeyHeader(parameter) && parameter.required)
    yield { target, description, update: { required: false } };
}

function isKeyHeader({ name, in: place }: Parameter): boolean {
  return place === 'header' && name.toLowerCase() === 'idempotency-key';
}

/** The pages of a GET that takes a `cursor` and returns `{ data: […], has_more, next_cursor }`. */
function cursorPaging(doc: OpenApi, place: Place): Paging | undefined {
  const { operation, method } = place;
  const query = parametersOf(doc, place).filter((each) => each.in === 'query');
  const size = query.find(({ name }) => name === 'limit');
  if (method !== 'get' || operation['x-altegio-paging'] || !size) return undefined;
  if (!query.some(({ name }) => name === 'cursor')) return undefined;
  const schema = successesOf(doc, operation)[0]?.body.content?.['application/json']?.schema;
  const { data, next_cursor } = fieldsOf(doc, schema);
  if (!data || !next_cursor) return undefined;
  const max = resolve<Schema>(doc, size.schema ?? {}).maximum;
  const item = fieldsOf(doc, resolve<Schema>(doc, data).items);
  return {
    ...{ style: 'cursor', in: 'query', page: 'cursor', size: 'limit' },
    ...(typeof max === 'number' && { max }),
    items: 'data',
    ...(item.id && { key: 'id' }),
  };
}

/** The fields of a schema, those of its parts included. */
function fieldsOf(doc: OpenApi, schema: Schema | undefined): Record<string, Schema> {
  const { properties = {}, allOf = [] } = schema ? resolve<Schema>(doc, schema) : {};
  return Object.assign({}, ...allOf.map((each) => fieldsOf(doc, each)), properties) as Record<string, Schema>;
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
