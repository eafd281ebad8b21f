// The one model of an OpenAPI document: its parts as types, and the ways to find them (pointers, references, walks).
import { eachReference, type Keys, referent } from '../../src/diff/references.ts';

// Shared with the comparison, which is a part of the package.
export {
  eachReference,
  holdsNames,
  holdsSchemas,
  isSampleData,
  type Keys,
  pointerKeys,
  referencesFrom,
  referent,
  valueAt,
} from '../../src/diff/references.ts';

export type Json = Record<string, unknown>;

export interface Reference {
  $ref: string;
}

export interface Schema extends Json {
  $ref?: string;
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export interface MediaType extends Json {
  schema?: Schema;
  examples?: Record<string, Example | Reference>;
}

export interface Example {
  value: unknown;
}

export interface Parameter extends Json {
  name: string;
  in: string;
  required?: boolean;
  explode?: boolean;
  schema?: Schema;
}

/** What a request or a response carries. */
export interface Body extends Json {
  required?: boolean;
  content?: Record<string, MediaType>;
}

export interface Paging {
  style: string;
  in: 'query' | 'body';
  page: string;
  size: string;
  max?: number;
  items: string;
  total?: string;
  key?: string;
}

export interface Operation extends Json {
  operationId: string;
  summary?: string;
  description?: string;
  deprecated?: boolean;
  tags?: string[];
  security?: Record<string, string[]>[];
  servers?: { url: string }[];
  parameters?: (Parameter | Reference)[];
  requestBody?: Body | Reference;
  responses?: Record<string, Body | Reference>;
  'x-altegio-paging'?: Paging;
  'x-altegio-query-names'?: string[];
  'x-altegio-safe'?: boolean;
  'x-altegio-body'?: 'json' | 'multipart';
  'x-altegio-key-header'?: string;
  'x-altegio-envelope'?: 'always' | 'maybe';
  'x-altegio-server'?: string;
  'x-altegio-replaced-by'?: string;
  'x-altegio-token-from'?: string[];
  'x-altegio-checked-by'?: string;
  'x-altegio-read-back'?: string;
  'x-altegio-replaces'?: { read: string; flags?: string[]; from?: Record<string, string> };
  'x-altegio-changes'?: {
    after: string;
    before: string;
    at: string;
    time: 'local' | 'offset';
    deleted?: string;
  };
  'x-altegio-canonical'?: string;
  'x-altegio-aliases'?: string[];
  'x-altegio-families'?: { names: string[]; required: boolean }[];
  'x-altegio-earlier'?: string[];
  'x-altegio-earlier-names'?: string[];
  'x-altegio-since'?: string;
  'x-altegio-fake'?: string;
  'x-altegio-webhook'?: 'settings' | 'marketplace';
  'x-altegio-doctor'?: { proves: 'partner' | 'user' | 'rights'; query?: Record<string, string | number> };
}

export const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'] as const;

export type Method = (typeof methods)[number];

export type PathItem = Json & { [M in Method]?: Operation } & {
  parameters?: (Parameter | Reference)[];
  servers?: { url: string }[];
};

/** An operation that the vendor has taken out of its description. */
export interface Removal {
  /** `METHOD /path`, as it stood. */
  place: string;
  /** The version of this package that no longer has it. */
  until: string;
  /** The operationId to call in its place. */
  instead?: string;
}

export interface OpenApi extends Json {
  openapi: string;
  info: { title: string; version: string };
  servers?: { url: string }[];
  security?: Record<string, string[]>[];
  tags?: { name: string }[];
  paths: Record<string, PathItem>;
  webhooks?: Record<string, PathItem>;
  'x-altegio-removed'?: Record<string, Removal>;
  components?: Json & {
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Body>;
    examples?: Record<string, Example>;
    schemas?: Record<string, Schema>;
  };
}

/** Without sharing: a parsed document may hold one object in several places, and each is corrected on its own. */
export function copyOf(doc: OpenApi): OpenApi {
  return JSON.parse(JSON.stringify(doc)) as OpenApi;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isReference(value: unknown): value is Reference {
  return isObject(value) && typeof value.$ref === 'string';
}

/** A local reference to the value at these keys. */
export function pointerTo(...keys: Keys): string {
  return `#/${keys.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
}

/** The same where there has to be something. */
export function lookUp(root: unknown, reference: string): unknown {
  const found = referent(root, reference);
  if (found === undefined) throw new Error(`Reference leads nowhere, or out of the document: ${reference}`);
  return found;
}

/** Follows local references until something else is found. A chain that leads nowhere or in circles is an error. */
export function resolve<T extends object>(root: unknown, value: T | Reference): T {
  let current: unknown = value;
  const seen = new Set<string>();
  while (isReference(current)) {
    if (seen.has(current.$ref)) throw new Error(`Circular reference: ${current.$ref}`);
    seen.add(current.$ref);
    current = lookUp(root, current.$ref);
  }
  return current as T;
}

/** Calls `visit` for every object in a JSON value, parents first; what several places share is visited in each. */
export function walk(value: unknown, visit: (node: Json) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) visit(value as Json);
  for (const each of Object.values(value)) walk(each, visit);
}

/** The references below a document that lead nowhere, or out of it. */
export function brokenReferences(doc: Json): string[] {
  const broken = new Set<string>();
  eachReference(doc, (reference) => {
    if (referent(doc, reference) === undefined) broken.add(reference);
  });
  return [...broken];
}

/** Every object that a value consists of, references followed. */
export function nodesFrom(root: unknown, value: unknown): Set<object> {
  const seen = new Set<object>();
  const follow = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (isReference(node)) follow(lookUp(root, node.$ref));
    for (const each of Object.values(node)) follow(each);
  };
  follow(value);
  return seen;
}
