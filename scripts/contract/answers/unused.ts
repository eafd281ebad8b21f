// Shared schemas that nobody refers to once every failure has the same shape.

import { jsonPath, lookUp, methods, type OpenApiDocument } from '../../openapi/document.ts';
import type { OverlayAction } from '../overlay.ts';
import { references } from './answers.ts';

/** Removes them: the lint refuses what is unused, and a reader would take it for part of the API. */
export function* unusedActions(doc: OpenApiDocument): Generator<OverlayAction> {
  const used = new Set(references(withoutFailures(doc)));
  for (const reference of used) for (const next of references(lookUp(doc, reference))) used.add(next);
  for (const key of Object.keys(doc.components?.schemas ?? {})) {
    if (key === 'error' || used.has(`#/components/schemas/${key}`)) continue;
    const description = 'Nothing refers to it any more.';
    yield { target: jsonPath('components', 'schemas', key), description, remove: true };
  }
}

function withoutFailures(doc: OpenApiDocument): unknown {
  const paths = Object.values(doc.paths).map((item) => [
    item.parameters,
    ...methods.map((method) => {
      const operation = item[method];
      if (!operation) return undefined;
      const responses = Object.entries(operation.responses ?? {}).filter(([status]) => !/^[45]/.test(status));
      return { ...operation, responses: Object.fromEntries(responses) };
    }),
  ]);
  return [paths, doc.webhooks];
}
