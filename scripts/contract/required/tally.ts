// What was seen of each object schema: by which operations, and how often each of its fields was there.
import {
  type Body,
  type Keys,
  type OpenApi,
  type Operation,
  type Parameter,
  resolve,
  type Schema,
} from '../../openapi/document.ts';
import { eachOperation, isRead } from '../../openapi/operations.ts';
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
  /** Whether it only reads. */
  isRead: boolean;
  /** Whether the caller chooses which fields come. */
  isSelective: boolean;
}

/** By the place of a schema: the operations whose responses hold it. Of alternatives nobody can tell which was seen. */
type Tally = Map<string, Source[]>;

export function tallyOf(doc: OpenApi, sightings: ReadonlyMap<string, Sighting>): Tally {
  const tally: Tally = new Map();
  const described = describedIn(doc);
  const selective = selectiveOperations(doc);
  const reads = readingOperations(doc);
  for (const [operation, sighting] of sightings) {
    const place = described(operation);
    if (!place) continue;
    const source = {
      operation,
      captures: capturesOf(sighting),
      isRead: reads.has(operation),
      isSelective: selective.has(operation),
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

function readingOperations(doc: OpenApi): Set<string> {
  const found = eachOperation(doc).filter(isRead);
  return new Set(found.map(({ operation }) => operation.operationId));
}

/** Operations that take a list of the fields to return. */
function selectiveOperations(doc: OpenApi): Set<string> {
  const found = eachOperation(doc).filter(({ operation, item }) => {
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
    return (
      parameters.some((each) => isSelection(resolve<Parameter>(doc, each).name)) ||
      bodySelects(doc, operation)
    );
  });
  return new Set(found.map(({ operation }) => operation.operationId));
}

function bodySelects(doc: OpenApi, { requestBody }: Operation): boolean {
  const media = requestBody && Object.values(resolve<Body>(doc, requestBody).content ?? {});
  return (media ?? []).some(({ schema }) => {
    const { properties = {} } = schema ? resolve<Schema>(doc, schema) : {};
    return Object.keys(properties).some(isSelection);
  });
}

function isSelection(name: string): boolean {
  return name === 'fields' || name === 'fields[]';
}
