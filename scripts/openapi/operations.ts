// The operations of a description: where each stands, and what the emitters ask about it.
import {
  type Body,
  isObject,
  isReference,
  type Json,
  type Keys,
  type Method,
  methods,
  nodesFrom,
  type OpenApi,
  type Operation,
  type Parameter,
  type PathItem,
  pointerKeys,
  referencesFrom,
  resolve,
} from './document.ts';

/** An operation and its place, as the document has them. */
export interface Place {
  /** The path, or the name of the webhook. */
  path: string;
  method: Method;
  operation: Operation;
  item: PathItem;
}

/** Every operation below `paths`, or everything that the vendor sends; by operationId, so that a moved path changes no order. */
export function eachOperation(doc: OpenApi, section: 'paths' | 'webhooks' = 'paths'): Place[] {
  const places = Object.entries(doc[section] ?? {}).flatMap(([path, each]) => {
    const item = isObject(each) ? resolve<PathItem>(doc, each) : {};
    return operationsIn(item).map(([method, operation]) => ({ path, method, operation, item }));
  });
  const name = ({ operation, path, method }: Place) => `${operation.operationId}\n${path}\n${method}`;
  return places.sort((one, other) => (name(one) < name(other) ? -1 : 1));
}

/** The same description with its paths in alphabetical order, and their operations in that of `methods`. */
export function withSortedPaths(doc: OpenApi): OpenApi {
  const rank = (key: string) => String(methods.indexOf(key as Method) + 1) + key;
  const paths = Object.entries(doc.paths).map(([path, item]) => [path, sorted(item, rank)]);
  return { ...doc, paths: sorted(Object.fromEntries(paths), (path) => path) };
}

function sorted<T extends object>(map: T, by: (key: string) => string): T {
  const entries = Object.entries(map).sort(([one], [other]) => (by(one) < by(other) ? -1 : 1));
  return Object.fromEntries(entries) as T;
}

