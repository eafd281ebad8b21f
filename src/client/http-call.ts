// One call by path: checks its arguments, and sends it directly where openapi-fetch has nothing to do, else through
// openapi-fetch, of which this file knows only that it takes a fetch and a Request class.
import { failed, notSent } from '../errors/call-error.ts';
import { type AltegioApiError, AltegioConfigError } from '../errors/errors.ts';
import { secretsIn } from '../errors/redact.ts';
import type { Operation } from '../operations/operation.ts';
import { checkedBase } from '../request/base-url.ts';
import { type Body, buildBody } from '../request/body.ts';
import { checkFamilies } from '../request/families.ts';
import { acceptOf } from '../request/headers.ts';
import { callOptionNames, checkInput } from '../request/input.ts';
import { checkQuery } from '../request/query.ts';
import { buildPath } from '../request/url.ts';
import { errorOf } from '../transport/api-error.ts';
import { type Context, finish, prepare, readyCall, settle } from '../transport/call.ts';
import { essenceOf, isText } from '../transport/media-type.ts';
import { withChanges } from '../transport/middleware.ts';
import type { Call } from '../transport/prepared-call.ts';
import {
  decode,
  decodeLoosely,
  type Read,
  type ReceivedResponse,
  toResponse,
} from '../transport/response.ts';
import type { CallOptions } from '../types.ts';
import { isObject } from '../util/check.ts';
import { isForm } from '../util/content.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a call by path may be given: openapi-fetch's options, those of fetch, and those of every call. */
export interface HttpInit
  extends Omit<CallOptions, 'headers' | 'signal'>,
    Omit<RequestInit, 'body' | 'headers'> {
  params?: { path?: Values; query?: Values; header?: Values; cookie?: Values };
  body?: unknown;
  parseAs?: ParseAs;
  baseUrl?: string;
  headers?: unknown;
  middleware?: readonly unknown[];
  fetch?: (request: Request) => Promise<Response>;
  // biome-ignore lint/suspicious/noExplicitAny: openapi-fetch's own options
  querySerializer?: Record<string, any> | ((query: Values) => string);
  bodySerializer?: (body: unknown, headers: Headers) => unknown;
  pathSerializer?: (path: string, values: Values) => string;
}

const forms = ['json', 'text', 'blob', 'arrayBuffer', 'stream'] as const;

/** How the body of a response is read. */
export type ParseAs = (typeof forms)[number];

