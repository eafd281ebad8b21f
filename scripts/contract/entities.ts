// openapi/entities.yaml: which responses hold the same kind of thing.
import type { ApiName } from '../openapi/apis.ts';
import { type Keys, type OpenApi, pointerKeys, valueAt } from '../openapi/document.ts';
import { loadYaml } from '../openapi/project.ts';
import { fieldPlaces, listsAt, objectsAt } from './evidence/alternatives.ts';
import { describedIn } from './evidence/places.ts';

/** One kind of thing, by the name that users know it by. */
export interface Entity {
  name: string;
  /** `<operationId>#data`, `#data[]` or `#data.services[]`, or the pointer of a schema; the first one stands for the entity. */
  places: string[];
}

/** The entities of an API. */
export function loadEntities(api: ApiName): Entity[] {
  const all = loadYaml<Partial<Record<ApiName, Record<string, string[]>>>>('openapi/entities.yaml');
  return Object.entries(all[api] ?? {}).map(([name, places]) => ({ name, places }));
}

/** Where the schema of such a place stands; undefined where the contract has no such place. */
export function entityPlace(doc: OpenApi, place: string): Keys | undefined {
  const [operation = '', pointer = ''] = place.split('#');
  if (operation === '') return valueAt(doc, pointerKeys(pointer)) ? pointerKeys(pointer) : undefined;
  let at = describedIn(doc)(operation)?.at;
  for (const step of pointer.replaceAll('[]', '.[]').split('.')) {
    if (!at) return undefined;
    if (step === '[]') {
      const [list]: Keys[] = listsAt(doc, at);
      at = list && [...list, 'items'];
    } else {
      at = fieldPlaces(doc, objectsAt(doc, at), step)[0];
    }
  }
  return at;
}

/** The schemas of the thing at such a place; none where the contract has no such place. */
export function entitySchemas(doc: OpenApi, place: string): Keys[] {
  const at = entityPlace(doc, place);
  return at ? objectsAt(doc, at).flat() : [];
}
