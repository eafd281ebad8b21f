// Where the contract describes what was seen: an operation by its id, a webhook by the resource that it is about.
import { type Keys, type OpenApi, pointerKeys } from '../../openapi/document.ts';
import { eachOperation, successPlaces } from '../../openapi/operations.ts';

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
    const success = successPlaces(doc, place)
      .reverse()
      .find(({ body }) => body.content?.['application/json']?.schema);
    return success && { at: [...success.at, ...jsonSchema], tags: place.operation.tags ?? [] };
  };
}

const jsonSchema = ['content', 'application/json', 'schema'];

function webhookOf(doc: OpenApi, resource: string): Described | undefined {
  const { discriminator } = doc.components?.schemas?.webhook_event ?? {};
  const reference = (discriminator as { mapping: Record<string, string> } | undefined)?.mapping[resource];
  return reference === undefined ? undefined : { at: pointerKeys(reference), tags: [] };
}
