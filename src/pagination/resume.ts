// Resuming from a cursor: which list it belongs to, and where its place is now.
import { label } from '../operations/operation.ts';
import type { CallInput, Cursor } from '../types.ts';
import { hashOf } from '../util/hash.ts';
import type { FetchedPage, Plan } from './page.ts';

/** A cursor remembers this many rows before the place. */
const remembered = 100;

/** A short mark of the list that is read: the operation and its arguments, without those that name the page. */
export function markOf({ operation, paging, input }: Pick<Plan, 'operation' | 'paging' | 'input'>): string {
  const { path, query, body } = input;
  const all: Pick<CallInput, 'path' | 'query' | 'body'> = { path, query, body };
  const { [paging.page]: _page, [paging.size]: _size, ...rest } = Object(all[paging.in]);
  const text = jsonOf([label(operation), paging.page, { ...all, [paging.in]: rest }]);
  return hashOf(text);
}

/** Equal for what is sent as the same: `7` and `'7'`, `true` and `1`, and whatever the order of the names. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_, each: unknown) => {
      if (typeof each === 'boolean') return String(Number(each));
      if (typeof each !== 'object') return each === undefined ? undefined : String(each);
      return each === null || Array.isArray(each) ? each : Object.fromEntries(Object.entries(each).sort());
    });
  } catch {
    return ''; // is refused when it is sent
  }
}

/** What is wrong with a cursor of the right shape. */
export function foreign({ of, total, last }: Cursor, mark: string): string | undefined {
  if (of === undefined) {
    return 'from is a cursor that does not say which list it belongs to, as earlier versions made them; begin anew, or at a page of the arguments';
  }
  if (of !== mark) return 'from is a cursor of another list: of another operation, path, query or body';
  const isList = last === undefined || (Array.isArray(last) && last.every(isKey));
  return isList && (total === undefined || Number.isInteger(total)) ? undefined : 'from is a damaged cursor';
}

function isKey(key: unknown): key is string | number {
  return typeof key === 'string' || typeof key === 'number';
}

/** The last rows before a place, in their order. */
export function lastKeys(before: Cursor['last'], { keys }: FetchedPage): (string | number)[] {
  return [...(before ?? []), ...keys.filter(isKey)].slice(-remembered);
}

/** What the page of an overlap shows. */
export interface Place {
  /** Rows at its beginning that the earlier read returned. */
  skip: number;
  /** The place is found, or given up. */
  isFound: boolean;
  /** Rows may be missing: more has changed than the overlap shows. */
  isLost: boolean;
}

/** Looks for the last rows that were returned, page by page from the one before the place. */
export function placeFinder({
  last,
  total: before,
  read = 0,
  page: start = 1,
}: Cursor): (fetched: FetchedPage, page: number) => Place {
  const anchors = new Set<unknown>(last);
  let until = start - 1;
  return ({ items, keys, total: now }, page) => {
    const found = keys.findLastIndex((key) => anchors.has(key));
    if (found >= 0) return { skip: found + 1, isFound: true, isLost: false };
    const grown = now === undefined || before === undefined ? 0 : now - before;
    if (page < start && grown > 0) until += Math.ceil(grown / (items.length || 1));
    // New rows have moved the place on, by this many pages at most.
    if (page < until) return { skip: items.length, isFound: false, isLost: false };
    // As many rows as a page holds may be gone without a gap: then the page begins right at the place.
    const isClosed = grown < 0 && -grown <= items.length;
    const hadMore = before === undefined || before > read;
    return { skip: 0, isFound: true, isLost: hadMore && !isClosed };
  };
}
