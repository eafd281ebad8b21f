// Servers that hand out a list in one of the API's four ways, and a client that reads it.
import { type Item, json, ok, type Reply, type Sent } from './recorder.ts';
import { recorded, type Tiny } from './tiny/tiny.ts';

export const rows = (count: number, from = 1): Item[] =>
  Array.from({ length: count }, (_, index) => ({ id: from + index }));

/** Page and size that a request asks for, wherever they stand. */
export function askedFor({ query, body }: Sent): { page: number; size: number | undefined } {
  const given = { ...(body as Item | undefined), ...Object.fromEntries(query) };
  const size = given.count ?? given.page_size ?? given.limit;
  return { page: Number(given.page), size: size === undefined ? undefined : Number(size) };
}

export interface ListOptions {
  /** Larger sizes are silently replaced by `fallback`. */
  most?: number;
  fallback?: number;
  /** Value of `meta.total_count`; without it no total is reported. */
  total?: (page: Item[], number: number) => unknown;
  /** Tells the size in `meta.pagination.limit`. */
  reports?: boolean;
}

/** A server of numbered pages over `all`. */
export function pagesOver(all: Item[], options: ListOptions = {}) {
  const { most = Number.POSITIVE_INFINITY, fallback = 20, total, reports } = options;
  return (sent: Sent, number: number): Response => {
    const { page, size = fallback } = askedFor(sent);
    const used = size > most ? fallback : size;
    const data = all.slice((page - 1) * used, page * used);
    const meta: Item = {};
    if (total) meta.total_count = total(data, number);
    if (reports) meta.pagination = { page, limit: used };
    return ok(data, meta);
  };
}

/** A page of visits, and the dates of the next one. */
export function visitsPage(records: Item[], goods: Item[], from: string | null, to: string | null): Response {
  const dateCursor = { previous: {}, current: {}, next: { from, to, count: from === null ? 0 : 25 } };
  return json(200, { success: true, data: { records, goods_transactions: goods }, meta: { dateCursor } });
}

/** A client of the tiny API, what it sent, and the changes that it reported. */
export function listsWith(
  replies: Reply | Reply[],
  options = {},
): { client: Tiny; sent: Sent[]; drift: Item[] } {
  const drift: Item[] = [];
  const hooks = { onDrift: (event: object) => void drift.push({ ...event }) };
  return { ...recorded(replies, { hooks, ...options }), drift };
}

export const idsOf = (items: Item[]): unknown[] => items.map(({ id }) => id);

export const all = { limit: Number.POSITIVE_INFINITY };
