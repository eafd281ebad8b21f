// The ways in which the API returns lists: how to request a page, and which page comes after it.
import type { Paging, PagingStyle } from '../operations/operation.ts';
import type { Input } from '../request/input.ts';
import type { Cursor } from '../types.ts';
import { isRecord } from '../util/check.ts';

/** One way of paging. */
export interface Strategy {
  /** Where a read begins: what the caller requested, else the first page at the largest size. */
  start(paging: Paging, given: Record<string, unknown>, size: number | undefined): Cursor;
  /** What is wrong with a cursor that was given, or with the page and size of the caller's arguments. */
  problem(paging: Paging, cursor: unknown): string | undefined;
  /** The parameters that request a page. */
  parameters(paging: Paging, cursor: Cursor): Record<string, unknown>;
  /** The page after `cursor`; numbered pages know it before the response is there. */
  next(cursor: Cursor, body?: unknown): Cursor | undefined;
  /** Whether the next page is only known from the response. */
  chained: boolean;
}

/** The ways of an API besides numbered pages. */
export type Strategies = Partial<Record<PagingStyle, Strategy>>;

/** Pages with numbers: `page` and `count`, `page_size` or `limit`. */
export const numbered: Strategy = {
  start(paging, given, size) {
    const page = given[paging.page] as number | null | undefined;
    const cursor: Cursor = { page: page ?? 1 };
    const most = size ?? (given[paging.size] as number | null | undefined) ?? paging.max;
    if (most !== undefined) cursor.size = most;
    // How many items stand before a page in the middle is not known.
    if (cursor.page === 1) cursor.read = 0;
    return cursor;
  },
  problem({ max }, cursor) {
    const { page, size, read = 0, dates, end = true } = record(cursor);
    if (!isRecord(cursor) || dates !== undefined || !isWhole(read, 0) || end !== true) {
      return notOurs(cursor, '{ page, size, read }');
    }
    if (!isWhole(page, 1)) return `the page must be a whole number of 1 or more, not ${shown(page)}`;
    if (size === undefined || isWhole(size, 1, max)) return undefined;
    // The API does not refuse a larger size: it silently falls back to a small one.
    const bounds = max ? `1 to ${max}, the most that the API honours` : 'a whole number of 1 or more';
    return `the page size must be ${bounds}, not ${shown(size)}`;
  },
  parameters: (paging, { page, size }) => ({ [paging.page]: page, ...(size && { [paging.size]: size }) }),
  next: (cursor) => ({ ...cursor, page: cursor.page! + 1 }),
  chained: false,
};

/** The arguments of a call with a page's parameters in their place; arguments that cannot take them are refused later. */
export function withParameters(paging: Paging, input: Input, parameters: Record<string, unknown>): Input {
  const given: unknown = input[paging.in] ?? {};
  if (!isRecord(given) || Symbol.iterator in given) return input;
  return { ...input, [paging.in]: { ...given, ...parameters } };
}

/** The value at a path of a parsed body. */
export function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** A count, which some responses hold as text. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
}

/** The value, or `undefined` where it is not an object. */
export function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function isWhole(value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

/** The problem with a value that is no cursor of a list. */
export function notOurs(cursor: unknown, shape: string): string {
  return `from must be a cursor of this list, ${shape}, not ${shown(cursor)}`;
}

/** A value as in code, so that '2' is not taken for 2. */
function shown(value: unknown): string {
  return typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : String(value);
}
