// Failed responses: one shape for all of them, whatever the status. The published ones differ from each other by accident.

import { type Body, isReference, lookUp, type OpenApi, type Schema } from '../../openapi/document.ts';
import { eachOperation } from '../../openapi/operations.ts';
import type { OverlayAction } from '../overlay-document.ts';
import { jsonPath, targetOf } from '../target.ts';
import { known } from './known.ts';

const name = 'error';

const reference = { $ref: `#/components/schemas/${name}` };

const description =
  'Every failure has the same shape; the schemas per status and operation say less, or something else.';

/** Gives every response with a status of 4xx or 5xx that shape. */
export function* errorActions(doc: OpenApi): Generator<OverlayAction> {
  const places = [...failures(doc)];
  const others = places.filter(({ response }) => !isSettled(response) && !isProblem(response));
  if (others.length === 0) return;
  if (!doc.components?.schemas?.[name]) {
    yield { target: jsonPath('components', 'schemas'), description, update: { [name]: known.error } };
  }
  // Few actions with wide targets: one per status instead of one per operation and status.
  const statuses = [...new Set(places.map(({ status }) => status))].sort();
  for (const status of statuses) {
    const here = others.filter((place) => place.status === status);
    const contents = here.filter(({ response }) => json(response));
    const base = status.startsWith('$') ? status : `$.paths[*][*].responses['${status}']`;
    const at = `${base}.content['application/json']`;
    if (contents.some(({ response }) => json(response)?.schema))
      yield { target: `${at}.schema`, description, remove: true };
    if (contents.length > 0) yield { target: at, description, update: { schema: reference } };
    for (const { at: target, response } of here) {
      if (!json(response))
        yield { target, description, update: { content: { 'application/json': { schema: reference } } } };
    }
  }
}

interface Failure {
  /** The status, or the path of a shared response. */
  status: string;
  at: string;
  response: Body;
}

function* failures(doc: OpenApi): Generator<Failure> {
  const shared = new Set<string>();
  for (const { path, method, operation } of eachOperation(doc)) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (!/^[45]/.test(status)) continue;
      if (isReference(response)) shared.add(response.$ref);
      else yield { status, at: targetOf(doc, ['paths', path, method, 'responses', status]), response };
    }
  }
  for (const ref of shared) {
    const key = ref.split('/').at(-1)!;
    const response = lookUp(doc, ref) as Body;
    const at = jsonPath('components', 'responses', key);
    yield { status: at, at, response };
  }
}

function json(response: Body): { schema?: Schema } | undefined {
  return response.content?.['application/json'];
}

/** Whether it is described in the form of RFC 9457, which has a shape of its own. */
function isProblem(response: Body): boolean {
  return 'application/problem+json' in (response.content ?? {});
}

function isSettled(response: Body): boolean {
  return json(response)?.schema?.$ref === reference.$ref;
}
