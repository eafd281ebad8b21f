// Servers that hand out a list in one of the API's four ways, and operations that read it.
import { type Item, json, type Loose, ok, type Reply, type Sent, tinyWith } from './recorder.ts';

/** One operation per paging family, with and without a total. */
export const lists = [
  '/plain GET partner paging=page-count:page:count:1000:data::id plain',
  '/counted GET partner paging=page-count:page:count:1000:data:meta.total_count:id counted',
  '/keyless GET partner paging=page-count:page:count::data:: keyless',
  '/search POST partner json! safe paging=page-body:page:page_size:200:data:meta.total_count:id search',
  '/limited GET partner paging=page-limit:page:limit:250:data::id limited',
  '/visits POST partner json! safe paging=date-cursor:from:to::data.records+data.goods_transactions::id visits',
].join('\n');

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
  /** What `meta.total_count` says; without it no total is told. */
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

/** The client of these operations, what it sent, and the changes that it reported. */
export function listsWith(
  replies: Reply | Reply[],
  options = {},
): { client: Loose; sent: Sent[]; drift: Item[] } {
  const drift: Item[] = [];
  const hooks = { onDrift: (event: object) => void drift.push({ ...event }) };
  return { ...tinyWith(lists, replies, { hooks, ...options }), drift };
}

export const idsOf = (items: Item[]): unknown[] => items.map(({ id }) => id);

export const all = { limit: Number.POSITIVE_INFINITY };
