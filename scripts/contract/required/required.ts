// Works the rule into every schema of what Altegio sends.
import {
  copyOf,
  isObject,
  type Keys,
  nodesFrom,
  type OpenApi,
  type Schema,
  valueAt,
} from '../../openapi/document.ts';
import { eachOperation, isJsonApi, sentNodes, successesOf } from '../../openapi/operations.ts';
import { type Entity, entitySchemas } from '../entities.ts';
import { fieldPlaces, listsAt, objectsAt } from '../evidence/alternatives.ts';
import { describedIn } from '../evidence/places.ts';
import type { Sighting } from '../evidence/sightings.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { collectReasons } from '../reasons.ts';
import { placeName, schemaChanges, schemaPlaces } from '../schema-changes.ts';
import { groundFor, grounds } from './rule.ts';
import { tallyOf } from './tally.ts';

/** The actions that require what is always there; applied to a contract that requires nothing but its envelope. */
export function requiredActions(
  doc: OpenApi,
  sightings: ReadonlyMap<string, Sighting>,
  entities: readonly Entity[],
): OverlayAction[] {
  const after = copyOf(doc);
  const tally = tallyOf(doc, sightings);
  const siblings = siblingsOf(doc, entities);
  const keys = keysOfLists(doc);
  const isStrict = isJsonApi(doc);
  const reasons = collectReasons(Object.values(grounds));
  for (const at of receivedObjects(doc)) {
    const schema = valueAt(doc, at) as Schema;
    const place = placeName(at);
    const here = tally.get(place) ?? [];
    const elsewhere = (siblings.get(place) ?? []).flatMap((other) => tally.get(other) ?? []);
    const isEnvelope = schema.properties?.success !== undefined && schema.properties.data !== undefined;
    const essential = (schema['x-altegio-essential'] ?? []) as string[];
    const required = new Set(schema.required);
    for (const [name, field] of Object.entries(schema.properties!)) {
      const ground = groundFor({
        name,
        here,
        elsewhere,
        isEnvelope: isEnvelope && ['success', 'data', 'meta'].includes(name),
        isIdentity: keys.get(place) === name || (!isStrict && name === 'id' && isScalarId(field)),
        isEssential: essential.includes(name),
      });
      if (!ground || required.has(name)) continue;
      required.add(name);
      reasons.note(
        at,
        grounds[ground],
        name,
        ground === 'seen' ? here.map(({ operation }) => operation) : [],
      );
    }
    if (required.size > (schema.required?.length ?? 0))
      (valueAt(after, at) as Schema).required = Object.keys(schema.properties!).filter((name) =>
        required.has(name),
      );
  }
  return [...schemaChanges(doc, after, (place) => reasons.at(place))];
}

/** By the place of an entity's schema: the places of the other schemas of that entity. */
function siblingsOf(doc: OpenApi, entities: readonly Entity[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { places } of entities) {
    const all = new Set(places.flatMap((place) => entitySchemas(doc, place).map(placeName)));
    for (const place of all)
      found.set(
        place,
        [...all].filter((other) => other !== place),
      );
  }
  return found;
}

/** By the place of an item's schema: the field that tells the items of a list apart. */
function keysOfLists(doc: OpenApi): Map<string, string> {
  const found = new Map<string, string>();
  const described = describedIn(doc);
  for (const { operation } of eachOperation(doc)) {
    const { items, key } = operation['x-altegio-paging'] ?? {};
    const root = described(operation.operationId)?.at;
    if (!items || !key || !root) continue;
    for (const path of items.split('+')) {
      const lists = path
        .split('.')
        .reduce<Keys[]>(
          (places, name) => places.flatMap((at) => fieldPlaces(doc, objectsAt(doc, at), name)),
          [root],
        );
      for (const list of lists.flatMap((at) => listsAt(doc, at)))
        for (const part of objectsAt(doc, [...list, 'items']).flat()) found.set(placeName(part), key);
    }
  }
  return found;
}

/** Every schema with fields that successes and webhooks are described by, and requests are not. */
function* receivedObjects(doc: OpenApi): Generator<Keys> {
  const sent = sentNodes(doc);
  const successes = eachOperation(doc).map(({ operation }) => successesOf(doc, operation));
  const received = nodesFrom(doc, [successes, doc.webhooks]);
  for (const place of schemaPlaces(doc)) {
    for (const at of objectsBelow(doc, place)) {
      const schema = valueAt(doc, at) as Schema;
      if (received.has(schema) && !sent.has(schema)) yield at;
    }
  }
}

function* objectsBelow(doc: OpenApi, at: Keys): Generator<Keys> {
  const schema = valueAt(doc, at);
  if (!isObject(schema)) return;
  const { properties, items, additionalProperties, ...rest } = schema as Schema;
  if (isObject(properties)) yield at;
  for (const name of Object.keys(properties ?? {})) yield* objectsBelow(doc, [...at, 'properties', name]);
  if (isObject(items)) yield* objectsBelow(doc, [...at, 'items']);
  if (isObject(additionalProperties)) yield* objectsBelow(doc, [...at, 'additionalProperties']);
  for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const)
    for (const index of (rest[keyword] ?? []).keys()) yield* objectsBelow(doc, [...at, keyword, index]);
}

function isScalarId({ type }: Schema): boolean {
  const types = [type ?? []].flat();
  return types.length > 0 && types.every((each) => ['integer', 'number', 'string'].includes(each));
}
