// Where a list ends, and what each page shows about it.

import type { Cursor } from '../types.ts';
import type { FetchedPage } from './page.ts';
import type { Strategy } from './strategies.ts';

/** What is known of a list so far. */
export interface Progress {
  /** Items received, without repeated ones; `undefined` when the read began in the middle. */
  received: number | undefined;
  /** The size that the server has shown to use: what it reports, else its largest page. */
  shown: number;
  total: number | undefined;
}

/** No page size of this API is smaller. */
const fewest = 5;

/**
 * The end of a list: its total is reached, a page is empty, or (without a total) a page is shorter than the size
 * that this server has shown to use. A page shorter than requested means nothing: the API silently caps page sizes.
 */
export function isEnd(
  strategy: Strategy,
  progress: Progress,
  cursor: Cursor,
  fetched: FetchedPage,
  fresh: number = fetched.items.length,
  isProven = false,
): boolean {
  if (strategy.chained) return false; // the cursor says it
  const count = fetched.items.length;
  if (count === 0) return true;
  const { total } = fetched;
  const received = progress.received === undefined ? undefined : progress.received + fresh;
  // Some "totals" count the page only: a first page cannot show it, since sizes are silently capped, though to no fewer than
  // five. A total that is exceeded is not a total.
  const isCertain = isProven || received !== count || count < Math.min(fewest, cursor.size ?? 0);
  if (total !== undefined && received !== undefined && received <= total)
    return received === total && isCertain;
  return count < (fetched.reportedSize ?? progress.shown);
}

export function learn(progress: Progress, fetched: FetchedPage, fresh: number = fetched.items.length): void {
  if (progress.received !== undefined) progress.received += fresh;
  progress.shown = fetched.reportedSize ?? Math.max(progress.shown, fetched.items.length);
  progress.total = fetched.total;
}

/** How many further pages are worth requesting before they are needed. */
export function pagesAhead(strategy: Strategy, { total, received, shown }: Progress, left: number): number {
  const known =
    total === undefined || received === undefined ? 1 : Math.max(1, Math.ceil((total - received) / shown));
  const wanted = left === Number.POSITIVE_INFINITY ? known : Math.min(known, Math.ceil(left / (shown || 1)));
  return strategy.chained ? Math.min(wanted, 1) : wanted;
}

/** The reason to believe that this page belongs to the list, although it looks like the one before. */
export function backing(
  { received }: Progress,
  { items, total, reportedSize }: FetchedPage,
): 'total' | 'size' | undefined {
  if (total !== undefined && received !== undefined && received + items.length <= total) return 'total';
  return reportedSize !== undefined && items.length >= reportedSize ? 'size' : undefined;
}

/** Where the next page begins; the end is marked, so that resuming from it does not start over. */
export function cursorAfter(
  strategy: Strategy,
  { received }: Progress,
  asked: Cursor,
  fetched: FetchedPage,
  isLast: boolean,
): Cursor {
  const next = strategy.next(asked, fetched.body);
  const cursor: Cursor = { ...(next ?? asked) };
  if (received !== undefined) cursor.read = received;
  if (isLast || !next) cursor.end = true;
  return cursor;
}
