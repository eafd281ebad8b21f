// Makes clients: one API, or all four over one transport.

import { checkToken } from './auth.ts';
import type { ApiName, BaseUrl } from './base-url.ts';
import { baseFinder } from './base-url.ts';
import type { CallOptions, Token } from './call.ts';
import { type Clock, systemClock } from './clock.ts';
import { AltegioConfigError } from './errors.ts';
import { pathMethod } from './fetch-client.ts';
import { type Hooks, type Logger, type LogLevel, logHooks } from './hooks.ts';
import { lazily } from './lazy.ts';
import { type Limiter, sharedLimiter } from './limiter.ts';
import type { Middleware } from './middleware.ts';
import { type CallInput, type Context, call, method } from './operations.ts';
import type { PathStyle } from './request.ts';
import { readTable, type Table, undescribed } from './table.ts';

/** Options of a client. Those of {@link CallOptions} are the defaults of its calls. */
export interface ClientOptions extends Omit<CallOptions, 'userToken'> {
  /** The integration's own token, from the developer account. */
  partnerToken: Token;
  /** Token of the business user in whose name the calls are made. */
  userToken?: Token | undefined;
  /** Where to send; default `'production'`. */
  baseUrl?: BaseUrl | undefined;
  /**
   * How paths are spelt that newer editions of the description moved (`/records/{location_id}` to
   * `/locations/{location_id}/appointments`); default `'published'`, as in the description that the SDK is made from.
   * Both spellings reach the same handler, and operationIds did not change, so nothing else differs: errors, hooks
   * and logs name the published path either way.
   */
  paths?: PathStyle | undefined;
  /** Another `fetch`; default: the platform's. Must not follow redirects when told `redirect: 'manual'`. */
  fetch?: typeof fetch | undefined;
  /** `false`, or another limiter than the one that all clients of the process share (5 per second, 200 per minute). */
  limiter?: Limiter | false | undefined;
  /** Functions that are told what happens. */
  hooks?: Hooks | undefined;
  /** Gets one line per event, for example `console`. Default: no log. */
  logger?: Logger | undefined;
  /** Least severe lines for `logger`; default `'warn'`. */
  logLevel?: LogLevel | undefined;
  /** Functions around every call, the first one outermost. */
  middleware?: readonly Middleware[] | undefined;
  /** Largest answer that is read, in bytes; default 64 MiB. */
  maxResponseBytes?: number | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

declare const clientType: unique symbol;

/** One API: its name, its operation table and (as a type) its client. */
export interface Api<Client> {
  readonly name: ApiName;
  /** Text of the operation table, from generated/. */
  readonly operations: string;
  readonly [clientType]?: Client;
}

/** The untyped door, for what is not described. */
export interface Untyped {
  /**
   * Sends a request that the description does not know, with the same auth, limits, retries and errors.
   *
   * @param method HTTP method, in upper case
   * @param path path below the API's base, with or without `{parameters}`
   * @param input `path`, `query`, `body` and call options
   * @returns the answer's JSON, text or Blob; `undefined` for an empty one
   * @throws AltegioError, as the typed doors
   * @example
   * const staff = await altegio.v1.request('GET', '/company/{location_id}/staff/0', { path: { location_id: 1 } });
   */
  request(method: string, path: string, input?: CallInput): Promise<unknown>;
}

const contexts = new WeakMap<object, Context>();
const prototypes = new WeakMap<object, object>();

/**
 * Makes a client of one API. A bundle then holds this API's table only.
 *
 * @param api one of `v1`, `v2`, `booking`, `developers`, each from its own subpath
 * @param options tokens, base URL, defaults of the calls
 * @returns one method per operation, the path-keyed `GET`, `PUT`, `POST`, `DELETE`, `PATCH`, and `request`
 * @throws AltegioConfigError for options that cannot work
 * @example
 * import { createClient } from 'altegio-sdk';
 * import { v2 } from 'altegio-sdk/v2';
 * const client = createClient(v2, { partnerToken: 'partner', userToken: 'user' });
 * const { data } = await client.list_services({ path: { location_id: 1 } });
 */
export function createClient<Client>(api: Api<Client>, options: ClientOptions): Client {
  const client = Object.create(prototypeOf(api)) as object;
  contexts.set(client, contextOf(api.name, options));
  return client as Client;
}

/** Checks the options and settles what all calls of a client have in common. */
export function contextOf(api: ApiName, options: ClientOptions): Context {
  checkOptions(options);
  const { clock = systemClock, limiter, hooks, logger, logLevel = 'warn', middleware = [] } = options;
  const listeners: Hooks[] = [];
  if (hooks) listeners.push(hooks);
  if (logger) listeners.push(logHooks(logger, logLevel));
  return {
    wire: {
      fetch: options.fetch,
      limiter: limiter === false ? undefined : (limiter ?? sharedLimiter()),
      listeners,
      clock,
      random: Math.random,
      maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    },
    middleware,
    partnerToken: options.partnerToken,
    userToken: options.userToken,
    defaults: options,
    paths: options.paths,
    baseOf: baseFinder(api, options.baseUrl),
  };
}

function checkOptions(options: ClientOptions): void {
  if (typeof options !== 'object' || options === null || options.partnerToken === undefined) {
    throw new AltegioConfigError('partnerToken is missing: pass the token of your developer account.');
  }
  checkToken('partnerToken', options.partnerToken);
  checkToken('userToken', options.userToken);
  const { paths = 'published' } = options;
  if (paths !== 'published' && paths !== 'canonical') {
    throw new AltegioConfigError(`paths must be 'published' or 'canonical', not ${String(paths)}.`);
  }
}

/** The methods of an API's clients, shared by all of them. */
function prototypeOf(api: Api<unknown>): object {
  let prototype = prototypes.get(api);
  if (!prototype) {
    prototype = makePrototype(readTable(api.operations));
    prototypes.set(api, prototype);
  }
  return prototype;
}

function makePrototype(table: Table): object {
  const find = (method: string, path: string) => table.byPath.get(`${method} ${path}`);
  const of = (client: object) => contexts.get(client)!;
  const prototype = {};
  lazily(prototype, 'request', (client) => (verb: string, path: string, input?: CallInput) => {
    return call(of(client), find(verb, path) ?? undescribed(verb, path), input);
  });
  for (const verb of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'] as const) {
    lazily(prototype, verb, (client) => pathMethod(verb, find, of(client)));
  }
  for (const operation of table.byId.values()) {
    lazily(prototype, operation.id!, (client) => method(of(client), operation));
  }
  return prototype;
}
