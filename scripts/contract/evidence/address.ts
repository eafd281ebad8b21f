// Where an entry of the evidence points: into an operation, which it names by its id, or into the description itself.
import { type Keys, type OpenApi, pointerKeys } from '../../openapi/document.ts';
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

function keysOfOperation(doc: OpenApi, id: string): Keys | undefined {
  for (const section of ['paths', 'webhooks'] as const) {
    for (const { path, method, operation } of eachOperation(doc, section)) {
      if (operation.operationId === id) return [section, path, method];
    }
  }
  return undefined;
}
