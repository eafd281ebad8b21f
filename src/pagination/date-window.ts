// Reads a long list in short ranges of dates: less of it can change while it is read.
import { AltegioConfigError } from '../errors/errors.ts';
import type { Items } from '../types.ts';
import { onAbort } from '../util/abort.ts';
import { swallow } from '../util/swallow.ts';
import { calendarOf, dayNumber, dayOf, dayText, type ItemDate } from './dates.ts';
import { collect, stoppable } from './iterable.ts';
import { keyOf } from './keys.ts';

/** What to read, and in which windows. */
export interface DateRange<Item> {
  /** First day, YYYY-MM-DD. */
  start_date: string;
  /** Last day, YYYY-MM-DD, read to its very end. */
  end_date: string;
  /** Days per window, 1 to 366; default 31. */
  days?: number | undefined;
  /** Field that identifies an item, or `false`; default `id`. An item of two windows is returned once. */
  key?: string | false | undefined;
  /**
   * Date of an item; default: its field `date`. Forms: `2026-01-31`, `2026-01-31 10:00:00`, ISO 8601 with `-0500` or
   * `-05:00`, `31.01.2026`, unix seconds, `Date`. Items without one are returned as they are; any other form is refused.
   */
  dateOf?: ((item: Item) => ItemDate) | undefined;
  /**
   * Time zone of the location, for dates that are moments (unix seconds, a time that ends in Z): an IANA name such as
   * `America/New_York`. Default UTC, so that such items of the last day may begin or end with the day of UTC.
   */
  timeZone?: string | undefined;
  /** Resumes an earlier read: the `cursor` of the last page that was processed. */
  from?: WindowCursor | undefined;
}

/**
 * One window, in the names of the list's own query parameters. Where these are numbers (YYYYMMDD), write
 * `Number(window.start_date.replaceAll('-', ''))`.
 */
export interface DateWindow {
  start_date: string;
  end_date: string;
}

/** Position of a read by windows: plain JSON, safe to store. */
export interface WindowCursor {
  /** First day of the range that it belongs to. */
  start_date: string;
  /** First day that is still to be read. */
  next_date: string;
}

/** All items of one window. */
export interface WindowPage<Item> {
  items: Item[];
  /** First and last day of the window. */
  window: DateWindow;
  /** Where the next window begins: goes into `byDateWindow({ …, from })`. */
  cursor: WindowCursor;
}

/** Items of a range, over all its windows. Each loop starts a new read. */
export interface WindowItems<Item> extends Items<Item> {
  /** The same, window by window, each with a cursor. The items of one window are held in memory: choose `days` accordingly. */
  pages(): AsyncIterable<WindowPage<Item>>;
}

/**
 * Reads a dated list window by window. Lists of this API are no snapshots: rows move between pages while a long
 * list is read, and the shorter the list, the fewer rows do. An `end_date` of `/records` stops at 23:59:00 of its day, so
 * every window requests one day more and leaves that day's items to the next window.
 *
 * Resuming from a cursor begins with a whole window, found by its date and not by its position, so no row that was deleted
 * or added in between shifts it. An item whose own date moved across that day meanwhile is missed or comes twice.
 *
 * @param range first and last day, days per window
 * @param read starts the read of one window, for example with `.items()`
 * @returns the items of all windows, in the order of the windows, each once
 * @throws AltegioConfigError for days that are no dates, an end before the start, or a cursor of another range; while
 * reading, for an item whose date has none of the API's forms
 * @example
 * const query = { include_consumables: 1 };
 * const year = { start_date: '2026-01-01', end_date: '2026-12-31' };
 * const records = sdk.byDateWindow(year, (window) =>
 *   altegio.v1.get_appointment_list.items({ path: { location_id: 1 }, query: { ...query, ...window } }));
 * for await (const record of records) console.log(record.id);
 * for await (const { items, cursor } of records.pages()) console.log(items.length, JSON.stringify(cursor));
 */
