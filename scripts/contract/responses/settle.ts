// The last corrections: computed from the contract as all other overlays leave it, so that what those add is corrected too.

import { copyOf, type OpenApi } from '../../openapi/document.ts';
import type { Entity } from '../entities.ts';
import { fieldsAlwaysSet } from '../evidence/always-set.ts';
import type { Sighting } from '../evidence/sightings.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { collectReasons } from '../reasons.ts';
import { schemaChanges } from '../schema-changes.ts';
import { errorActions } from './errors.ts';
import { relaxResponses } from './responses.ts';
import { unusedActions } from './unused.ts';
import { relaxValues } from './values.ts';

const spelling = 'Dates have several spellings; a type that allows null has null among its values.';

/** Responses widened, failures in one shape; then what nobody uses any more. */
export function settleActions(
  doc: OpenApi,
  sightings: ReadonlyMap<string, Sighting> = new Map(),
  entities: readonly Entity[] = [],
): OverlayAction[] {
  const relaxed = copyOf(doc);
  const reasons = collectReasons();
  relaxResponses(relaxed, reasons.note, fieldsAlwaysSet(relaxed, sightings, entities));
  relaxValues([relaxed.components, relaxed.paths]);
  return [
    ...schemaChanges(doc, relaxed, (keys) => reasons.at(keys, spelling)),
    ...errorActions(relaxed),
    ...unusedActions(relaxed),
  ];
}
