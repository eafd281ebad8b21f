// A made-up API with one operation of every kind, so that the faults are not about any real one.
import { type Api, type ClientOptions, createClient } from '../../src/index.ts';

/** The verbs of the tables: two that only read, three that change something. */
export const verbs = ['get', 'search', 'create', 'update', 'remove'] as const;
export type Verb = (typeof verbs)[number];
export const isRead = (verb: Verb): boolean => verb === 'get' || verb === 'search';

const operations = `/things/{id} GET user get
/things/search POST user json safe search
/things POST user json! back=search create
/things/{id} PUT user json! back=get update
/things/{id} DELETE user back=get remove
/things/{id}/file GET user blob file
/open GET none open
/things/{id}/send GET user unsafe send
/form POST user multipart! form
/list GET user paging=page-count:page:count:2:data:meta.total_count:id list`;

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
  const api: Api<Tiny> = { name: 'v1', operations };
  return createClient(api, { partnerToken: partner, userToken: user, limiter: false, ...options });
}

/** The arguments of a verb. */
export function argumentsOf(verb: Verb): Input {
  const path = { path: { id: 7 } };
  const body = { body: { name: 'Anna' } };
  if (verb === 'get' || verb === 'remove') return path;
  return verb === 'update' ? { ...path, ...body } : body;
}