export function byDateWindow<Item>(
  range: DateRange<Item>,
  read: (window: DateWindow) => AsyncIterable<Item>,
): WindowItems<Item> {
  const { start_date, days = 31, key = 'id', dateOf = dateField, timeZone, from } = range;
  const first = checkedDay('start_date', start_date);
  const last = checkedDay('end_date', range.end_date);
  if (last < first) throw refused('end_date is before start_date');
  if (!Number.isInteger(days) || days < 1 || days > 366) {
    throw refused(`days must be a whole number from 1 to 366, not ${days}`);
  }
  const begin = from === undefined ? first : beginOf(from, start_date, last);
  const calendar = checkedCalendar(timeZone);

  /** The items of the window from `start` to `end` that belong to it, without those of earlier windows. */
  async function* inWindow(
    start: number,
    end: number,
    seen: Set<unknown>,
    { signal }: AbortController,
  ): AsyncGenerator<Item, void, undefined> {
    const ids = new Set<unknown>();
    const own = read({ start_date: dayText(start), end_date: dayText(end + 1) })[Symbol.asyncIterator]();
    let isReading = true;
    const callOff = onAbort(signal, () => swallow(() => isReading && own.return?.()));
    try {
      for await (const item of { [Symbol.asyncIterator]: () => own }) {
        const id = keyOf(item, key || undefined);
        const date = dateOf(item);
        const found = dayOf(date, calendar);
        if (found === null) {
          throw refused(
            `the date ${JSON.stringify(date)} has none of the forms that the API writes (item ${String(id)}); let dateOf return one of them`,
          );
        }
        // A moment may belong to the day before, and the next window would not have it. With a key it still comes once.
        const isUnsure =
          found?.isMoment &&
          found.day === end + 1 &&
          end < last &&
          timeZone === undefined &&
          id !== undefined;
        if (found !== undefined && found.day > end && !isUnsure) continue;
        if (seen.has(id)) continue;
        if (id !== undefined) ids.add(id);
        // The caller left the loop here, which ends the window.
        isReading = false;
        yield item;
        isReading = true;
      }
    } finally {
      callOff();
    }
    for (const id of ids) seen.add(id);
  }

  async function* items(own: AbortController): AsyncGenerator<Item, void, undefined> {
    const seen = new Set<unknown>();
    for (let start = begin; start <= last && !own.signal.aborted; start += days) {
      for await (const item of inWindow(start, Math.min(start + days - 1, last), seen, own)) yield item;
    }
  }

  async function* pages(own: AbortController): AsyncGenerator<WindowPage<Item>, void, undefined> {
    const seen = new Set<unknown>();
    for (let start = begin; start <= last; start += days) {
      const end = Math.min(start + days - 1, last);
      const found: Item[] = [];
      for await (const item of inWindow(start, end, seen, own)) found.push(item);
      if (own.signal.aborted) return;
      const window = { start_date: dayText(start), end_date: dayText(end) };
      yield { items: found, window, cursor: { start_date, next_date: dayText(end + 1) } };
    }
  }

  return {
    [Symbol.asyncIterator]: () => stoppable(items),
    toArray: (options) => collect(() => stoppable(items), options, refused),
    pages: () => ({ [Symbol.asyncIterator]: () => stoppable(pages) }),
  };
}

function dateField(item: unknown): ItemDate {
  return (item as { date?: ItemDate }).date;
}

function refused(problem: string): AltegioConfigError {
  return new AltegioConfigError(`byDateWindow: ${problem}.`);
}

function checkedDay(name: string, date: unknown): number {
  const day = typeof date === 'string' ? dayNumber(date) : undefined;
  if (day === undefined) throw refused(`${name} must be a date as YYYY-MM-DD, not ${JSON.stringify(date)}`);
  return day;
}

/** The first day to read. A range may have been extended since; its cursors belong to it by their start. */
function beginOf(from: WindowCursor, start_date: string, last: number): number {
  const { start_date: start, next_date: next } = Object(from) as Partial<WindowCursor>;
  const begin = checkedDay('from.next_date', next);
  if (start !== start_date || next! < start_date || begin > last + 1) {
    throw refused(`from is a cursor of another range, ${JSON.stringify(from)}`);
  }
  return begin;
}

function checkedCalendar(timeZone: string | undefined): (moment: Date) => number {
  try {
    return calendarOf(timeZone);
  } catch {
    throw refused(`timeZone must be an IANA name such as "Europe/Berlin", not ${JSON.stringify(timeZone)}`);
  }
}
