// Makes the client of one API.

import { AltegioConfigError } from '../errors/errors.ts';
import { createLimiter, sharedLimiter } from '../limiter/memory.ts';
import { type OperationTable, undescribed } from '../operations/operation.ts';
import { indexTable, type Table } from '../operations/table.ts';
import type { Strategies } from '../pagination/strategies.ts';
import { type ApiName, baseFinder } from '../request/base-url.ts';
import { type Context, call } from '../transport/call.ts';
import type { Hooks } from '../transport/hooks.ts';
import { logHooks } from '../transport/logger.ts';
import type { CallInput } from '../types.ts';
import { systemClock } from '../util/clock.ts';
import { method } from './by-operation.ts';
import { pathMethod } from './by-path.ts';
import { lazily } from './lazy.ts';
import { type ClientOptions, checkOptions } from './options.ts';

declare const clientType: unique symbol;

/** One API: its name, its operation table and (as a type) its client. */
export interface Api<Client> {
  readonly name: ApiName;
  /**
   * Makes the operation table of generated/; called when the first client is made, so that importing it costs nothing.
   * @internal
   */
  readonly operations: () => OperationTable;
  /**
   * Ways of paging besides numbered pages; only where the API has one.
   * @internal
   */
  readonly strategies?: Strategies | undefined;
  /**
   * For a GET with a body, which the Fetch standard forbids; only where the API has one.
   * @internal
   */
  readonly fetchWithBody?: typeof fetch;
  readonly [clientType]?: Client;
}

/** The untyped door, for what is not described. */
export interface Untyped {
  /**
   * Sends a request that the description does not know, with the same auth, limits, retries and errors. A GET with a
   * body, which the Fetch standard forbids, goes out on `developers` only, the one API that has one.
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

// A property, not a WeakMap: so a Proxy around a client finds it too.
const context = Symbol('altegio-sdk.context');

const prototypes = new WeakMap<object, object>();

/**
 * Makes a client of one API. A bundle then holds this API's table only.
 *
 * @param api one of `v1`, `v2`, `booking`, `developers`, from the root or each from its own subpath
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
  if (typeof api?.operations !== 'function') {
    throw new AltegioConfigError("createClient takes an API first: import { v2 } from 'altegio-sdk/v2'.");
  }
  const client = Object.create(prototypeOf(api)) as object;
  const settled = contextOf(api, options);
  // Behind a function: tools that print hidden properties must not print the tokens.
  Object.defineProperty(client, context, { value: () => settled });
  return client as Client;
}

/** Checks the options and settles what all calls of a client have in common. */
function contextOf(api: Api<unknown>, options: ClientOptions): Context {
  checkOptions(options);
  const { clock, limiter, hooks, logger, logLevel = 'warn', middleware = [] } = options;
  const listeners: Hooks[] = [];
  if (hooks) listeners.push(hooks);
  if (logger) listeners.push(logHooks(logger, logLevel));
  // The shared limiter runs on the machine's clock.
  const usual = () => (clock ? createLimiter({ clock }) : sharedLimiter());
  return {
    wire: {
      fetch: options.fetch,
      fetchWithBody: api.fetchWithBody,
      limiter: limiter === false ? undefined : (limiter ?? usual()),
      listeners,
      clock: clock ?? systemClock,
      random: Math.random,
      maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    },
    middleware,
    partnerToken: options.partnerToken,
    userToken: options.userToken,
    // A copy: what is changed later was never checked.
    defaults: { ...options, headers: { ...options.headers } },
    paths: options.paths,
    baseOf: baseFinder(api.name, options.baseUrl),
  };
}

/** The methods of an API's clients, shared by all of them. */
function prototypeOf(api: Api<unknown>): object {
  let prototype = prototypes.get(api);
  if (!prototype) {
    prototype = makePrototype(indexTable(api.operations()), api.strategies);
    prototypes.set(api, prototype);
  }
  return prototype;
}

function makePrototype(table: Table, strategies: Strategies | undefined): object {
  const find = (method: string, path: string) => table.byPath.get(`${method} ${path}`);
  const of = (client: object) => (client as { [context]: () => Context })[context]();
  const prototype = {};
  lazily(prototype, 'request', (client) => (method: string, path: string, input?: CallInput) => {
    const verb = method.toUpperCase();
    return call(of(client), find(verb, path) ?? undescribed(verb, path), input);
  });
  for (const verb of ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'] as const) {
    lazily(prototype, verb, (client) => pathMethod(verb, find, of(client)));
  }
  for (const operation of table.byId.values()) {
    lazily(prototype, operation.id!, (client) => method(of(client), operation, strategies));
  }
  return prototype;
}
