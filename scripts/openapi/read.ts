// Reads the bytes of a description: text, YAML, and the structure that everything after the pull relies on.
// Every error is a sentence about "the document"; the caller says which API and URL it came from.
import { parseDocument } from 'yaml';
import { brokenReferences, isObject, type Json, type OpenApi } from './document.ts';
import { eachOperation, type Place } from './operations.ts';
import { reservedNames } from './schemas.ts';

/** An operation or webhook with the name that comparisons go by. */
export interface Named extends Place {
  readonly id: string;
}

export interface Description {
  readonly root: OpenApi;
  readonly title: string;
  readonly version: string;
  readonly serverPaths: readonly string[];
  /** What can be called. */
  readonly operations: readonly Named[];
  /** What the vendor sends; OpenAPI demands no operationId here. */
  readonly webhooks: readonly Named[];
  /** Writers of YAML end with a line break; a text without one may be cut off. */
  readonly endsWithLineBreak: boolean;
}

/** operationIds become method names of the client. */
const OPERATION_ID = /^[A-Za-z_$][\w$.-]*$/;

/** Enough for any written document; a bomb needs far more. */
const MAX_ALIASES = 100;

/** Parses and checks a description, or throws an error that says what is wrong with the document. */
export function readDescription(bytes: Uint8Array): Description {
  try {
    const text = decode(bytes);
    return { ...describe(parseYaml(text)), endsWithLineBreak: text.endsWith('\n') };
  } catch (error) {
    if (error instanceof RangeError) throw new Error('the document is nested too deeply', { cause: error });
    throw error;
  }
}

/** Every operation and webhook, for comparisons. */
export function everyOperation(description: Description): readonly Named[] {
  return [...description.operations, ...description.webhooks];
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

function parseYaml(text: string): Json {
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

function describe(root: Json): Omit<Description, 'endsWithLineBreak'> {
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

  checkReferences(root);
  checkNames(root);

  const doc = root as OpenApi;
  const operations = named(doc, 'paths', ({ method, path }) => {
    throw new Error(`the document's operation ${method.toUpperCase()} ${quote(path)} has no operationId`);
  });
  if (operations.length === 0) throw new Error('the document describes no operation');
  const webhooks = named(doc, 'webhooks', ({ method, path }) => `webhook.${method}.${path}`);
  checkOperationIds([...operations, ...webhooks]);

  return {
    root: doc,
    title: info.title.trim(),
    version: String(info.version ?? ''),
    serverPaths: serverPaths(root.servers),
    operations,
    webhooks,
  };
}

function named(doc: OpenApi, section: 'paths' | 'webhooks', nameless: (place: Place) => string): Named[] {
  return eachOperation(doc, section).map((place) => {
    const { operationId } = place.operation as Json;
    return { ...place, id: typeof operationId === 'string' ? operationId : nameless(place) };
  });
}

function checkOperationIds(operations: readonly Named[]): void {
  const seen = new Set<string>();
  for (const { id } of operations) {
    if (!OPERATION_ID.test(id)) throw new Error(`the document has an unusable operationId: ${quote(id)}`);
    if (seen.has(id)) throw new Error(`the document uses the operationId ${quote(id)} twice`);
    seen.add(id);
  }
}

function checkReferences(root: Json): void {
  const bad = brokenReferences(root);
  if (bad.length === 0) return;
  const some = bad.slice(0, 3).map(quote).join(', ');
  throw new Error(
    `the document has ${bad.length} $ref(s) that lead nowhere or out of it (cut off?): ${some}${bad.length > 3 ? ', …' : ''}`,
  );
}

function checkNames(root: Json): void {
  const [first] = reservedNames(root);
  if (first) throw new Error(`the document has a name that JavaScript reserves at ${quote(first)}`);
}

function serverPaths(servers: unknown): string[] {
  const urls = (Array.isArray(servers) ? servers : []).map((server: unknown) =>
    isObject(server) && typeof server.url === 'string' ? server.url : '',
  );
  // Not `new URL`: a server URL may hold {variables}.
  return urls.map((url) => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/\/+$/, ''));
}

function firstLine(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/:$/, '');
}
