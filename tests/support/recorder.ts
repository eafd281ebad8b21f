// A fetch that records what was sent and responds as the test wants; no network, no mock library.

import {
  type ClientOptions,
  createAltegio,
  type Items,
  type PageOptions,
  type Pages,
} from '../../src/index.ts';

/** One request as it reached fetch. */
export interface Sent {
  url: URL;
  /** Path and query as they stand in the URL. */
  target: string;
  /** Query pairs, decoded, in order. */
  query: [string, string][];
  method: string;
  headers: Record<string, string>;
  /** The body as handed to fetch. */
  content: unknown;
  /** The body, parsed where it is JSON text. */
  body: unknown;
  signal: AbortSignal;
  redirect: string | undefined;
}

export type Reply = Response | ((sent: Sent, number: number) => Response | Promise<Response>);

/** A fetch with its record; the last reply serves all further requests. */
export function recorder(...replies: Reply[]) {
  const sent: Sent[] = [];
  const fetch = (async (input: string, init: RequestInit) => {
    const url = new URL(input);
    const request: Sent = {
      url,
      target: input.slice(url.origin.length),
      query: [...url.searchParams],
      method: init.method!,
      headers: init.headers as Record<string, string>,
      content: init.body,
      body: parsed(init.body),
      signal: init.signal!,
      redirect: init.redirect,
    };
    sent.push(request);
    // A read that never ends must fail its test, not hang the run.
    if (sent.length > 5000) throw new Error('too many requests');
    const reply = replies[Math.min(sent.length, replies.length) - 1] ?? ok();
    return typeof reply === 'function' ? await reply(request, sent.length) : reply.clone();
  }) as typeof globalThis.fetch;
  return { fetch, sent };
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}

/** A JSON response; without arguments the envelope of an empty success. */
export function ok(data: unknown = [], meta: unknown = {}): Response {
  return json(200, { success: true, data, meta });
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** A response of any kind; `undefined` is no body at all. */
export function raw(status: number, body?: string, headers: Record<string, string> = {}): Response {
  return new Response(body ?? null, { status, headers });
}

export const partner = 'partner-token-0123';

export const user = 'user-token-4567';

/** Any operation of any API, without its types: for arguments that the types forbid. */
export type Loose = Record<string, LooseOperation> & {
  request(method: string, path: string, input?: unknown): Promise<unknown>;
};

export type Item = Record<string, unknown>;

export interface LooseOperation {
  (input?: unknown): Promise<unknown>;
  items(input?: Item & PageOptions): Items<Item>;
  pages(input?: Item & PageOptions): Pages<Item, Item>;
}

/** All APIs over a recording fetch, with both tokens and without a limiter. */
export function altegioWith(replies: Reply | Reply[] = [], options: Partial<ClientOptions> = {}) {
  const record = recorder(...(Array.isArray(replies) ? replies : [replies]));
  const altegio = createAltegio({
    partnerToken: partner,
    userToken: user,
    limiter: false,
    retry: 0,
    fetch: record.fetch,
    ...options,
  });
  const { sent } = record;
  return {
    altegio,
    sent,
    // Getters, since an API without a base throws where it is asked for.
    get v1() {
      return altegio.v1 as unknown as Loose;
    },
    get v2() {
      return altegio.v2 as unknown as Loose;
    },
    get booking() {
      return altegio.booking as unknown as Loose;
    },
    get developers() {
      return altegio.developers as unknown as Loose;
    },
  };
}

/** What a promise rejects with; fails when it resolves. */
export async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown> & Error> {
  try {
    await promise;
  } catch (error) {
    return error as Record<string, unknown> & Error;
  }
  throw new Error('expected a rejection');
}
