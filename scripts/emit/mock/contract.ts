// Emits generated/<api>.mock.json: the contract in the form that Prism can serve.

import {
  type Body,
  holdsNames,
  isObject,
  isSampleData,
  type MediaType,
  type OpenApi,
  type Parameter,
  type Reference,
  resolve,
  type Schema,
  walk,
} from '../../openapi/document.ts';
import { isJsonApi, operationsOf, sentNodes } from '../../openapi/operations.ts';
import { partsOf, shareSchema } from '../../openapi/schemas.ts';
import { type Codes, noCodes } from '../codes/codes.ts';
import { jsonByLines } from '../json-by-lines.ts';
import { settleResponses } from '../responses.ts';
import { believable } from './believable.ts';
import { addExamples } from './examples.ts';
import { addFailures } from './failures.ts';

/** The media type that the API demands in `Accept`; the descriptions declare only `application/json`. */
const RESPONSE_TYPE = 'application/vnd.api.v2+json';

/** What is known of an API besides its contract. */
export interface MockFacts {
  /** The SDK's name of the API. */
  api: string;
  codes: Codes;
}

/** `view` is the mock view of a contract. */
export function emitMock(view: OpenApi, vendor: string): string {
  const note = `by scripts/generate.ts from openapi/${vendor}.yaml and its overlays; do not edit`;
  return stringifyByLines({ 'x-generated': note, ...view });
}

/** The contract as Prism needs it. Does not change its argument. */
export function mockView(doc: OpenApi, { api, codes }: MockFacts = { api: '', codes: noCodes }): OpenApi {
  const view = structuredClone(doc);
  // Prism serves every operation at its root, those of other hosts too.
  delete view.servers;
  delete view.webhooks;
  settleResponses(view);
  addFailures({ doc: view, isJsonApi: isJsonApi(doc) }, api, codes);
  for (const { operation } of operationsOf(view)) {
    delete operation.servers;
    operation.parameters = (operation.parameters ?? []).map((each) => wireParameter(view, each));
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if ('x-altegio-instead' in response) {
        // Prism serves the first success, and this one is not what a caller is after.
        delete operation.responses?.[status];
        continue;
      }
      const schema = resolve<Body>(view, response).content?.['application/json']?.schema;
      if (schema) settleSuccess(view, schema, status.startsWith('2'));
      // Only inline responses: the shared ones are in components and get it there.
      if (!('$ref' in response)) offerResponseType(view, response, `${operation.operationId}_${status}`);
    }
  }
  for (const [name, response] of Object.entries(view.components?.responses ?? {})) {
    offerResponseType(view, response as Body, `response_${name}`);
  }
  settleUnknown(view);
  const believed = believable(view);
  addExamples(believed);
  addShorterPaths(believed);
  const slimmed = slim(believed, 'keywords') as OpenApi;
  describeResponses(slimmed);
  return slimmed;
}

const plain = ['null', 'string', 'number', 'boolean'];

/** A field that was seen as null alone may hold anything; over an empty schema Prism's faker trips. */
function settleUnknown(doc: OpenApi): void {
  const sent = sentNodes(doc);
  walk(doc, (node) => {
    if (sent.has(node) || !isObject(node.properties)) return;
    for (const [name, field] of Object.entries(node.properties)) {
      if (isObject(field) && Object.keys(field).length === 0) node.properties[name] = { type: [...plain] };
    }
  });
}

/** An operation with path parameters that may be left out responds without their segments too. */
function addShorterPaths(doc: OpenApi): void {
  for (const { method, contractPath, operation, parameters, optional } of operationsOf(doc)) {
    if (optional.length === 0) continue;
    const path = optional.reduce((shorter, name) => shorter.replace(`/{${name}}`, ''), contractPath);
    const { operationId: _, ...rest } = operation;
    const kept = parameters.filter((each) => each.in !== 'path' || !optional.includes(each.name));
    doc.paths[path] ??= {};
    doc.paths[path][method.toLowerCase()] ??= { ...rest, parameters: kept };
  }
}

