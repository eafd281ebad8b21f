// openapi/entities.yaml: which responses hold the same kind of thing.
import type { ApiName } from '../openapi/apis.ts';
import type { Keys, OpenApi } from '../openapi/document.ts';
import { loadYaml } from '../openapi/project.ts';
import { fieldPlaces, listsAt, objectsAt } from './evidence/alternatives.ts';
import { describedIn } from './evidence/places.ts';

/** One kind of thing, by the name that users know it by. */
export interface Entity {
  name: string;
  /** `<operationId>#data`, or `#data[]`; the first one stands for the entity. */
  places: string[];
}

/** The entities of an API. */
export function loadEntities(api: ApiName): Entity[] {
  if (api !== 'v1') return [];
  const entries = Object.entries(loadYaml<Record<string, string[]>>('openapi/entities.yaml'));
  return entries.map(([name, places]) => ({ name, places }));
}

/** The schemas of the thing at such a place; none where the contract has no such place. */
export function entitySchemas(doc: OpenApi, place: string): Keys[] {
  const [operation = '', pointer] = place.split('#');
  const described = describedIn(doc)(operation);
  const data = described && fieldPlaces(doc, objectsAt(doc, described.at), 'data')[0];
  if (!data) return [];
  if (pointer === 'data') return objectsAt(doc, data).flat();
  return listsAt(doc, data).flatMap((list) => objectsAt(doc, [...list, 'items']).flat());
}
