// Corrections by what was seen of responses and webhooks: the fields and types of openapi/evidence/seen.tsv.
import { copyOf, type Keys, type OpenApi, referencesFrom } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { placeName, type Reason, schemaChanges, schemaPlaceOf } from '../schema-changes.ts';
import { enveloped } from './envelope.ts';
import { type Fitting, fitSighting } from './fit-sightings.ts';
import { describedIn } from './places.ts';
import { type Sighting, type Strength, strengths } from './sightings.ts';
import { strengthOf } from './strength.ts';

const reasons: Record<Strength, string> = {
  wire: 'Responses that were seen have it',
  model: 'The strict types of programs in use have it',
  docs: 'Samples of the older documentation have it',
};

/** What was seen at the place of a schema: fields by the best evidence, and the operations. */
interface Notes {
  fields: Map<Strength, Set<string>>;
  operations: Set<string>;
}

/** The actions that let the schemas accept what was seen. */
export function seenActions(doc: OpenApi, sightings: ReadonlyMap<string, Sighting>): OverlayAction[] {
  const fitted = copyOf(doc);
  const notes = fitAll(fitted, sightings);
  return [...schemaChanges(doc, fitted, (keys) => reasonAt(notes.get(placeName(keys))))];
}

function fitAll(doc: OpenApi, sightings: ReadonlyMap<string, Sighting>): Map<string, Notes> {
  const notes = new Map<string, Notes>();
  const described = describedIn(doc);
  const proven = new Set<string>();
  const sent = sentPlaces(doc);
  const found = [...sightings].flatMap(([operation, sighting]) => {
    const place = described(operation);
    return place ? [{ operation, ...place, sighting: enveloped(doc, place.at, sighting) }] : [];
  });
  for (const pass of ['proven', 'docs'] as const) {
    for (const { operation, sighting, at, tags } of found) {
      const note: Fitting['note'] = (place, name, field) => {
        const here = noteAt(notes, place);
        here.operations.add(operation);
        const strength = strengthOf(field);
        here.fields.set(strength, (here.fields.get(strength) ?? new Set()).add(name));
      };
      fitSighting({ doc, pass, proven, sent, tags, note }, { at, name: '' }, sighting);
    }
  }
  return notes;
}

/** Schemas that requests use too: widening one would let callers send what is refused. */
function sentPlaces(doc: OpenApi): Set<string> {
  const parts = eachOperation(doc).map(({ operation, item }) => [
    item.parameters,
    operation.parameters,
    operation.requestBody,
  ]);
  return referencesFrom(doc, parts);
}

function noteAt(notes: Map<string, Notes>, at: Keys): Notes {
  const place = placeName(schemaPlaceOf(at));
  const known = notes.get(place) ?? { fields: new Map(), operations: new Set() };
  notes.set(place, known);
  return known;
}

function reasonAt(notes: Notes | undefined): Reason {
  if (!notes) throw new Error('A schema has changed, and no sighting says why');
  const texts = strengths.flatMap((strength) => {
    const fields = [...(notes.fields.get(strength) ?? [])];
    return fields.length > 0 ? [`${reasons[strength]}: ${fields.join(', ')}.`] : [];
  });
  return { description: texts.join(' '), 'x-seen-in': [...notes.operations].sort() };
}