/** The envelope's `success` agrees with the status; a random one would turn every second response into a failure. */
function settleSuccess(doc: OpenApi, raw: Schema, success: boolean): void {
  const schema = resolve<Schema>(doc, raw);
  const { properties } = schema;
  // Where it is shared with other responses, the shared one stays as it is.
  if (properties?.success && resolve<Schema>(doc, properties.success).type === 'boolean') {
    properties.success = { type: 'boolean', enum: [success] };
  }
  for (const part of partsOf(schema)) settleSuccess(doc, part, success);
}

/**
 * A query array under the name that it has on the wire. Brackets in the name of anything else are kept by the style: the
 * command line of Prism rewrites the names of `form` parameters, and does not find them in a request then.
 */
function wireParameter(doc: OpenApi, each: Parameter | Reference): Parameter | Reference {
  const parameter = resolve<Parameter>(doc, each);
  if (parameter.in !== 'query' || parameter['x-altegio-array'] === 'comma') return each;
  const schema = parameter.schema && resolve<Schema>(doc, parameter.schema);
  const isArray = [schema?.type].flat().includes('array');
  if (!isArray && parameter.name.includes('[')) return { ...parameter, style: 'deepObject', explode: true };
  if (!isArray || parameter.name.endsWith('[]')) return each;
  return { ...parameter, name: `${parameter.name}[]` };
}

function offerResponseType(doc: OpenApi, response: Body, name: string): void {
  const json = response.content?.['application/json'];
  if (!response.content || !json) return;
  // Without a schema Prism would send an empty body, which is no JSON, and refuse to make one up.
  if (json.schema === undefined || Object.keys(json.schema).length === 0) json.schema = { type: 'object' };
  response.content[RESPONSE_TYPE] = share(doc, json, name);
}

/** A copy of a media type; an inline schema moves to components first, so that the copy costs one reference. */
function share(doc: OpenApi, media: MediaType, name: string): MediaType {
  const { schema } = media;
  if (schema !== undefined && Object.keys(schema).length > 0) media.schema = shareSchema(doc, name, schema);
  return structuredClone(media);
}

/** OpenAPI demands a description of every response. */
function describeResponses(doc: OpenApi): void {
  const operations = operationsOf(doc).map(({ operation }) => operation.responses ?? {});
  for (const responses of [doc.components?.responses ?? {}, ...operations]) {
    for (const [name, response] of Object.entries(responses)) {
      const body = response as Body | Reference;
      if (!('$ref' in body)) (responses as Record<string, object>)[name] = { description: '', ...body };
    }
  }
}

/** What the keys of an object are: keywords, names that somebody chose, or a value that is data. */
type Kind = 'keywords' | 'names' | 'data';

const PROSE = ['description', 'summary', 'tags', 'externalDocs', 'deprecated'];

/** Without prose and `x-altegio-*`. */
function slim(value: unknown, kind: Kind): unknown {
  if (kind === 'data' || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => slim(each, 'keywords'));
  const entries = Object.entries(value);
  if (kind === 'names')
    return Object.fromEntries(entries.map(([key, child]) => [key, slim(child, 'keywords')]));
  const kept = entries.filter(([key]) => !PROSE.includes(key) && !key.startsWith('x-altegio-'));
  return Object.fromEntries(kept.map(([key, child]) => [key, slim(child, kindOf(key, child))]));
}

function kindOf(key: string, child: unknown): Kind {
  // Extensions of others lose their prose too.
  const isData = isSampleData(key, child) && !key.startsWith('x-');
  if (isData || key === 'examples' || key === 'security') return 'data';
  return holdsNames(key) ? 'names' : 'keywords';
}

/** One line per operation and per component: small, and still readable as a diff. */
function stringifyByLines(value: Record<string, unknown>): string {
  const entries = Object.entries(value).map(([key, child]) => {
    const levels = key === 'paths' || key === 'components' ? 2 : 0;
    return `${JSON.stringify(key)}:${jsonByLines(child, levels)}`;
  });
  return `{\n${entries.join(',\n')}\n}\n`;
}
