// What the contract tests share: the contracts, the tables, and a client whose requests and responses are recorded.

import { operations as booking } from '../../generated/booking.operations.ts';
import { operations as developers } from '../../generated/developers.operations.ts';
import { operations as v1 } from '../../generated/v1.operations.ts';
import { operations as v2 } from '../../generated/v2.operations.ts';
import { loadContract } from '../../scripts/contract/contract.ts';
import type { OpenApi } from '../../scripts/openapi/document.ts';
import type { OperationEntry } from '../../scripts/openapi/operations.ts';
import { type Altegio, type ClientOptions, createAltegio } from '../../src/index.ts';
import type { Operation } from '../../src/operations/operation.ts';
import { indexTable } from '../../src/operations/table.ts';
import { fetchWithBody } from '../../src/transport/get-with-body.ts';
import { type HttpResult, httpOf } from '../support/http.ts';
import { entriesOf } from './request-builder.ts';

export const apis = ['v1', 'v2', 'booking', 'developers'] as const;
export type ApiName = (typeof apis)[number];

const tables = { v1, v2, booking, developers };

/** An API as the tests see it: its table, and the contract that the requests are built from. */
export interface Subject {
  api: ApiName;
  contract: OpenApi;
  operations: Operation[];
  entries: Map<string, OperationEntry>;
}

export async function subjectOf(api: ApiName): Promise<Subject> {
  const contract = await loadContract(api);
  const operations = [...indexTable(tables[api]()).byId.values()].filter(({ removed }) => !removed);
  return { api, contract, operations, entries: entriesOf(contract) };
}

/** `count` members of a list, evenly spread over it. */
export function spread<T>(list: readonly T[], count: number): T[] {
  const step = Math.max(1, list.length / count);
  return Array.from({ length: Math.min(count, list.length) }, (_, index) => list[Math.floor(index * step)]!);
}

/** One request and its response, as they went over the wire. */
export interface Exchange {
  method: string;
  url: URL;
  headers: Headers;
  response: Response;
}

/** A client and what it sent last. */
export interface Recorded {
  altegio: Altegio;
  last(): Exchange;
}

export function recordedClient(baseUrl: string, options: Partial<ClientOptions> = {}): Recorded {
  let exchange: Exchange | undefined;
  const altegio = createAltegio({
    partnerToken: 'partner',
    userToken: 'user',
    baseUrl,
    limiter: false,
    retry: 0,
    ...options,
    fetch: async (input, init = {}) => {
      // The platform's fetch refuses a GET with a body; without an own fetch the SDK chooses the same way out.
      const send = init.method === 'GET' && init.body ? fetchWithBody(fetch)! : fetch;
      const response = await send(input as string, init);
      const headers = new Headers(init.headers);
      exchange = {
        method: init.method ?? 'GET',
        url: new URL(String(input)),
        headers,
        response: response.clone(),
      };
      return response;
    },
  });
  return {
    altegio,
    last() {
      if (!exchange) throw new Error('Nothing was sent.');
      return exchange;
    },
  };
}

/** A method of the SDK by its operationId. */
export function methodOf(altegio: Altegio, api: ApiName, id: string): (input: object) => Promise<unknown> {
  const client = altegio[api] as unknown as Record<string, (input: object) => Promise<unknown>>;
  return client[id]!.bind(client);
}

/** The call by path of an operation, without the types of the paths. */
export function byPathOf(
  altegio: Altegio,
  api: ApiName,
  { method, path }: Operation,
): (init: object) => Promise<HttpResult> {
  return (init) => httpOf(altegio[api]).request(method, path, init);
}
