// Shared schemas that nobody refers to once every failure has the same shape.

import { type OpenApi, referencesFrom } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { jsonPath } from '../target.ts';

/** Removes them: the lint refuses what is unused, and a reader would take it for part of the API. */
export function* unusedActions(doc: OpenApi): Generator<OverlayAction> {
  const used = referencesFrom(doc, withoutFailures(doc));
  for (const key of Object.keys(doc.components?.schemas ?? {})) {
    if (key === 'error' || used.has(`#/components/schemas/${key}`)) continue;
    const description = 'Nothing refers to it any more.';
    yield { target: jsonPath('components', 'schemas', key), description, remove: true };
  }
}

function withoutFailures(doc: OpenApi): unknown {
  const operations = eachOperation(doc).map(({ operation, item }) => {
    const responses = Object.entries(operation.responses ?? {}).filter(([status]) => !/^[45]/.test(status));
    return [item.parameters, { ...operation, responses: Object.fromEntries(responses) }];
  });
  return [operations, doc.webhooks];
}
