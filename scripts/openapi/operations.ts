// Reading an OpenAPI document: the shapes that the emitters rely on, references, and a list of its operations.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  [keyword: string]: unknown;
}

export interface MediaType {
  schema?: Schema;
  [key: string]: unknown;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  [key: string]: unknown;
}

export interface Body {
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

export interface Operation {
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
  'x-altegio-safe'?: boolean;
  'x-altegio-body'?: 'json' | 'multipart';
  'x-altegio-server'?: string;
  'x-altegio-replaced-by'?: string;
  'x-altegio-canonical'?: string;
  'x-altegio-aliases'?: string[];
}

export interface Reference {
  $ref: string;
}

export type PathItem = Record<string, unknown>;

export interface OpenApi {
  openapi: string;
  info: Record<string, unknown>;
  servers?: { url: string }[];
  security?: Record<string, string[]>[];
  paths: Record<string, PathItem>;
  components?: Record<string, Record<string, unknown>>;
  webhooks?: Record<string, PathItem>;
}

/** One operation with its references resolved, under the path that the vendor published. */
export interface OperationEntry {
  id: string;
  method: string;
  /** The vendor's path: path parameters carry the vendor's names again. */
  path: string;
  /** The key in `paths` of the contract. */
  contractPath: string;
  operation: Operation;
  parameters: Parameter[];
  /** Names of the path parameters that may be left out, together with their segment. */
  optional: string[];
  body: Body | undefined;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The value behind a `$ref` (also behind a chain of them), or the value itself. */
export function resolve<T extends object>(doc: OpenApi, value: T | Reference): T {
  let current: unknown = value;
  for (let hops = 0; isReference(current); hops++) {
    if (hops > 20) throw new Error(`Circular reference: ${current.$ref}`);
    const ref: string = current.$ref;
    if (!ref.startsWith('#/')) throw new Error(`Only references inside the document are supported: ${ref}`);
    let node: unknown = doc;
    for (const part of ref.slice(2).split('/')) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      node = (node as Record<string, unknown> | undefined)?.[key];
    }
    if (node === undefined) throw new Error(`Reference without a target: ${ref}`);
    current = node;
  }
  return current as T;
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && typeof (value as Reference).$ref === 'string';
}

/** Every operation under `paths`, in the order of the document. */
export function operationsOf(doc: OpenApi): OperationEntry[] {
  const entries: OperationEntry[] = [];
  for (const [contractPath, item] of Object.entries(doc.paths)) {
    for (const [method, value] of Object.entries(item)) {
      if (!METHODS.includes(method)) continue;
      entries.push(entryOf(doc, contractPath, method, item, value as Operation));
    }
  }
  return entries;
}

function entryOf(
  doc: OpenApi,
  contractPath: string,
  method: string,
  item: PathItem,
  operation: Operation,
): OperationEntry {
  const shared = (item.parameters as (Parameter | Reference)[] | undefined) ?? [];
  const byKey = new Map<string, Parameter>();
  for (const each of [...shared, ...(operation.parameters ?? [])]) {
    const parameter = resolve<Parameter>(doc, each);
    byKey.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  // The contract had to share one template between two vendor paths; from here on the vendor's names count again.
  let path = contractPath;
  const parameters = [...byKey.values()].map((parameter) => {
    const vendorName = parameter['x-altegio-name'];
    if (parameter.in !== 'path' || typeof vendorName !== 'string') return parameter;
    path = path.replace(`{${parameter.name}}`, `{${vendorName}}`);
    return { ...parameter, name: vendorName };
  });
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    contractPath,
    operation,
    parameters,
    optional: parameters
      .filter((each) => each.in === 'path' && each['x-altegio-optional'] === true)
      .map((each) => each.name),
    body: operation.requestBody && resolve<Body>(doc, operation.requestBody),
  };
}

/** The other paths that reach an operation: the canonical one, and those of earlier editions. */
export function otherPathsOf({ id, path, operation }: OperationEntry): {
  canonical: string | undefined;
  aliases: string[];
} {
  const canonical = operation['x-altegio-canonical'];
  const aliases = operation['x-altegio-aliases'] ?? [];
  if ([canonical, ...aliases].includes(path)) {
    throw new Error(
      `${id}: ${path} is no other path but the published one by now; name the earlier one in x-altegio-aliases`,
    );
  }
  // The same path arguments fill all of them.
  for (const other of canonical === undefined ? aliases : [canonical, ...aliases]) {
    if (placeholders(other) === placeholders(path)) continue;
    throw new Error(`${id}: ${other} needs the same parameters as ${path}`);
  }
  return { canonical, aliases };
}

function placeholders(path: string): string {
  return (path.match(/\{[^}]*\}/g) ?? []).sort().join();
}

const SCHEMES = ['BearerPartner', 'BearerPartnerUser'];

/** Which token an operation asks for: of several alternatives the one that asks for least. */
export function securityOf(doc: OpenApi, operation: Operation): 'none' | 'partner' | 'user' {
  const alternatives = (operation.security ?? doc.security ?? []).map((each) => Object.keys(each));
  const asking = alternatives.filter((schemes) => schemes.length > 0);
  if (asking.length === 0) return 'none';
  const known = asking.filter((schemes) => schemes.every((scheme) => SCHEMES.includes(scheme)));
  if (known.length === 0) {
    const names = asking.map((schemes) => schemes.join(' + ')).join(', ');
    throw new Error(
      `${operation.operationId}: unknown security scheme ${names}; an overlay must give it ${SCHEMES.join(' or ')}, or src/ must learn it`,
    );
  }
  return known.some((schemes) => !schemes.includes('BearerPartnerUser')) ? 'partner' : 'user';
}

/** The absolute base URL of an operation that does not live on the server of its API. */
export function serverOf(operation: Operation): string | undefined {
  return operation['x-altegio-server'] ?? operation.servers?.[0]?.url;
}

/** The media type of the request body; a body that offers several is sent in the first. */
export function bodyMediaType(body: Body | undefined): string | undefined {
  return body?.content && Object.keys(body.content)[0];
}

/** How the body is encoded. */
export function bodyKind({ operation, body }: OperationEntry): 'json' | 'multipart' | undefined {
  if (operation['x-altegio-body']) return operation['x-altegio-body'];
  const mediaType = bodyMediaType(body);
  if (mediaType === undefined) return undefined;
  return mediaType.startsWith('multipart/') ? 'multipart' : 'json';
}

/** Calls `visit` for every object in a JSON value, parents first. */
export function walk(value: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, visit);
  } else if (typeof value === 'object' && value !== null) {
    visit(value as Record<string, unknown>);
    for (const each of Object.values(value)) walk(each, visit);
  }
}

/** `get_client_list` → `GetClientList`. */
export function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** The first line of every generated TypeScript or YAML file. */
export function headerLine(vendor: string, comment: '//' | '#' = '//'): string {
  return `${comment} Generated by scripts/generate.ts from openapi/${vendor}.yaml and its overlays. Do not edit.`;
}
