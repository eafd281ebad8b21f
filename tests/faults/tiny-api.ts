// A made-up API with one operation of every kind, so that the faults are not about any real one.

import { type Api, type ClientOptions, createClient } from '../../src/index.ts';
import type { OperationTable } from '../../src/operations/operation.ts';

/** The verbs of the tables: two that only read, three that change something. */
export const verbs = ['get', 'search', 'create', 'update', 'remove'] as const;
export type Verb = (typeof verbs)[number];
export const isRead = (verb: Verb): boolean => verb === 'get' || verb === 'search';

const operations: OperationTable = {
  get: ['/things/{id}', 'GET', 'user'],
  search: ['/things/search', 'POST', 'user', { body: 'json', safe: true }],
  create: ['/things', 'POST', 'user', { body: 'json', bodyRequired: true, readBack: 'search' }],
  update: ['/things/{id}', 'PUT', 'user', { body: 'json', bodyRequired: true, readBack: 'get' }],
  remove: ['/things/{id}', 'DELETE', 'user', { readBack: 'get' }],
  file: ['/things/{id}/file', 'GET', 'user', { response: 'blob' }],
  open: ['/open', 'GET', 'none'],
  send: ['/things/{id}/send', 'GET', 'user', { safe: false }],
  form: ['/form', 'POST', 'user', { body: 'multipart', bodyRequired: true }],
  list: [
    '/list',
    'GET',
    'user',
    {
      paging: {
        style: 'page-count',
        in: 'query',
        page: 'page',
        size: 'count',
        max: 2,
        items: [['data']],
        total: ['meta', 'total_count'],
        key: 'id',
      },
    },
  ],
};

export type Input = Record<string, unknown>;
export type Tiny = Record<Verb | 'file' | 'open' | 'send' | 'form', (input?: Input) => Promise<unknown>> & {
  list: ((input?: Input) => Promise<unknown>) & {
    items(
      input?: Input,
    ): AsyncIterable<unknown> & { toArray(options: { limit: number }): Promise<unknown[]> };
  };
  request(method: string, path: string, input?: Input): Promise<unknown>;
  GET(path: string, init?: Input): Promise<{ data?: unknown; error?: unknown; response: Response }>;
};

export const partner = 'partner-token-0123456789';
export const user = 'user-token-9876543210';

export function tiny(options: Partial<ClientOptions>): Tiny {
  const api: Api<Tiny> = { name: 'v1', operations: () => operations };
  return createClient(api, { partnerToken: partner, userToken: user, limiter: false, ...options });
}

/** The arguments of a verb. */
export function argumentsOf(verb: Verb): Input {
  const path = { path: { id: 7 } };
  const body = { body: { name: 'Anna' } };
  if (verb === 'get' || verb === 'remove') return path;
  return verb === 'update' ? { ...path, ...body } : body;
}
