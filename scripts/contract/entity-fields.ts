// Carries what one response says of an entity over to the others: what a create or an update returns is the entity as a GET
// returns it, and an object that one place leaves open is the one that another place describes.
import { copyOf, isObject, type Keys, type OpenApi, type Schema, valueAt } from '../openapi/document.ts';
import { eachOperation, isRead, sentReferences } from '../openapi/operations.ts';
import { type Entity, entityPlace } from './entities.ts';
import { fieldPlaces, listsAt, objectsAt, typesAt } from './evidence/alternatives.ts';
import { landing, putAt } from './evidence/fit.ts';
import type { OverlayAction } from './overlay-document.ts';
import { collectReasons } from './reasons.ts';
import { known } from './responses/known.ts';
import { placeName, schemaChanges } from './schema-changes.ts';

/** Entities hold entities; deeper than this, nothing is carried over. */
const DEEPEST = 4;

const maps = new RegExp(known.maps);

interface Carrying {
  /** Changed in place. */
  doc: OpenApi;
  /** References to schemas that requests use too. */
  sent: ReadonlySet<string>;
  /** Whether the place lacks fields that it should have, or only leaves objects open. */
  isWhole: boolean;
  /** Records what was carried over. */
  note(at: Keys, field: string): void;
}

/** The actions that make the responses about an entity as full as the one that tells most. */
export function entityActions(doc: OpenApi, entities: readonly Entity[]): OverlayAction[] {
  const filled = copyOf(doc);
  const reasons = collectReasons();
  const sent = sentReferences(doc);
  const reads = new Set(
    eachOperation(doc)
      .filter(isRead)
      .map(({ operation }) => operation.operationId),
  );
  const isSource = (place: string) => reads.has(place.split('#')[0]!);
  for (const { name, places } of entities) {
    const note: Carrying['note'] = (at, field) =>
      reasons.note(at, `As other responses about ${name} have it`, field);
    for (const place of places) {
      const isWhole = !isSource(place) || place.endsWith('#data');
      for (const source of places.filter((each) => each !== place && isSource(each))) {
        const [to, from] = [entityPlace(filled, place), entityPlace(filled, source)];
        if (!to || !from || placeName(landing(filled, to)) === placeName(landing(filled, from))) continue;
        carry({ doc: filled, sent, isWhole, note }, { to, from, name: '' });
      }
    }
  }
  return [...schemaChanges(doc, filled, (keys) => reasons.at(keys))];
}

interface Way {
  to: Keys;
  from: Keys;
  /** The field. */
  name: string;
}

function carry(carrying: Carrying, { to, from, name }: Way, depth = 0): void {
  const { doc } = carrying;
  if (depth > DEEPEST || maps.test(name) || isSent(carrying, landing(doc, to))) return;
  const [targets, sources] = [objectsAt(doc, to), objectsAt(doc, from)];
  if (targets.length > 0 && sources.length > 0) {
    const isOpen = targets.flat().every((part) => isBare(valueAt(doc, part) as Schema));
    const fields = new Set(
      sources.flat().flatMap((part) => Object.keys((valueAt(doc, part) as Schema).properties ?? {})),
    );
    for (const field of fields) {
      const source = fieldPlaces(doc, sources, field)[0]!;
      const found = fieldPlaces(doc, targets, field);
      if (found.length === 0 && (carrying.isWhole || isOpen)) {
        for (const [home] of targets) addField(carrying, home!, field, source);
      }
      for (const place of found) settle(carrying, { to: place, from: source, name: field }, depth + 1);
    }
  }
  const list = listsAt(doc, from)[0];
  for (const target of list ? listsAt(doc, to) : [])
    settle(carrying, { to: [...target, 'items'], from: [...list!, 'items'], name: '' }, depth + 1);
}

/** Takes over a schema where there is none yet, and looks into it otherwise. */
function settle(carrying: Carrying, way: Way, depth: number): void {
  const { doc } = carrying;
  const { to, from } = way;
  if (typesAt(doc, to).length > 0) {
    carry(carrying, way, depth);
    return;
  }
  const at = landing(doc, to);
  if (typesAt(doc, from).length === 0 || isSent(carrying, at)) return;
  putAt(doc, at, { ...copied(doc, from), ...described(valueAt(doc, at) as Schema) });
  carrying.note(at, way.name || 'items');
}

function addField(carrying: Carrying, home: Keys, field: string, source: Keys): void {
  if (isSent(carrying, home)) return;
  const { doc, note } = carrying;
  const schema = valueAt(doc, home) as Schema;
  putAt(doc, home, { ...schema, properties: { ...schema.properties, [field]: copied(doc, source) } });
  note(home, field);
}

/** Without what is always there: each place has its own evidence of that. */
function copied(doc: OpenApi, at: Keys): Schema {
  return withoutRequired(valueAt(doc, at)) as Schema;
}

function withoutRequired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRequired);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key, child]) => key !== 'required' || !Array.isArray(child));
  return Object.fromEntries(kept.map(([key, child]) => [key, withoutRequired(child)]));
}

function described({ description }: Schema): Schema {
  return description === undefined ? {} : { description };
}

/** An object of which no field is described, and whose keys are not declared to be data. */
function isBare({ properties, additionalProperties: more, ...schema }: Schema): boolean {
  return Object.keys(properties ?? {}).length === 0 && !isObject(more) && schema['x-altegio-map'] !== true;
}

function isSent({ sent }: Carrying, [section, kind, name]: Keys): boolean {
  return section === 'components' && kind === 'schemas' && sent.has(`#/components/schemas/${name}`);
}
