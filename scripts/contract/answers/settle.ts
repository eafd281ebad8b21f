// The last corrections: computed from the contract as all other overlays leave it, so that what those add is corrected too.

import { type Json, type Keys, type OpenApi, valueAt } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import { differenceActions } from '../difference.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { placeName, relaxAnswers } from './answers.ts';
import { errorActions } from './errors.ts';
import { settleLists } from './lists.ts';
import { unusedActions } from './unused.ts';
import { relaxValues } from './values.ts';

/** Lists and single things told apart, answers widened, failures in one shape; then what nobody uses any more. */
export function settleActions(doc: OpenApi): OverlayAction[] {
  const split = copyOf(doc);
  settleLists(split);
  const relaxed = copyOf(split);
  const reasons = relaxAnswers(relaxed);
  relaxValues([relaxed.components, relaxed.paths]);
  return [
    ...changes(
      doc,
      split,
      () => 'One schema served a list and a single thing, or a body with and without its frame.',
    ),
    ...changes(split, relaxed, (keys) => reasonAt(reasons, keys)),
    ...errorActions(relaxed),
    ...unusedActions(relaxed),
  ];
}

/** Without sharing: a parsed document may hold one object in several places, and each is corrected on its own. */
function copyOf(doc: OpenApi): OpenApi {
  return JSON.parse(JSON.stringify(doc)) as OpenApi;
}

/** The actions for all schemas that differ, each place on its own. */
function* changes(before: OpenApi, after: OpenApi, reason: (keys: Keys) => string): Generator<OverlayAction> {
  for (const keys of places(after)) {
    const [old, next] = [before, after].map((doc) => valueAt(doc, keys) as Json | undefined);
    if (next === undefined) continue;
    if (old === undefined) {
      const parent = { doc: after, at: keys.slice(0, -1) };
      yield* differenceActions({}, { [String(keys.at(-1))]: next }, parent, reason(keys));
    } else {
      yield* differenceActions(old, next, { doc: after, at: keys }, reason(keys));
    }
  }
}

/** Where schemas stand: shared ones, those of answers and requests, and those of webhooks. */
function* places(doc: OpenApi): Generator<Keys> {
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

function reasonAt(reasons: ReturnType<typeof relaxAnswers>, keys: Keys): string {
  const notes = [...(reasons.get(placeName(keys)) ?? [])];
  return (
    notes.map(([reason, fields]) => `${reason}: ${[...fields].join(', ')}.`).join(' ') ||
    'Dates have several spellings; a type that allows null has null among its values.'
  );
}
