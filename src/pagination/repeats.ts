// Detects what comes twice while a list is read: single items, and whole pages of a list that repeats itself.
import type { Cursor } from '../types.ts';

/** What a page brought that was new. */
export interface Seen {
  /** The items that no earlier page had. */
  fresh: unknown[];
  /** Whether the list repeats itself. */
  isRepeat: boolean;
}

/** The items of a page, and their keys in the same order; `undefined` for an item without one. */
export interface Rows {
  items: unknown[];
  keys: unknown[];
}

/** The items of a page, and how certain it is that repeated rows are no repeated page. */
interface PageSeen extends Rows {
  /** `total`: the list's total counts this page too; `size`: the page is as full as the server reports pages to be. */
  backed: 'total' | 'size' | undefined;
  /** Rows that were added while the list was read: as many may be repeated. */
  grown?: number;
}

/** Checks the pages of one read, in their order. */
interface RepeatGuard {
  /**
   * A list repeats itself when it returns the page before once more, dates that were requested already, or a
   * second page in a row without anything new, unless new rows have moved the others on.
   */
  look(cursor: Cursor, page: PageSeen): Seen;
  /** The items of a page that is read again, or known from before, which no page had; they count as seen from now on. */
  unseen(rows: Rows): unknown[];
  /** Whether an item was seen. */
  has(key: unknown): boolean;
}

export function repeatGuard(): RepeatGuard {
  const known = new Set<unknown>();
  const dates = new Set<string>();
  let before = '';
  /** Pages in a row that held items, but none that was new. */
  let stale = 0;
  let repeated = 0;

  /** Two rows of ONE page are two rows, whatever their ids. */
  function unseen({ items, keys }: Rows): unknown[] {
    const fresh = items.filter((_, index) => !known.has(keys[index]));
    for (const key of keys) if (key !== undefined) known.add(key);
    return fresh;
  }

  function look({ dates: asked }: Cursor, { items, keys, backed, grown = 0 }: PageSeen): Seen {
    const fresh = unseen({ items, keys });
    if (asked) {
      const text = JSON.stringify(asked);
      const isRepeat = dates.has(text);
      dates.add(text);
      return { fresh, isRepeat };
    }
    const print = keys.includes(undefined) ? JSON.stringify(items) : keys.join('\n');
    const isSame = items.length > 0 && print === before;
    before = print;
    const hasKeys = keys.some((key) => key !== undefined);
    stale = isSame || (items.length > 0 && fresh.length === 0) ? stale + 1 : 0;
    repeated += items.length - fresh.length;
    if (hasKeys) return { fresh, isRepeat: (isSame || stale > 1) && repeated > grown };
    // Rows without ids may well be equal. A total bounds how often; a full page alone is accepted once.
    const allowed = backed === 'total' ? Number.POSITIVE_INFINITY : backed === 'size' ? 1 : 0;
    return { fresh, isRepeat: isSame && stale > allowed };
  }

  return { look, unseen, has: (key) => known.has(key) };
}
