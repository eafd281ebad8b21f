// Request bodies: a media type that says nothing, and bodies called optional although they cannot be left out.

import { type Body, isReference, type OpenApi, resolve, type Schema } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { operationTarget } from '../target.ts';

/** Names the media type and the duty to send a body. */
export function* bodyActions(doc: OpenApi): Generator<OverlayAction> {
  for (const { operation } of eachOperation(doc)) {
    const body = operation.requestBody;
    // Shared request bodies do not occur; the contract's tests would show one that needs this.
    if (!body || isReference(body)) continue;
    const at = `${operationTarget(operation)}.requestBody`;
    yield* mediaTypeActions(body, at);
    yield* requiredActions(doc, body, at);
  }
}

function* mediaTypeActions(body: Body, at: string): Generator<OverlayAction> {
  const any = body.content?.['*/*'];
  if (!any) return;
  const description = 'The server reads JSON here; */* leaves a client without a media type to send.';
  if (!body.content?.['application/json']) {
    yield { target: `${at}.content`, description, update: { 'application/json': any } };
  }
  yield { target: `${at}.content['*/*']`, description, remove: true };
}

function* requiredActions(doc: OpenApi, body: Body, at: string): Generator<OverlayAction> {
  if (body.required) return;
  const media = Object.values(body.content ?? {});
  if (media.length === 0 || !media.every(({ schema }) => demandsFields(doc, schema))) return;
  const description = 'The schema has required fields, so the body cannot be left out.';
  yield { target: at, description, update: { required: true } };
}

/** Whether no value without fields can satisfy the schema. */
export function demandsFields(doc: OpenApi, unresolved: Schema | undefined): boolean {
  if (!unresolved) return false;
  const schema = resolve<Schema>(doc, unresolved);
  if ((schema.required?.length ?? 0) > 0) return true;
  if (schema.allOf?.some((part) => demandsFields(doc, part))) return true;
  const branches = schema.oneOf ?? schema.anyOf ?? [];
  return branches.length > 0 && branches.every((branch) => demandsFields(doc, branch));
}
