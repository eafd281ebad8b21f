// Calls by path: a real openapi-fetch client over this package's transport. The only file that imports openapi-fetch,
// which is bundled into dist/: its upstream gets no more updates, so the pinned copy is the safe one.
import type {
  BodySerializer,
  Client,
  FetchOptions,
  HeadersOptions,
  Middleware,
  ParamsOption,
  ParseAsResponse,
  QuerySerializer,
  QuerySerializerOptions,
} from 'openapi-fetch';
import createFetchClient, { createQuerySerializer, mergeHeaders } from 'openapi-fetch';
import { notSent } from '../errors/call-error.ts';
import type { AltegioApiError } from '../errors/errors.ts';
import type { Operation } from '../operations/operation.ts';
import type { Table } from '../operations/table.ts';
import { buildBody } from '../request/body.ts';
import { acceptOf, headersProblem } from '../request/headers.ts';
import { buildQuery } from '../request/url.ts';
import { kind, plainText } from '../request/values.ts';
import type { Context } from '../transport/call.ts';
import type { CallOptions } from '../types.ts';
import { isContent } from '../util/content.ts';
import {
  checkInit,
  type HttpInit,
  type HttpResult,
  httpCall,
  isJson,
  isPlain,
  type ParseAs,
  plainCall,
} from './http-call.ts';
import { checkTarget, operationAt } from './known-path.ts';

// For compilers that write inferred types down: they can name only what this package exports.
export type { ClientMethod, Middleware as HttpMiddleware } from 'openapi-fetch';

type Verb = 'get' | 'put' | 'post' | 'delete' | 'patch';

// biome-ignore lint/suspicious/noExplicitAny: openapi-fetch's own constraint
type AnyPaths = Record<string, any>;

/** The paths that have a method. */
type PathsWith<Paths, M extends Verb> = {
  [Path in keyof Paths]: Paths[Path] extends { [K in M]: unknown } ? Path : never;
}[keyof Paths];

/** A path itself where it is known; else those that begin or go on alike, for the compiler's message. */
type Nearest<Known, Given> = Given extends Known ? Given : OrAll<Alike<Known, Given>, Known>;

type Alike<Known, Given> = Given extends `/${infer First}/${infer Rest}`
  ? Extract<Known, `/${First}/${string}` | `/${string}/${Rest}`>
  : Extract<Known, `${Given & string}${string}`>;

type OrAll<Some, All> = [Some] extends [never] ? All : Some;

/** Nothing; but the compiler infers `Given` from it, the path as it was written. */
type Written<Given> = Given extends string ? never : Given;

/** What stands beside parameters and body: openapi-fetch's options, and those of every call. */
interface HttpOptions
  extends Omit<FetchOptions<unknown>, 'params' | 'body' | 'querySerializer' | 'bodySerializer'>,
    Omit<CallOptions, 'headers' | 'signal'> {
  [name: string]: unknown;
}

type BodyOption<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? { body: Content[keyof Content] }
  : Operation extends { requestBody?: { content: infer Content } }
    ? { body?: Content[keyof Content] }
    : { body?: never };

type Input<Operation> = ParamsOption<Operation> & BodyOption<Operation>;

type Init<Operation> = Input<Operation> &
  HttpOptions & {
    querySerializer?: QuerySerializer<Operation> | QuerySerializerOptions;
    bodySerializer?: BodySerializer<Operation>;
  };

/** The second argument may be left out where it needs to hold nothing. */
// biome-ignore lint/complexity/noBannedTypes: the object without members
type Args<I, Operation> = {} extends Input<Operation> ? [init?: I] : [init: I];

type ContentOf<Response> = Response extends { content: infer Content } ? Content[keyof Content] : undefined;

type Success<Operation> = Operation extends { responses: infer Responses }
  ? ContentOf<Responses[keyof Responses & (200 | 201 | 202 | 203 | 204 | 206 | 207)]>
  : never;

/** What a call by path resolves to: `data` or `error`, and the response. */
export type HttpResponse<Data> =
  | { data: Data; error?: never; response: Response }
  | { data?: never; error: AltegioApiError; response: Response };

/**
 * A method of openapi-fetch's client: the same calls and results, with three differences for the compiler. A wrong
 * path costs it no more than a right one, and its message names the nearest; `error` is the class itself, where
 * openapi-fetch shows a copy of its fields; and what a call costs does not grow with the schema.
 */
export interface HttpMethod<Paths extends AnyPaths, M extends Verb> {
  /**
   * @param url path template, as in the description
   * @param init `params: { path, query }`, `body`, and options
   * @returns `{ data, response }` or `{ error, response }`; nothing is thrown for a response of the API
   * @throws AltegioError for arguments that cannot be sent, and where no response arrived
   */
  <
    Given extends string,
    Path extends Nearest<PathsWith<Paths, M>, Given>,
    I extends Init<Paths[Path & string][M]>,
  >(
    url: Path | Written<Given>,
    ...init: Args<I, Paths[Path & string][M]>
  ): Promise<HttpResponse<ParseAsResponse<Success<Paths[Path & string][M]>, I>>>;
  /** Matches no call. A second overload keeps the compiler from comparing two clients path by path. */
  (no: never, call: never, fits: never, here: never): never;
}

