// Where the contract describes what was seen: an operation by its id, a webhook by the resource that it is about.
import {
  type Body,
  isReference,
  type Keys,
  type OpenApi,
  pointerKeys,
  resolve,
} from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';

/** A schema of what Altegio sends, and the tags of the operation that it belongs to. */
export interface Described {
  at: Keys;
  tags: readonly string[];
}

/** Finds the schema of a success that carries JSON, the latest status first: a 201 says more than a 200 beside it. */
export function describedIn(doc: OpenApi): (seen: string) => Described | undefined {
  const operations = new Map(eachOperation(doc).map((place) => [place.operation.operationId, place]));
  return (seen) => {
    const resource = /^webhook_event\((.+)\)$/.exec(seen)?.[1];
    if (resource !== undefined) return webhookOf(doc, resource);
    const place = operations.get(seen);
    if (!place) return undefined;
    const { path, method, operation } = place;
    for (const [status, response] of Object.entries(operation.responses ?? {}).reverse()) {
      if (!status.startsWith('2') || !resolve<Body>(doc, response).content?.['application/json']?.schema)
        continue;
      const at = isReference(response)
        ? pointerKeys(response.$ref)
        : ['paths', path, method, 'responses', status];
      return { at: [...at, 'content', 'application/json', 'schema'], tags: operation.tags ?? [] };
    }
    return undefined;
  };
}

function webhookOf(doc: OpenApi, resource: string): Described | undefined {
  const { discriminator } = doc.components?.schemas?.webhook_event ?? {};
  const reference = (discriminator as { mapping: Record<string, string> } | undefined)?.mapping[resource];
  return reference === undefined ? undefined : { at: pointerKeys(reference), tags: [] };
}
