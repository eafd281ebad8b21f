// Where a list ends, and what each page teaches about it.

import type { Cursor } from '../types.ts';
import type { Got } from './page.ts';
import type { Strategy } from './strategies.ts';

/** What a read has learnt so far. */
export interface Progress {
  /** Items received, without those that came again; `undefined` when the read began in the middle. */
  received: number | undefined;
  /** The size that the server has shown to use: what it reports, else its largest page. */
  shown: number;
  total: number | undefined;
}

/** No page size of this API is smaller. */
const fewest = 5;

/**
 * The end of a list: its total is reached, a page is empty, or (without a total) a page is shorter than the size
 * that this server has shown to use. Shorter than what was asked for means nothing: sizes are cut silently.
 */
export function isEnd(
  strategy: Strategy,
  progress: Progress,
  cursor: Cursor,
  got: Got,
  fresh: number = got.items.length,
  isProven = false,
): boolean {
  if (strategy.chained) return false; // the cursor says it
  const count = got.items.length;
  if (count === 0) return true;
  const { total } = got;
  const received = progress.received === undefined ? undefined : progress.received + fresh;
  // Some "totals" count the page only: a first page cannot tell, since sizes are cut silently, though to no fewer than
  // five. A total that is exceeded is none.
  const isCertain = isProven || received !== count || count < Math.min(fewest, cursor.size ?? 0);
  if (total !== undefined && received !== undefined && received <= total)
    return received === total && isCertain;
  return count < (got.reportedSize ?? progress.shown);
}

export function learn(progress: Progress, got: Got, fresh: number = got.items.length): void {
  if (progress.received !== undefined) progress.received += fresh;
  progress.shown = got.reportedSize ?? Math.max(progress.shown, got.items.length);
  progress.total = got.total;
}

/** How many further pages are worth asking for before they are wanted. */
export function pagesAhead(strategy: Strategy, { total, received, shown }: Progress, left: number): number {
  const known =
    total === undefined || received === undefined ? 1 : Math.max(1, Math.ceil((total - received) / shown));
  const wanted = left === Number.POSITIVE_INFINITY ? known : Math.min(known, Math.ceil(left / (shown || 1)));
  return strategy.chained ? Math.min(wanted, 1) : wanted;
}

/** What says that this page is one of the list's own, though it looks like the one before. */
export function backing(
  { received }: Progress,
  { items, total, reportedSize }: Got,
): 'total' | 'size' | undefined {
  if (total !== undefined && received !== undefined && received + items.length <= total) return 'total';
  return reportedSize !== undefined && items.length >= reportedSize ? 'size' : undefined;
}

/** Where the next page begins; the end is marked, so that going on from it does not start over. */
export function cursorAfter(
  strategy: Strategy,
  { received }: Progress,
  asked: Cursor,
  got: Got,
  isLast: boolean,
): Cursor {
  const next = strategy.next(asked, got.body);
  const cursor: Cursor = { ...(next ?? asked) };
  if (received !== undefined) cursor.read = received;
  if (isLast || !next) cursor.end = true;
  return cursor;
}
