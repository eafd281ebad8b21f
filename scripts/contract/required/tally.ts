// What was seen of each object schema: by which operations, and how often each of its fields was there.
import { type Body, type Keys, type OpenApi, resolve, type Schema } from '../../openapi/document.ts';
import { eachOperation, type Place, parametersOf } from '../../openapi/operations.ts';
import { fieldPlaces, listsAt, objectsAt } from '../evidence/alternatives.ts';
import { enveloped } from '../evidence/envelope.ts';
import { describedIn } from '../evidence/places.ts';
import { type Sighting, type Strength, strengths } from '../evidence/sightings.ts';
import { placeName } from '../schema-changes.ts';

/** One operation that an object was seen in. */
export interface Source {
  operation: string;
  /** The object. */
  sighting: Sighting;
  /** How many responses of the operation there are, by strength. */
  captures: Record<Strength, number>;
  /** Whether the caller chooses which fields come. */
  isSelective: boolean;
}

/** By the place of a schema: the operations whose responses hold it. Of alternatives nobody can tell which was seen. */
type Tally = Map<string, Source[]>;

export function tallyOf(doc: OpenApi, sightings: ReadonlyMap<string, Sighting>): Tally {
  const tally: Tally = new Map();
  const described = describedIn(doc);
  const operations = new Map(eachOperation(doc).map((each) => [each.operation.operationId, each]));
  for (const [operation, sighting] of sightings) {
    const place = described(operation);
    if (!place) continue;
    // None for a webhook.
    const called = operations.get(operation);
    const source = {
      operation,
      captures: capturesOf(sighting),
      isSelective: called !== undefined && isSelective(doc, called),
    };
    count(doc, place.at, enveloped(doc, place.at, sighting), source, tally);
  }
  return tally;
}

function count(
  doc: OpenApi,
  at: Keys,
  sighting: Sighting,
  source: Omit<Source, 'sighting'>,
  tally: Tally,
): void {
  const objects = objectsAt(doc, at);
  const { fields, items, values } = sighting;
  if (objects.length === 1 && fields.size > 0) {
    for (const part of objects[0]!) {
      const name = placeName(part);
      tally.set(name, [...(tally.get(name) ?? []), { ...source, sighting }]);
    }
  }
  for (const [name, field] of fields)
    for (const place of fieldPlaces(doc, objects, name)) count(doc, place, field, source, tally);
  for (const list of items ? listsAt(doc, at) : []) count(doc, [...list, 'items'], items!, source, tally);
  for (const part of values ? objects.flat() : [])
    count(doc, [...part, 'additionalProperties'], values!, source, tally);
}

/** The most that one of the outermost fields was looked for. */
function capturesOf({ fields, items }: Sighting): Record<Strength, number> {
  const outermost = [...fields.values(), ...(items ? [...items.fields.values()] : [])];
  const most = (strength: Strength) => Math.max(0, ...outermost.map((field) => field[strength].parents));
  return Object.fromEntries(strengths.map((strength) => [strength, most(strength)])) as Record<
    Strength,
    number
  >;
}

/** Whether an operation takes a list of the fields to return. */
function isSelective(doc: OpenApi, place: Place): boolean {
  const { requestBody } = place.operation;
  const media = requestBody && resolve<Body>(doc, requestBody).content;
  const names = [
    ...parametersOf(doc, place).map(({ name }) => name),
    ...Object.values(media ?? {}).flatMap(({ schema }) =>
      Object.keys((schema && resolve<Schema>(doc, schema).properties) ?? {}),
    ),
  ];
  return names.includes('fields') || names.includes('fields[]');
}
