// Makes the client of one API.

import { AltegioConfigError } from '../errors/errors.ts';
import { findOperation } from '../operations/match.ts';
import type { OperationTable } from '../operations/operation.ts';
import { indexTable, type Table } from '../operations/table.ts';
import type { Strategies } from '../pagination/strategies.ts';
import { agentHeader } from '../request/agent.ts';
import { type ApiName, baseFinder } from '../request/base-url.ts';
import { lowerCased } from '../request/headers.ts';
import { type Context, call } from '../transport/call.ts';
import type { Hooks } from '../transport/hooks.ts';
import { logHooks } from '../transport/logger.ts';
import type { FetchWithBody } from '../transport/prepared-call.ts';
import type { CallInput } from '../types.ts';
import { steady, systemClock } from '../util/clock.ts';
import { method } from './by-operation.ts';
import { createHttp, type HttpClient } from './http.ts';
import { checkTarget } from './known-path.ts';
import { lazyMembers } from './lazy.ts';
import { type ClientOptions, extendOptions, type SettledOptions, settleOptions } from './options.ts';

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
   * Headers of every request, which those of the caller's go before.
   * @internal
   */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * For a GET with a body, which the Fetch standard forbids; only where the API has one.
   * @internal
   */
  readonly fetchWithBody?: FetchWithBody;
  readonly [clientType]?: Client;
}

/** What every client has besides its operations. */
// biome-ignore lint/suspicious/noExplicitAny: openapi-fetch's own constraint
export interface ClientMembers<Client, Paths extends Record<string, any>> {
  /**
   * Calls by path: a client of openapi-fetch with all that it has (middleware, serializers, `parseAs`), over the
   * transport of this one. Its own options (`timeoutMs`, `retry`, `userToken` …) may stand beside openapi-fetch's.
   *
   * @example
   * const { data, error } = await altegio.v1.http.GET('/client/{location_id}/{id}', {
   *   params: { path: { location_id: 1, id: 2 } },
   * });
   */
  readonly http: HttpClient<Paths>;
  /**
   * Sends a request that the description does not know, with the same auth, limits, retries and errors. A GET with a
   * body, which the Fetch standard forbids, goes out on `developers` only, the one API that has one.
   *
   * @param method HTTP method, in upper case
   * @param path path below the API's base, with or without `{parameters}`
   * @param input `path`, `query`, `body` and call options
   * @returns the response's JSON, text or Blob; `undefined` for an empty one
   * @throws AltegioError, as the methods by operationId
   * @example
   * const staff = await altegio.v1.request('GET', '/company/{location_id}/staff/0', { path: { location_id: 1 } });
   */
  request(method: string, path: string, input?: CallInput): Promise<unknown>;
  /**
   * The same client with other defaults: limiter, connection and everything that is not named stay the same.
   *
   * @param options any options of a client; `headers` are added to those that are there
   * @returns a new client; this one stays as it is
   * @throws AltegioConfigError for options that cannot work
   * @example
   * const patient = altegio.v1.withOptions({ timeoutMs: 120_000, retry: 5 });
   */
  withOptions(options: Partial<ClientOptions>): Client;
}

/**
 * Makes a client of one API. A bundle then holds this API's table only.
 *
 * @param api one of `v1`, `v2`, `booking`, `developers`, from the root or each from its own subpath
 * @param options tokens, base URL, defaults of the calls; copied, so that later changes of the object change nothing
 * @returns one method per operation, `http` for calls by path, `request` and `withOptions`
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
  return clientOf(api, settleOptions(options));
}

// openapi-fetch's client is made when it is first used.
const withHttp = /* @__PURE__ */ lazyMembers<{ context: Context; table: Table }>({
  http: ({ context, table }) => createHttp(context, table),
});

/** A client whose options are settled. Its members are its own: ordinary properties, which tests can replace. */
export function clientOf<Client>(api: Api<Client>, options: SettledOptions): Client {
  const context = contextOf(api, options);
  const table = tableOf(api);
  const client: Record<string, unknown> = {};
  for (const operation of table.byId.values()) {
    client[operation.id!] = method(context, operation, api.strategies);
    for (const id of operation.formerIds)
      if (!table.byId.has(id)) client[id] = method(context, operation, api.strategies);
  }
  client.request = async (method: string, path: string, input?: CallInput) => {
    checkTarget(method, path);
    return call(context, findOperation(table, method.toUpperCase(), path), input);
  };
  client.withOptions = (others: Partial<ClientOptions>) => clientOf(api, extendOptions(options, others));
  withHttp(client, { context, table });
  return client as Client;
}

/** What all calls of a client have in common. */
export function contextOf(api: Api<unknown>, options: SettledOptions): Context {
  const { clock = systemClock, limiter, hooks = [], logger, logLevel = 'warn', middleware = [] } = options;
  const listeners: Hooks[] = [...hooks];
  if (logger) listeners.push(logHooks(logger, logLevel));
  return {
    wire: {
      fetch: options.fetch,
      fetchWithBody: api.fetchWithBody,
      limiter: limiter || undefined,
      listeners,
      // A moment to wait for must not move away when the time is set back.
      clock: steady(clock),
      random: Math.random,
      maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    },
    middleware,
    partnerToken: options.partnerToken,
    userToken: options.userToken,
    defaults: {
      ...options,
      headers: { ...agentHeader(options.appInfo), ...api.headers, ...lowerCased(options.headers) },
    },
    paths: options.paths,
    baseOf: baseFinder(api.name, options.baseUrl),
  };
}

const tables = new WeakMap<object, Table>();

/** The operations of an API, read when its first client is made. */
export function tableOf(api: Api<unknown>): Table {
  let table = tables.get(api);
  if (!table) {
    table = indexTable(api.operations());
    tables.set(api, table);
  }
  return table;
}