/** As {@link HttpMethod}, with the method in front. */
export interface HttpRequest<Paths extends AnyPaths> {
  <
    M extends Verb,
    Given extends string,
    Path extends Nearest<PathsWith<Paths, M>, Given>,
    I extends Init<Paths[Path & string][M]>,
  >(
    method: M,
    url: Path | Written<Given>,
    ...init: Args<I, Paths[Path & string][M]>
  ): Promise<HttpResponse<ParseAsResponse<Success<Paths[Path & string][M]>, I>>>;
  /** As in {@link HttpMethod}. */
  (no: never, call: never, fits: never, here: never): never;
}

/**
 * An openapi-fetch client (`use`, `eject` and all of its options included) over this package's transport. For every
 * failing response, HTTP 200 with `success: false` included, `error` is the `AltegioApiError` that the methods by
 * operationId throw. Libraries that are built on openapi-fetch take it as a client.
 */
export interface HttpClient<Paths extends AnyPaths> extends Omit<Client<Paths>, Uppercase<Verb> | 'request'> {
  request: HttpRequest<Paths>;
  GET: HttpMethod<Paths, 'get'>;
  PUT: HttpMethod<Paths, 'put'>;
  POST: HttpMethod<Paths, 'post'>;
  DELETE: HttpMethod<Paths, 'delete'>;
  PATCH: HttpMethod<Paths, 'patch'>;
}

/** Makes the client of one API by path. */
export function createHttp(context: Context, table: Table): HttpClient<AnyPaths> {
  const accept = acceptOf({ response: 'json' });
  const inner = createFetchClient<AnyPaths>({
    headers: { accept, ...context.defaults.headers },
    // Each call brings its own; the platform's are not even looked up.
    fetch: () => Promise.reject(new TypeError('not used')),
    Request: Object as never,
  });
  let isWatched = false;

  async function request(method: string, path: string, given?: HttpInit): Promise<HttpResult> {
    const init = given ?? {};
    checkTarget(method, path);
    const operation = operationAt(table, method.toUpperCase(), path);
    checkInit(operation, init);
    checkHeaders(operation, init);
    const { body, headers, middleware, signal } = init;
    if (!isWatched && !middleware?.length && isPlain(init)) return plainCall(context, operation, init);
    const { options: own, resultOf } = httpCall(context, operation, init);
    const options = {
      ...own,
      body,
      ...(headers !== undefined && { headers }),
      ...(middleware && { middleware }),
      ...(signal && { signal }),
      parseAs: readAs(operation, init),
      querySerializer: querySerializer(operation, init),
      bodySerializer: bodySerializer(operation, init),
    };
    return resultOf(await inner.request(operation.method as never, path, options as never));
  }

  const verbs = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'].map((verb) => [
    verb,
    (path: string, init?: HttpInit) => request(verb, path, init),
  ]);
  const client = {
    request,
    ...Object.fromEntries(verbs),
    use(...middleware: Middleware[]) {
      inner.use(...middleware);
      isWatched = true;
    },
    eject: inner.eject,
  };
  return client as HttpClient<AnyPaths>;
}

function checkHeaders(operation: Operation, { headers, params }: HttpInit): void {
  if (!headers && !params?.header) return;
  const sources = [headers, params?.header] as HeadersOptions[];
  let merged: Headers;
  try {
    merged = mergeHeaders(...sources);
  } catch {
    throw notSent(operation, 'headers hold a name or value that HTTP does not allow');
  }
  const problem = headersProblem(Object.fromEntries(merged));
  if (problem) throw notSent(operation, `headers ${problem}`);
}

/** How openapi-fetch reads the response, which a middleware may have changed. */
function readAs(operation: Operation, { parseAs = 'json' }: HttpInit): ParseAs {
  return parseAs === 'json' && !isJson(operation) ? 'stream' : parseAs;
}

function querySerializer(operation: Operation, { querySerializer: own }: HttpInit) {
  if (typeof own === 'function') return own;
  if (!own) return (query: Record<string, unknown>) => buildQuery(operation, query);
  const serialize = createQuerySerializer(own);
  return (query: Record<string, unknown>) => {
    for (const [name, value] of Object.entries(query)) {
      // openapi-fetch leaves them out without a word.
      const lost = [value].flat().find((item) => item === null || item instanceof Date);
      if (lost !== undefined) plainText(operation, `query.${name}`, lost);
    }
    return serialize(query);
  };
}

function bodySerializer(operation: Operation, { bodySerializer: own }: HttpInit) {
  if (!own) return (body: unknown) => buildBody(operation, body).content;
  return (body: unknown, headers: Headers) => {
    const content = own(body, headers);
    if (content === undefined || isContent(content)) return content;
    throw notSent(operation, `bodySerializer returned ${kind(content)}, which fetch cannot send`);
  };
}
