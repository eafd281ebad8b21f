// Where an entry of the evidence, or of the lint's baseline, points: into an operation, which it names by its id, or into the description itself.
import { type Keys, type OpenApi, pointerKeys, pointerTo, valueAt } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';

/** The keys that an address leads to; undefined where there is no such operation. */
export function placeOf(doc: OpenApi, address: string): Keys | undefined {
  const [, operationId, pointer = address] = /^([^/#]+)#(.*)$/.exec(address) ?? [];
  // The corrections that follow a pattern give every body a media type.
  const inside = (pointer === '' ? [] : pointerKeys(pointer)).map((key, index, all) =>
    key === '*/*' && all[index - 1] === 'content' ? 'application/json' : key,
  );
  if (operationId === undefined) return inside;
  const operation = keysOfOperation(doc, operationId);
  return operation && [...operation, ...inside];
}

/** The address of the value at a pointer; `path of <operationId>` for what an operation shares with its neighbours. */
export function addressOf(doc: OpenApi, pointer: string): string {
  const [section, path, method, ...inside] = pointerKeys(pointer);
  if (section !== 'paths' && section !== 'webhooks') return pointer;
  const neighbours = eachOperation(doc, section).filter((place) => place.path === path);
  const found = neighbours.find((place) => place.method === method);
  if (found) return found.operation.operationId + (inside.length === 0 ? '#' : pointerTo(...inside));
  return neighbours[0] && method === undefined ? `path of ${neighbours[0].operation.operationId}` : pointer;
}

function keysOfOperation(doc: OpenApi, id: string): Keys | undefined {
  for (const section of ['paths', 'webhooks'] as const) {
    for (const { path, method, operation } of eachOperation(doc, section)) {
      if (operation.operationId === id) return [section, path, method];
    }
  }
  return undefined;
}

/** Whether what an address begins with has gone: its operation, or the shared schema or response that it leads into. */
export function isAboutNothing(doc: OpenApi, address: string): boolean {
  const keys = placeOf(doc, address);
  if (keys === undefined) return true;
  return keys[0] === 'components' && valueAt(doc, keys.slice(0, 3)) === undefined;
}
