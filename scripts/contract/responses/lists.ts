// One schema for a list and for a single thing: what an overlay marks on an operation is worked into its schemas here.

import {
  copyOf,
  isReference,
  type OpenApi,
  type Operation,
  resolve,
  type Schema,
} from '../../openapi/document.ts';
import { eachOperation, successesOf } from '../../openapi/operations.ts';
import { shareSchema } from '../../openapi/schemas.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { schemaChanges } from '../schema-changes.ts';

/** What `x-altegio-data` says that a response holds; `either` depends on whether a path parameter was left out. */
type Data = 'one' | 'list' | 'either';

/**
 * Changes the document: `x-altegio-data` (one, list, either), and `x-altegio-envelope`: `always` where the schema leaves
 * out the envelope that is sent, `maybe` where nobody has seen whether it is. The schema has it in both cases; of the
 * latter the client puts it around a body that comes without. `x-altegio-own-data`: what the operation returns is described as
 * elsewhere, and need not be as complete.
 */
function settleLists(doc: OpenApi): void {
  for (const { operation } of eachOperation(doc)) {
    const media = successesOf(doc, operation)[0]?.body.content?.['application/json'];
    if (!media?.schema) continue;
    if (operation['x-altegio-envelope']) media.schema = withEnvelope(doc, media.schema);
    const data = operation['x-altegio-data'] as Data | undefined;
    if (data) media.schema = withData(doc, operation, media.schema, data);
    if (operation['x-altegio-own-data']) media.schema = withOwnData(doc, operation, media.schema);
  }
}

/** The actions for what it changes. */
export function* listActions(doc: OpenApi): Generator<OverlayAction> {
  const settled = copyOf(doc);
  settleLists(settled);
  const description = 'One schema served a list and a single thing, or left out the envelope.';
  yield* schemaChanges(doc, settled, () => ({ description }));
}

function withData(doc: OpenApi, operation: Operation, schema: Schema, data: Data): Schema {
  const { properties, ...rest } = resolve<Schema>(doc, schema);
  const found = properties?.data;
  if (!found) throw new Error(`${operation.operationId}: x-altegio-data, but its response has no data`);
  // Done already.
  if (found.anyOf?.some(isReference)) return schema;
  const name = isReference(schema)
    ? `${schema.$ref.split('/').at(-1)}_item`
    : `${operation.operationId}_item`;
  const isList = found.type === 'array';
  const item = isList ? found.items! : found;
  if (data !== 'either' && isList === (data === 'list')) return schema;
  const shared = shareSchema(doc, name, item);
  // Whoever else uses the schema gets the shared item too, so that both have one type.
  if (isList) found.items = shared;
  else properties.data = shared;
  const list: Schema = { type: 'array', items: shared };
  const wanted: Schema = data === 'one' ? shared : data === 'list' ? list : { anyOf: [shared, list] };
  return { ...structuredClone(rest), properties: { ...structuredClone(properties), data: wanted } };
}

/** The same fields in a schema of its own, so that what other operations always return is not demanded of this one. */
function withOwnData(doc: OpenApi, { operationId }: Operation, schema: Schema): Schema {
  const { properties, ...rest } = resolve<Schema>(doc, schema);
  const name = `${operationId}_data`;
  if (doc.components?.schemas?.[name]) return schema;
  const own = (data: Schema): Schema => {
    if (isReference(data)) return shareSchema(doc, name, structuredClone(resolve<Schema>(doc, data)));
    if (data.anyOf) return { ...data, anyOf: data.anyOf.map(own) };
    return data.items ? { ...data, items: own(data.items) } : data;
  };
  return { ...rest, properties: { ...properties, data: own(properties!.data!) } };
}

function withEnvelope(doc: OpenApi, schema: Schema): Schema {
  const { properties } = resolve<Schema>(doc, schema);
  if (properties?.data && properties.success) return schema;
  return {
    type: 'object',
    required: ['success', 'data'],
    properties: {
      success: { type: 'boolean' },
      data: schema,
      meta: { type: ['object', 'array'], maxItems: 0 },
    },
  };
}