/** As openapi-fetch's result, whatever it holds. */
export interface HttpResult {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What openapi-fetch makes of the arguments, before a middleware sees it. */
interface Wanted {
  url: string;
  headers: Headers;
  content: Body['content'];
}

/** Throws for arguments that cannot be sent, and names the place where they belong. */
export function checkInit(operation: Operation, init: HttpInit): void {
  if (!isObject(init)) throw notSent(operation, 'its second argument must be an object { params, body, … }');
  const { params = {}, parseAs = 'json' } = init;
  const isOwn = (name: string) => operation.path.includes(`{${name}}`);
  for (const name of Object.keys(init)) {
    if (name !== 'path' && name !== 'query' && !isOwn(name)) continue;
    const place = isOwn(name) ? `{ path: { ${name} } }` : `{ ${name} }`;
    throw notSent(operation, `"${name}" stands in the wrong place; by path it is params: ${place}`);
  }
  const stray = Object.keys(params).find((name) => !['path', 'query', 'header', 'cookie'].includes(name));
  if (stray) {
    const place = isOwn(stray) ? 'path' : 'query';
    throw notSent(
      operation,
      `params.${stray} is unknown; perhaps params: { ${place}: { ${stray} } } is meant`,
    );
  }
  if (!forms.includes(parseAs)) throw notSent(operation, `parseAs must be one of ${forms.join(', ')}`);
}

/** The options of every call; its headers are merged by openapi-fetch. */
const callOptions = callOptionNames.filter((name) => name !== 'headers');

function optionsOf(init: HttpInit): CallOptions {
  const own = Object.fromEntries(callOptions.map((name) => [name, init[name]]));
  // fetch takes null for no signal.
  return { ...own, signal: init.signal ?? undefined };
}

/** Options that have openapi-fetch change a request. */
const requestOptions = [
  ...(['headers', 'baseUrl', 'fetch'] as const),
  ...(['querySerializer', 'bodySerializer', 'pathSerializer'] as const),
];

/** What is not for fetch: options of openapi-fetch, and those of every call. */
const ownNames = new Set<string>([
  ...requestOptions,
  ...callOptions,
  ...['params', 'body', 'parseAs', 'middleware'],
]);

/** Whether openapi-fetch, without middleware, would change anything about a call or its result. */
export function isPlain(init: HttpInit): boolean {
  const { params, parseAs = 'json' } = init;
  return parseAs === 'json' && !params?.header && requestOptions.every((name) => init[name] === undefined);
}

/** Whether openapi-fetch reads the responses of an operation as JSON, where nothing else is asked for. */
export function isJson({ response }: Operation): boolean {
  return response === 'json' || response === 'array';
}

/** A plain call: built, sent and read as one by operationId. */
export async function plainCall(context: Context, operation: Operation, init: HttpInit): Promise<HttpResult> {
  const { params: { path, query } = {}, body } = init;
  const call = prepare(context, operation, { ...optionsOf(init), path, query, body });
  call.fetchOptions = fetchOptionsOf(init);
  // Assigned: a spread would cost as much as the rest of the call.
  const { value, error, received } = await finish(context, call, (received) =>
    Object.assign(settle(call, received), { received }),
  );
  if (error) return { error, response: toResponse(received) };
  const response = await (isJson(operation) ? readResponse(received) : toResponse(received));
  return { data: value, response };
}

/** The response of a success that was read as JSON, its body used: the one that came, where it is as it came. */
async function readResponse(received: ReceivedResponse): Promise<Response> {
  const { original } = received;
  if (original instanceof Response && original.ok) return original;
  const response = toResponse(received);
  await response.body?.cancel();
  return response;
}

/** A call through openapi-fetch, with a Request of the platform's for its middleware. */
export function httpCall(context: Context, operation: Operation, init: HttpInit) {
  const { params = {}, body, parseAs = 'json', fetch: ownFetch } = init;
  checkInput(operation, { ...optionsOf(init), path: params.path, query: params.query });
  checkFamilies(operation, params.query, init.body);
  if (!(init.unchecked ?? context.defaults.unchecked)) checkQuery(operation, params.query);
  const base = init.baseUrl === undefined ? context.baseOf(operation) : checkedBase(init.baseUrl);
  const isOwnPath = init.pathSerializer && params.path;
  const target = isOwnPath ? '' : buildPath(operation, params.path, context.paths);
  // Refuses a missing body, and one where none belongs; any other is written later, by a serializer.
  if (body === undefined || operation.body === 'none') buildBody(operation, body);
  const secrets = new Set(
    secretsIn(params.path, params.query, params.header, body, context.defaults.headers),
  );
  const call = readyCall(context, operation, base, secrets, optionsOf(init));
  call.fetchOptions = fetchOptionsOf(init);
  let wanted: Wanted;
  let original: Request;
  let received: ReceivedResponse | undefined;
  let response: Response | undefined;
  let outcome: { value: unknown; error: AltegioApiError | undefined };

  /** Used as a constructor by openapi-fetch. */
  function OwnRequest(
    url: string,
    requestInit: RequestInit & { headers: Headers; body?: Body['content'] },
  ): Request {
    const { headers, body: content, ...rest } = requestInit;
    wanted = { url: isOwnPath ? inside(operation, base, url) : url, headers, content };
    const isDefault =
      operation.response === 'blob' && headers.get('accept') === acceptOf({ response: 'json' });
    if (isDefault) headers.set('accept', acceptOf(operation));
    // The platform's Request refuses a GET with a body; this one waits in `wanted`.
    const sent = operation.method === 'GET' ? {} : { body: content, duplex: 'half' };
    original = new globalThis.Request(wanted.url, { ...rest, headers, ...sent } as RequestInit);
    return original;
  }
  // What a middleware returns is tested by instanceof.
  OwnRequest.prototype = globalThis.Request.prototype;

  async function fetch(request: Request): Promise<Response> {
    const ready = await changed(call, wanted, original, request);
    const loosely: Read = (_, received) => decodeLoosely(received);
    // Throws for what cannot be read, as for any other failure of the transport.
    outcome = await finish(ownFetch ? withFetch(context, ownFetch) : context, ready, (whole) => {
      received = whole;
      return settle(ready, whole, parseAs === 'json' ? decode : loosely);
    });
    response = toResponse(received!);
    return response;
  }

  /** The result, with the error that every way to call has. */
  function resultOf(result: HttpResult): HttpResult {
    if (result.response !== response) return fromMiddleware(call, result, received);
    if (outcome.error) return { error: outcome.error, response };
    return { data: parseAs === 'json' ? outcome.value : result.data, response };
  }

  const options = {
    ...call.fetchOptions,
    // Without values of the path openapi-fetch would not ask the serializer, which knows the path.
    params: { ...params, path: params.path ?? {} },
    pathSerializer: isOwnPath ? init.pathSerializer : () => base + target,
    baseUrl: base,
    Request: OwnRequest,
    fetch,
  };
  return { options, resultOf };
}

/** openapi-fetch's fetch takes a Request. */
function withFetch(context: Context, fetch: NonNullable<HttpInit['fetch']>): Context {
  const own = (url: string, init: RequestInit) => fetch(new Request(url, init));
  return { ...context, wire: { ...context.wire, fetch: own as typeof globalThis.fetch } };
}

/** The options that fetch gets as they are: its own, and what a framework or runtime adds to them. */
function fetchOptionsOf(init: HttpInit): RequestInit | undefined {
  const names = Object.keys(init).filter((name) => !ownNames.has(name));
  return names.length ? Object.fromEntries(names.map((name) => [name, init[name as never]])) : undefined;
}

/** A URL that the caller's own serializer made, which must stay below the base. */
function inside(operation: Operation, base: string, url: string): string {
  const path = url.slice(base.length).replace(/\?.*/s, '');
  const isInside = url.startsWith(`${base}/`) && !/[{}#\\]|\/(\.|%2e){1,2}(\/|$)|\/\//i.test(path);
  if (isInside) return url;
  throw notSent(operation, `pathSerializer left a parameter empty, or the path ${operation.path}`);
}

/** The call as openapi-fetch's middleware wants it sent, after the checks that every call goes through. */
async function changed(call: Call, wanted: Wanted, original: Request, request: Request): Promise<Call> {
  const { method } = call.operation;
  if (request.method !== method) {
    throw failed(AltegioConfigError, call, `was not sent: a middleware made a ${request.method} of it`);
  }
  const isOther = request !== original;
  const headers = Object.fromEntries(request.headers);
  // The boundary of that Request: fetch makes one of its own.
  const hasOwnType = isOther || !isForm(wanted.content) || wanted.headers.has('content-type');
  if (!hasOwnType) delete headers['content-type'];
  const isBodyHere = !isOther || method === 'GET';
  return withChanges(
    { ...call, url: wanted.url },
    {
      url: isOther && request.url !== original.url ? request.url : wanted.url,
      headers,
      body: isBodyHere ? wanted.content : await bodyOf(request),
    },
  );
}

async function bodyOf(request: Request): Promise<Body['content']> {
  if (request.body === null) return undefined;
  const essence = essenceOf(request.headers.get('content-type'));
  return essence !== undefined && isText(essence) ? request.text() : request.arrayBuffer();
}

/** The result for a response that a middleware made or changed, as openapi-fetch has read it. */
function fromMiddleware(
  call: Call,
  { data, error, response }: HttpResult,
  received?: ReceivedResponse,
): HttpResult {
  const { status, headers, ok } = response;
  const body = ok ? data : error;
  const content = isObject(body) ? JSON.stringify(body) : (body as string | undefined);
  // Made of one that came, most likely: then it speaks for that request.
  const sending = received?.status === status ? received.sending : undefined;
  const found = errorOf(call, { status, headers, content, sending }, ok ? body : undefined);
  return found ? { error: found, response } : { data, response };
}