/** The operations of one path, in the document's order. */
export function operationsIn(item: PathItem): [Method, Operation][] {
  return Object.entries(item).filter(
    (entry): entry is [Method, Operation] => methods.includes(entry[0] as Method) && isObject(entry[1]),
  );
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

/** Every operation under `paths`, by operationId. */
export function operationsOf(doc: OpenApi): OperationEntry[] {
  return eachOperation(doc).map((place) => entryOf(doc, place));
}

/** The parameters of an operation; its own go before those of its path. */
export function parametersOf(doc: OpenApi, { item, operation }: Place): Parameter[] {
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
  const resolved = all.map((each) => resolve<Parameter>(doc, each));
  return [...new Map(resolved.map((each) => [`${each.in} ${each.name}`, each])).values()];
}

function entryOf(doc: OpenApi, place: Place): OperationEntry {
  const { path: contractPath, method, operation } = place;
  // The contract had to share one template between two vendor paths; from here on the vendor's names count again.
  let path = contractPath;
  const parameters = parametersOf(doc, place).map((parameter) => {
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

/** A path that reaches an operation, and the method under it. */
export interface OtherPath {
  method: string;
  path: string;
}

/** The other paths that reach an operation: the canonical one, and those of earlier editions, the latest first. */
interface OtherPaths {
  canonical: OtherPath | undefined;
  aliases: OtherPath[];
}

/** Reads them from the marks. Throws for what an overlay says of the published path, and for other parameters. */
export function otherPathsOf({ id, path, method, operation }: OperationEntry): OtherPaths {
  const read = (text: string): OtherPath => {
    // `/path`, or `POST /path` where the method is another one too.
    const [template = '', verb = method] = text.split(' ').reverse();
    return { method: verb, path: template };
  };
  const isPublished = (other: OtherPath) => other.path === path && other.method === method;
  const marked = operation['x-altegio-canonical'];
  // What a newer edition documents has come: nothing is left to add.
  const canonical = marked === undefined || isPublished(read(marked)) ? undefined : read(marked);
  const written = (operation['x-altegio-aliases'] ?? []).map(read);
  if (written.some(isPublished))
    throw new Error(`${id}: ${path} is the published path by now; remove it from x-altegio-aliases`);
  const known = placeholders(path).sort();
  // A newer edition may do without a parameter, but cannot want what nobody was asked for.
  if (canonical && !placeholders(canonical.path).every((each) => known.includes(each)))
    throw new Error(`${id}: ${canonical.path} needs parameters that ${path} does not have`);
  const odd = written.find((other) => String(placeholders(other.path).sort()) !== String(known));
  if (odd) throw new Error(`${id}: ${odd.path} needs the same parameters as ${path}`);
  const earlier = (operation['x-altegio-earlier'] ?? []).map(read);
  const all = [...earlier, ...written].filter(
    (each) => each.path !== canonical?.path || each.method !== canonical.method,
  );
  const aliases = all.filter(
    (each, index) =>
      all.findIndex((other) => other.path === each.path && other.method === each.method) === index,
  );
  return { canonical, aliases };
}

/** The names of a template's parameters, in its order. */
export function placeholders(path: string): string[] {
  return [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name!);
}

/** The responses of an operation that say it succeeded, in the document's order. */
export function successesOf(doc: OpenApi, { responses = {} }: Operation): { status: string; body: Body }[] {
  return Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .map(([status, response]) => ({ status, body: resolve<Body>(doc, response) }));
}

/** The same with the keys at which each stands, a reference followed. */
export function successPlaces(doc: OpenApi, { path, method, operation }: Place) {
  return successesOf(doc, operation).map(({ status, body }) => {
    const response = operation.responses![status]!;
    const inside: Keys = ['paths', path, method, 'responses', status];
    return { status, body, at: isReference(response) ? pointerKeys(response.$ref) : inside };
  });
}

/** Everything that requests are described by, as it stands in the document. */
function requestParts(doc: OpenApi): unknown[] {
  return eachOperation(doc).map(({ operation, item }) => [
    item.parameters,
    operation.parameters,
    operation.requestBody,
  ]);
}

/** The references in it, at any depth. */
export function sentReferences(doc: OpenApi): Set<string> {
  return referencesFrom(doc, requestParts(doc));
}

/** The objects that it consists of, references followed. */
export function sentNodes(doc: OpenApi): Set<object> {
  return nodesFrom(doc, requestParts(doc));
}

/** An operation that is gone, as a method that tells of it. */
interface RemovedOperation {
  id: string;
  method: string;
  path: string;
  /** The operation to call in its place. */
  instead: string | undefined;
  /** The version of the package that no longer has it. */
  until: string;
  /** What becomes of a call, as a clause of a sentence. */
  reason: string;
}

/** The operations that the vendor has removed, by operationId. Throws where a mark is outgrown or leads nowhere. */
export function removedOperations(doc: OpenApi): RemovedOperation[] {
  const known = new Set(eachOperation(doc).map(({ operation }) => operation.operationId));
  const marks = Object.entries(doc['x-altegio-removed'] ?? {}).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return marks.map(([id, { place, instead, until }]) => {
    const [method = '', path = ''] = place.split(' ');
    if (known.has(id))
      throw new Error(`${id}: the description has it again; take it out of x-altegio-removed`);
    if (instead !== undefined && !known.has(instead)) {
      throw new Error(`${id}: x-altegio-removed names ${instead}, which is no operation of this API`);
    }
    const cure =
      instead === undefined ? 'there is no operation in its place' : `call ${instead} in its place`;
    return { id, method, path, instead, until, reason: `Altegio has removed it (${place}); ${cure}` };
  });
}

const SCHEMES = ['BearerPartner', 'BearerPartnerUser'];

/** Whether a scheme is one token after `Bearer`, whatever it is called. */
function isBearer(doc: OpenApi, name: string): boolean {
  const { type, scheme } =
    (doc.components?.securitySchemes as Record<string, Json> | undefined)?.[name] ?? {};
  return type === 'oauth2' || (type === 'http' && String(scheme).toLowerCase() === 'bearer');
}

/** Which token an operation requires: of several alternatives the one that requires least. */
export function securityOf(doc: OpenApi, operation: Operation): 'none' | 'bearer' | 'partner' | 'user' {
  const alternatives = (operation.security ?? doc.security ?? []).map((each) => Object.keys(each));
  const asking = alternatives.filter((schemes) => schemes.length > 0);
  if (asking.length === 0) return 'none';
  const known = asking.filter((schemes) => schemes.every((scheme) => SCHEMES.includes(scheme)));
  if (known.length === 0 && asking.some(([name, ...more]) => more.length === 0 && isBearer(doc, name!)))
    return 'bearer';
  if (known.length === 0) {
    const names = asking.map((schemes) => schemes.join(' + ')).join(', ');
    throw new Error(
      `${operation.operationId}: unknown security scheme ${names}; an overlay must give it ${SCHEMES.join(' or ')}, or src/ must learn it`,
    );
  }
  return known.some((schemes) => !schemes.includes('BearerPartnerUser')) ? 'partner' : 'user';
}

/** Whether an API keeps to JSON:API, where a resource has a type and an id, and null, 0 and [] differ. */
export function isJsonApi({ servers = [] }: OpenApi): boolean {
  return servers.some(({ url }) => /\/v2\/?$/.test(url));
}

/** Whether an operation only reads: as its method has it, unless `x-altegio-safe` says otherwise. */
export function isRead({ method, operation }: { method: string; operation: Operation }): boolean {
  return operation['x-altegio-safe'] ?? isReadMethod(method);
}

/** The same of a method, as the runtime takes it for granted. */
export function isReadMethod(method: string): boolean {
  return ['get', 'head'].includes(method.toLowerCase());
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
