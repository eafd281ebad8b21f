// The schemas of a description: where they stand, and the overlay actions for those that differ between two states of it.
import { type Json, type Keys, type OpenApi, valueAt } from '../openapi/document.ts';
import { eachOperation } from '../openapi/operations.ts';
import { differenceActions } from './difference.ts';
import type { OverlayAction } from './overlay-document.ts';

/** A reason, and what else an action shall say. */
export type Reason = Pick<OverlayAction, 'description' | 'x-seen-in'>;

/** The actions for all schemas that differ, each place on its own. */
export function* schemaChanges(
  before: OpenApi,
  after: OpenApi,
  reasonFor: (keys: Keys) => Reason,
): Generator<OverlayAction> {
  for (const keys of schemaPlaces(after)) {
    const [old, next] = [before, after].map((doc) => valueAt(doc, keys) as Json | undefined);
    if (next === undefined || JSON.stringify(old) === JSON.stringify(next)) continue;
    const { description, ...more } = reasonFor(keys);
    const actions = differenceActions(old, next, { doc: after, at: keys }, description);
    for (const action of actions) yield { ...action, ...more };
  }
}

/** The schema that a place inside of it belongs to, as `schemaPlaces` gives it. */
export function schemaPlaceOf(keys: Keys): Keys {
  if (keys[0] === 'components' && keys[1] === 'schemas') return keys.slice(0, 3);
  return keys.slice(0, keys.indexOf('schema') + 1);
}

/** The name of a place in a map. */
export function placeName(keys: Keys): string {
  return keys.join('\n');
}

/** Where schemas stand: shared ones, those of requests and successful responses, and those of webhooks. */
export function* schemaPlaces(doc: OpenApi): Generator<Keys> {
  for (const key of Object.keys(doc.components?.schemas ?? {})) yield ['components', 'schemas', key];
  for (const { path, method, operation } of eachOperation(doc)) {
    const at = ['paths', path, method];
    yield* parameterPlaces(operation.parameters, [...at, 'parameters']);
    yield* mediaPlaces(operation.requestBody, [...at, 'requestBody']);
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (status.startsWith('2')) yield* mediaPlaces(response, [...at, 'responses', status]);
    }
  }
  for (const [key, response] of Object.entries((doc.components?.responses ?? {}) as Json)) {
    yield* mediaPlaces(response, ['components', 'responses', key]);
  }
  yield* parameterPlaces(doc.components?.parameters, ['components', 'parameters']);
  for (const [name, item] of Object.entries(doc.webhooks ?? {})) {
    for (const [method, operation] of Object.entries(item)) {
      yield* mediaPlaces((operation as Json).requestBody, ['webhooks', name, method, 'requestBody']);
    }
  }
}

function* parameterPlaces(parameters: unknown, at: Keys): Generator<Keys> {
  for (const [index, parameter] of Object.entries((parameters ?? {}) as Json)) {
    if ((parameter as Json).schema)
      yield [...at, Array.isArray(parameters) ? Number(index) : index, 'schema'];
  }
}

function* mediaPlaces(holder: unknown, at: Keys): Generator<Keys> {
  const content = (holder as { content?: Record<string, Json> } | undefined)?.content ?? {};
  for (const [type, media] of Object.entries(content))
    if (media.schema) yield [...at, 'content', type, 'schema'];
}
