// Corrections by what was seen of responses and webhooks: the fields and types of openapi/evidence/seen.tsv.
import { copyOf, type OpenApi } from '../../openapi/document.ts';
import { sentReferences } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { collectReasons, type Reasons } from '../reasons.ts';
import { schemaChanges } from '../schema-changes.ts';
import { enveloped } from './envelope.ts';
import { type Fitting, fitSighting } from './fit-sightings.ts';
import { describedIn } from './places.ts';
import { type Sighting, type Strength, strengths } from './sightings.ts';
import { strengthOf } from './strength.ts';

const grounds: Record<Strength, string> = {
  wire: 'Responses that were seen have it',
  model: 'The strict types of programs in use have it',
  docs: 'Samples of the older documentation have it',
};

/** The actions that let the schemas accept what was seen. */
export function seenActions(doc: OpenApi, sightings: ReadonlyMap<string, Sighting>): OverlayAction[] {
  const fitted = copyOf(doc);
  const reasons = collectReasons(strengths.map((strength) => grounds[strength]));
  fitAll(fitted, sightings, reasons.note);
  return [...schemaChanges(doc, fitted, (keys) => reasons.at(keys))];
}

function fitAll(doc: OpenApi, sightings: ReadonlyMap<string, Sighting>, noteAt: Reasons['note']): void {
  const described = describedIn(doc);
  const proven = new Set<string>();
  // Schemas that requests use too: widening one would let callers send what is refused.
  const sent = sentReferences(doc);
  const found = [...sightings].flatMap(([operation, sighting]) => {
    const place = described(operation);
    return place ? [{ operation, ...place, sighting: enveloped(doc, place.at, sighting) }] : [];
  });
  for (const pass of ['proven', 'docs'] as const) {
    for (const { operation, sighting, at, tags } of found) {
      const note: Fitting['note'] = (place, name, field) =>
        noteAt(place, grounds[strengthOf(field)], name, [operation]);
      fitSighting({ doc, pass, proven, sent, tags, note }, { at, name: '' }, sighting);
    }
  }
}
