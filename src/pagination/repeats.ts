// Notices what comes twice while a list is read: single items, and whole pages of a list that goes in circles.
import type { Cursor } from '../types.ts';

/** What a page brought that was new. */
export interface Seen {
  /** The items that no earlier page had. */
  fresh: unknown[];
  /** Whether the list goes round in circles. */
  isRepeat: boolean;
}

/** The items of a page, their keys, and how sure it is that rows of equal content are rows of their own. */
export interface PageSeen {
  items: unknown[];
  /** Keys of the items, in their order; `undefined` for an item without one. */
  keys: unknown[];
  /** `total`: the list's total counts this page too; `size`: the page is as full as the server says pages are. */
  backed: 'total' | 'size' | undefined;
}

/**
 * Looks at the pages of one read, in their order. A list goes round in circles when it brings the page before once
 * more, dates that were asked for already, or a second page in a row without anything new.
 */
export function repeatGuard(): (cursor: Cursor, page: PageSeen) => Seen {
  const known = new Set<unknown>();
  const dates = new Set<string>();
  let before = '';
  /** Pages in a row that held items, but none that was new. */
  let stale = 0;

  function isNew(key: unknown): boolean {
    if (key === undefined) return true;
    if (known.has(key)) return false;
    known.add(key);
    return true;
  }

  return ({ dates: asked }, { items, keys, backed }) => {
    const fresh = items.filter((_, index) => isNew(keys[index]));
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
    if (hasKeys) return { fresh, isRepeat: isSame || stale > 1 };
    // Rows without ids may well be equal. A total bounds how often; a full page alone is believed once.
    const allowed = backed === 'total' ? Number.POSITIVE_INFINITY : backed === 'size' ? 1 : 0;
    return { fresh, isRepeat: isSame && stale > allowed };
  };
}
