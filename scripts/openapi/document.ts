// The parts of an OpenAPI document that the contract's scripts look at, and the few ways they walk it.

export type Json = Record<string, unknown>;

export interface Reference {
  $ref: string;
}

export interface Schema extends Json {
  type?: string | string[];
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export interface Parameter extends Json {
  name: string;
  in: string;
  required?: boolean;
  explode?: boolean;
  schema?: Schema;
}

export interface RequestBody extends Json {
  required?: boolean;
  content?: Record<string, { schema?: Schema }>;
}

export interface Response extends Json {
  content?: Record<string, { schema?: Schema }>;
}

export interface Operation extends Json {
  operationId: string;
  deprecated?: boolean;
  description?: string;
  security?: Record<string, string[]>[];
  servers?: { url: string }[];
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses?: Record<string, Response | Reference>;
}

export const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'] as const;

export type Method = (typeof methods)[number];

export type PathItem = Json & { [M in Method]?: Operation } & {
  parameters?: (Parameter | Reference)[];
  servers?: { url: string }[];
};

export interface OpenApiDocument extends Json {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  paths: Record<string, PathItem>;
  webhooks?: Record<string, PathItem>;
  components?: Json & {
    parameters?: Record<string, Parameter>;
    schemas?: Record<string, Schema>;
  };
}

export interface OperationEntry {
  path: string;
  method: Method;
  operation: Operation;
  item: PathItem;
  /** JSONPath of the operation object. */
  at: string;
}

/** Every operation below `paths`, in the document's order. */
export function* eachOperation(doc: OpenApiDocument): Generator<OperationEntry> {
  for (const [path, item] of Object.entries(doc.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (operation) yield { path, method, operation, item, at: jsonPath('paths', path, method) };
    }
  }
}

/** A JSONPath in bracket notation: path keys hold slashes, braces and quotes. */
export function jsonPath(...keys: (string | number)[]): string {
  return `$${keys.map(step).join('')}`;
}

function step(key: string | number): string {
  return typeof key === 'number' ? `[${key}]` : `['${quoted(key)}']`;
}

/** JSONPath filter of a parameter in its list. By name, as positions shift with every removal and every pull. */
export function selector(parameter: Parameter | Reference): string {
  const condition = isReference(parameter)
    ? { $ref: parameter.$ref }
    : { name: parameter.name, in: parameter.in };
  const terms = Object.entries(condition).map(([key, value]) => `@['${key}']=='${quoted(value)}'`);
  return `[?(${terms.join(' && ')})]`;
}

/** The text as it stands between the single quotes of a JSONPath. */
function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}

export function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && typeof (value as Json).$ref === 'string';
}

/** Follows local references until something else is found. A chain that leads nowhere or in circles is an error. */
export function resolve<T>(doc: OpenApiDocument, value: T | Reference): T {
  let current: unknown = value;
  const seen = new Set<string>();
  while (isReference(current)) {
    if (seen.has(current.$ref)) throw new Error(`Circular reference: ${current.$ref}`);
    seen.add(current.$ref);
    current = lookUp(doc, current.$ref);
  }
  return current as T;
}

/** The value behind a local reference. */
export function lookUp(doc: OpenApiDocument, ref: string): unknown {
  if (!ref.startsWith('#/')) throw new Error(`Not a local reference: ${ref}`);
  let current: unknown = doc;
  for (const part of ref.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    current = (current as Json | undefined)?.[key];
  }
  if (current === undefined) throw new Error(`Reference leads nowhere: ${ref}`);
  return current;
}
