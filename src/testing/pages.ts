// Makes lists end: a sample is the same for every page, so here page 1 holds all there is and the others are empty.
import type { Paging } from '../operations/operation.ts';
import { isRecord } from '../util/check.ts';

type Json = Record<string, unknown>;

/** What a request has in its query or its body. */
export type Asked = Record<string, unknown>;

/** The response for one page, from the sample of the contract or what was made up. Does not change its argument. */
export function pageOf(paging: Paging, asked: Asked, response: unknown): unknown {
  if (!isRecord(response)) return response;
  const isDates = paging.style === 'date-cursor';
  const page = isDates ? 1 : Number(asked[paging.page] ?? 1);
  let result: Json = response;
  let count = 0;
  for (const path of paging.items) {
    const found = at(result, path);
    if (!Array.isArray(found)) continue;
    count += found.length;
    result = put(result, path, page > 1 ? [] : distinct(found, paging.key));
  }
  if (paging.total) result = put(result, paging.total, count);
  if (isDates) return put(result, ['meta', 'dateCursor', 'next'], { from: null, to: null, count: null });
  return paging.style === 'page-limit' ? echo(result, paging, page, asked) : result;
}

/** v2 reports which page it returned; the SDK takes the size from there. */
function echo(response: Json, paging: Paging, page: number, asked: Asked): Json {
  const pagination = at(response, ['meta', 'pagination']);
  if (!isRecord(pagination)) return response;
  const limit = Number(asked[paging.size] ?? pagination.limit);
  const offset = (page - 1) * limit;
  return put(response, ['meta', 'pagination'], { ...pagination, page, limit, offset });
}

/** Made-up ids may be the same by chance; a reader would take such items for one. */
function distinct(items: readonly unknown[], key: string | undefined): unknown[] {
  if (key === undefined) return [...items];
  const seen = new Set<string>();
  return items.map((item) => {
    if (!isRecord(item) || !/^\d+$/.test(String(item[key]))) return item;
    let id = Number(item[key]);
    while (seen.has(String(id))) id++;
    seen.add(String(id));
    return { ...item, [key]: typeof item[key] === 'string' ? String(id) : id };
  });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((outer, name) => (isRecord(outer) ? outer[name] : undefined), value);
}

function put(outer: unknown, [name, ...rest]: readonly string[], value: unknown): Json {
  const copy: Json = isRecord(outer) ? { ...outer } : {};
  copy[name!] = rest.length === 0 ? value : put(copy[name!], rest, value);
  return copy;
}
