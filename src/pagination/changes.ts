// How a list changes while it is read, by the totals that its pages report: rows that were added, rows that were deleted.
import type { Progress } from './end.ts';
import type { FetchedPage } from './page.ts';

export interface Changes {
  /** Rows that were added while the list was read. */
  readonly grown: number;
  /** Whether the total once exceeded the rows received: then it counts the list, and what it loses was deleted. */
  readonly isTotal: boolean;
  /** A page was received, in its turn or once more. */
  see(page: FetchedPage): void;
  /** Whether rows were deleted before this page, so that those after them have moved to the page before. */
  hasShrunk(progress: Progress, page: FetchedPage): boolean;
  /** The page before was read once more: rows may have been deleted meanwhile. `undefined`: it could not be. */
  seeAgain(page: FetchedPage, again: FetchedPage | undefined): void;
  /** The page is done; `received` are the items before it. */
  learn(received: number | undefined, page: FetchedPage): void;
}

/** Follows the changes of a list whose total was `total` when the read began; `undefined` where it is not known. */
export function changesSince(total: number | undefined): Changes {
  let lastTotal = total;
  let grown = 0;
  let isTotal = total !== undefined;
  let isShifting = false;

  function see({ total = lastTotal }: FetchedPage): void {
    grown += Math.max(0, (total ?? 0) - (lastTotal ?? total ?? 0));
    lastTotal = total;
  }

  return {
    get grown() {
      return grown;
    },
    get isTotal() {
      return isTotal;
    },
    see,
    hasShrunk: ({ total: before }, { total: now }) =>
      isShifting || (isTotal && before !== undefined && now !== undefined && now < before),
    seeAgain({ total: before }, again) {
      if (again) see(again);
      isShifting = again?.total !== undefined && before !== undefined && again.total < before;
    },
    learn(received, { total: now, items }) {
      // More than the page holds, or repeated by an empty one: not the total of a page.
      if (now !== undefined && received !== undefined) isTotal ||= now > received + items.length;
    },
  };
}
