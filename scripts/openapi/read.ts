// Reads the bytes of a description: text, YAML, and the structure that everything after the pull relies on.
// Every error is a sentence about "the document"; the caller says which API and URL it came from.
import { parseDocument } from 'yaml';

export type JsonObject = Record<string, unknown>;

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** The path, or the name of the webhook. */
  readonly path: string;
  readonly definition: JsonObject;
  readonly pathItem: JsonObject;
}

export interface Description {
  readonly root: JsonObject;
  readonly title: string;
  readonly version: string;
  readonly serverPaths: readonly string[];
  /** What can be called. */
  readonly operations: readonly Operation[];
  /** What the vendor sends; OpenAPI demands no operationId here. */
  readonly webhooks: readonly Operation[];
  /** Writers of YAML end with a line break; a text without one may be cut off. */
  readonly endsWithLineBreak: boolean;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** operationIds become method names of the client. */
const OPERATION_ID = /^[A-Za-z_$][\w$.-]*$/;

/** Enough for any written document; a bomb needs far more. */
const MAX_ALIASES = 100;

/** Below these keys lies sample data, in which `$ref` is not a reference. */
const DATA_KEYS = new Set(['example', 'default', 'const', 'enum', 'value']);

/** Below these keys the names are free, so a property called `default` is a schema. */
export const MAPS_OF_NAMES = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'schemas',
  'responses',
  'parameters',
]);

/** Parses and checks a description, or throws an error that says what is wrong with the document. */
export function readDescription(bytes: Uint8Array): Description {
  try {
    const text = decode(bytes);
    const root = parseYaml(text);
    const description = { ...describe(root), endsWithLineBreak: text.endsWith('\n') };
    checkReferences(root);
    return description;
  } catch (error) {
    if (error instanceof RangeError) throw new Error('the document is nested too deeply', { cause: error });
    throw error;
  }
}

/** Every operation and webhook, for comparisons. */
export function everyOperation(description: Description): readonly Operation[] {
  return [...description.operations, ...description.webhooks];
}

/** Calls `visit` with every `$ref` below a value; shared nodes are walked once. */
export function eachReference(value: unknown, visit: (reference: string) => void): void {
  const seen = new Set<object>();
  const walk = (node: unknown, namesAreFree: boolean): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (Array.isArray(node)) {
      for (const item of node) walk(item, false);
      return;
    }
    for (const [key, child] of Object.entries(node)) {
      if (key === '$ref' && typeof child === 'string') visit(child);
      else if (namesAreFree) walk(child, false);
      else if (!isSampleData(key, child)) walk(child, MAPS_OF_NAMES.has(key) && !Array.isArray(child));
    }
  };
  walk(value, false);
}

/** What a local reference points at, or undefined. */
export function resolveReference(root: JsonObject, reference: string): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let node: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = decodePointerPart(part);
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as JsonObject)[key];
  }
  return node;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Foreign text for a message: quoted, bounded, without control characters. */
export function quote(text: string): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  return JSON.stringify(short).replace(/[\u007f-\u009f\u2028\u2029]/g, '?');
}

function decode(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('the document is not UTF-8 text');
  }
  if (text.trim() === '') throw new Error('the document is empty');
  if (/^\s*</.test(text)) throw new Error('the document is an HTML (or XML) page, not YAML');
  return text;
}

function parseYaml(text: string): JsonObject {
  const document = parseDocument(text, { logLevel: 'error' });
  const [problem] = document.errors;
  if (problem?.message.startsWith('Maximum call stack')) throw new RangeError(problem.message);
  if (problem) throw new Error(`the document is not valid YAML (cut off?): ${firstLine(problem.message)}`);
  let root: unknown;
  try {
    root = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError) throw new Error(`the document's YAML aliases: ${error.message}`);
    throw error;
  }
  if (!isObject(root)) throw new Error('the document is not a YAML mapping');
  return root;
}

function describe(root: JsonObject): Omit<Description, 'endsWithLineBreak'> {
  if (typeof root.openapi !== 'string' || !/^3\.\d+\.\d+/.test(root.openapi)) {
    throw new Error('the document is no OpenAPI 3.x description (`openapi` is missing or another version)');
  }
  if (root.openapi.startsWith('3.0.')) {
    throw new Error(
      `the document is OpenAPI ${root.openapi}, while the overlays are written for 3.1 (lists of types, webhooks); convert it and pull with --from`,
    );
  }
  const info = isObject(root.info) ? root.info : {};
  if (typeof info.title !== 'string' || info.title.trim() === '') {
    throw new Error('the document has no `info.title`');
  }
  if (!isObject(root.paths)) throw new Error('the document has no `paths`');

  const operations = operationsIn(root, root.paths, (method, path) => {
    throw new Error(`the document's operation ${method.toUpperCase()} ${quote(path)} has no operationId`);
  });
  if (operations.length === 0) throw new Error('the document describes no operation');
  const webhooks = operationsIn(root, root.webhooks, (method, name) => `webhook.${method}.${name}`);
  checkOperationIds([...operations, ...webhooks]);

  return {
    root,
    title: info.title.trim(),
    version: String(info.version ?? ''),
    serverPaths: serverPaths(root.servers),
    operations,
    webhooks,
  };
}

function operationsIn(
  root: JsonObject,
  pathItems: unknown,
  nameless: (method: string, path: string) => string,
): Operation[] {
  const found: Operation[] = [];
  for (const [path, item] of Object.entries(isObject(pathItems) ? pathItems : {})) {
    const target = isObject(item) && typeof item.$ref === 'string' ? resolveReference(root, item.$ref) : item;
    const pathItem = isObject(target) ? target : {};
    for (const method of METHODS) {
      const definition = pathItem[method];
      if (!isObject(definition)) continue;
      const { operationId } = definition;
      const id = typeof operationId === 'string' ? operationId : nameless(method, path);
      found.push({ id, method, path, definition, pathItem });
    }
  }
  return found;
}

function checkOperationIds(operations: readonly Operation[]): void {
  const seen = new Set<string>();
  for (const { id } of operations) {
    if (!OPERATION_ID.test(id)) throw new Error(`the document has an unusable operationId: ${quote(id)}`);
    if (seen.has(id)) throw new Error(`the document uses the operationId ${quote(id)} twice`);
    seen.add(id);
  }
}

function checkReferences(root: JsonObject): void {
  const bad = new Set<string>();
  eachReference(root, (reference) => {
    if (resolveReference(root, reference) === undefined) bad.add(reference);
  });
  if (bad.size === 0) return;
  const some = [...bad].slice(0, 3).map(quote).join(', ');
  throw new Error(
    `the document has ${bad.size} $ref(s) that lead nowhere or out of it (cut off?): ${some}${bad.size > 3 ? ', …' : ''}`,
  );
}

function serverPaths(servers: unknown): string[] {
  const urls = (Array.isArray(servers) ? servers : []).map((server: unknown) =>
    isObject(server) && typeof server.url === 'string' ? server.url : '',
  );
  // Not `new URL`: a server URL may hold {variables}.
  return urls.map((url) => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/\/+$/, ''));
}

function isSampleData(key: string, child: unknown): boolean {
  return DATA_KEYS.has(key) || key.startsWith('x-') || (key === 'examples' && Array.isArray(child));
}

function decodePointerPart(part: string): string {
  let text = part;
  try {
    text = decodeURIComponent(part);
  } catch {
    // A bare percent sign stands for itself.
  }
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/:$/, '');
}
