// What the comparison needs to know of an OpenAPI document: its operations with all references to their parts resolved.
import { isRecord } from '../util/check.ts';
import { referent } from './references.ts';

/** An object of the document. */
export type Node = Record<string, unknown>;

/** A JSON Schema. */
export type Schema = Node;

/** A parameter, with what its path item says of it. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  /** How it is written in the URL, where that is not the usual way. */
  readonly form: string;
  readonly schema: Schema | undefined;
}

/** What a request or a response carries. */
export interface Body {
  readonly required: boolean;
  /** Media types, the preferred one first. */
  readonly types: readonly string[];
  /** Of the preferred one. */
  readonly schema: Schema | undefined;
}

/** An operation, or an event that the vendor sends. */
export interface Described {
  readonly id: string;
  readonly isWebhook: boolean;
  readonly method: string;
  readonly path: string;
  readonly server: string | undefined;
  readonly deprecated: boolean;
  /** The alternatives of security schemes; an empty one asks for nothing. */
  readonly security: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: Body | undefined;
  readonly responses: ReadonlyMap<string, Body>;
  /** The operation as the document has it, with what it inherits. */
  readonly source: Node;
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];

/** OpenAPI gives these a meaning elsewhere, whatever a parameter says. */
const ignoredHeaders = ['accept', 'authorization', 'content-type'];

/** Every operation with an operationId, and every webhook, by name. */
export function describe(doc: Node): Map<string, Described> {
  const found = new Map<string, Described>();
  for (const section of ['paths', 'webhooks']) {
    for (const [path, raw] of Object.entries(nodeOf(doc[section]))) {
      const item = resolve(doc, raw);
      for (const method of methods) {
        const operation = item[method];
        if (!isRecord(operation)) continue;
        const id = section === 'webhooks' ? `webhook ${path}` : operation.operationId;
        if (typeof id === 'string')
          found.set(id, described(doc, { id, section, path, method, item, operation }));
      }
    }
  }
  return found;
}

interface Place {
  id: string;
  section: string;
  path: string;
  method: string;
  item: Node;
  operation: Node;
}

function described(doc: Node, { id, section, path, method, item, operation }: Place): Described {
  const listed = [...listOf(item.parameters), ...listOf(operation.parameters)].map((each) =>
    resolve(doc, each),
  );
  const parameters = new Map(listed.map((each) => [`${each.in} ${each.name}`, each]));
  const [server] = listOf(operation.servers ?? item.servers ?? doc.servers).map((each) => nodeOf(each).url);
  const security = operation.security ?? doc.security;
  const responses = Object.entries(nodeOf(operation.responses));
  return {
    id,
    isWebhook: section === 'webhooks',
    method: method.toUpperCase(),
    path: withVendorNames(path, [...parameters.values()]),
    server: String(operation['x-altegio-server'] ?? server ?? '') || undefined,
    deprecated: operation.deprecated === true,
    security: listOf(security).map((each) => Object.keys(nodeOf(each)).sort().join(' + ')),
    parameters: [...parameters.values()].map((each) => parameterOf(doc, each)).filter(isSent),
    body: operation.requestBody === undefined ? undefined : bodyOf(doc, operation.requestBody),
    responses: new Map(responses.map(([status, each]) => [status, bodyOf(doc, each)])),
    source: { parameters: item.parameters, security, operation },
  };
}

function parameterOf(doc: Node, each: Node): Parameter {
  const [media] = Object.values(nodeOf(each.content));
  const schema = each.schema ?? nodeOf(media).schema;
  const form = { style: each.style, explode: each.explode, array: each['x-altegio-array'] };
  const isList = typesOf(resolve(doc, schema)).includes('array');
  return {
    name: String((each.in === 'path' && each['x-altegio-name']) || each.name),
    in: String(each.in),
    // A segment that may be left out is optional, whatever OpenAPI demands of path parameters.
    required: each.required === true && each['x-altegio-optional'] !== true,
    form: isList ? JSON.stringify(form) : '',
    schema: isRecord(schema) ? schema : undefined,
  };
}

function isSent({ in: place, name }: Parameter): boolean {
  return place !== 'header' || !ignoredHeaders.includes(name.toLowerCase());
}

/** The contract shares one template between two published paths; the published names are those that callers know. */
function withVendorNames(path: string, parameters: readonly Node[]): string {
  return parameters.reduce<string>((text, { in: place, name, 'x-altegio-name': own }) => {
    return place === 'path' && typeof own === 'string' ? text.replace(`{${name}}`, `{${own}}`) : text;
  }, path);
}

function bodyOf(doc: Node, raw: unknown): Body {
  const body = resolve(doc, raw);
  const content = Object.entries(nodeOf(body.content));
  const [preferred] = [...content].sort(([one], [other]) => rank(one) - rank(other));
  const schema = nodeOf(preferred?.[1]).schema;
  return {
    required: body.required === true,
    types: content.map(([type]) => type),
    schema: isRecord(schema) ? schema : undefined,
  };
}

function rank(mediaType: string): number {
  return /[/+]json\b/.test(mediaType) ? 0 : 1;
}

/** The types that a schema names itself. */
export function typesOf({ type }: Schema): string[] {
  return type === undefined ? [] : ([type].flat() as string[]);
}

/** An object, or an empty one in place of anything else. */
export function nodeOf(value: unknown): Node {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Follows local references. One that leads nowhere, or in circles, is an empty object: anything. */
export function resolve(doc: Node, value: unknown): Node {
  let current = nodeOf(value);
  for (let steps = 0; typeof current.$ref === 'string' && steps < 20; steps++) {
    current = nodeOf(referent(doc, current.$ref));
  }
  return typeof current.$ref === 'string' ? {} : current;
}
