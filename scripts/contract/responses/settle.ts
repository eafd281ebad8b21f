// The last corrections: computed from the contract as all other overlays leave it, so that what those add is corrected too.

import { copyOf, type OpenApi } from '../../openapi/document.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { placeName, type Reason, schemaChanges } from '../schema-changes.ts';
import { errorActions } from './errors.ts';
import { relaxResponses } from './responses.ts';
import { unusedActions } from './unused.ts';
import { relaxValues } from './values.ts';

/** Responses widened, failures in one shape; then what nobody uses any more. */
export function settleActions(doc: OpenApi): OverlayAction[] {
  const relaxed = copyOf(doc);
  const reasons = relaxResponses(relaxed);
  relaxValues([relaxed.components, relaxed.paths]);
  return [
    ...schemaChanges(doc, relaxed, (keys) => reasonAt(reasons.get(placeName(keys)))),
    ...errorActions(relaxed),
    ...unusedActions(relaxed),
  ];
}

function reasonAt(notes: Map<string, Set<string>> = new Map()): Reason {
  const texts = [...notes].map(([reason, fields]) => `${reason}: ${[...fields].join(', ')}.`);
  return {
    description:
      texts.join(' ') || 'Dates have several spellings; a type that allows null has null among its values.',
  };
}
