// Reads a long list in short stretches of dates: less of it can change while it is read.
import { AltegioConfigError } from '../errors/errors.ts';
import type { Items } from '../types.ts';
import { quietly } from '../util/swallow.ts';
import { collect, stoppable } from './iterable.ts';

/** What to read, and in which stretches. */
export interface DateRange<Item> {
  /** First day, YYYY-MM-DD. */
  start_date: string;
  /** Last day, YYYY-MM-DD, read to its very end. */
  end_date: string;
  /** Days per window, 1 to 366; default 31. */
  days?: number | undefined;
  /** Field that identifies an item, or `false`; default `id`. An item of two windows is handed out once. */
  key?: string | false | undefined;
  /** Date of an item, beginning with YYYY-MM-DD; default: its field `date`. Items without one are handed out as they come. */
  dateOf?: ((item: Item) => string | undefined) | undefined;
}

/**
 * One stretch, in the names of the list's own query parameters. Where these are numbers (YYYYMMDD, as in
 * `get_transactions`), write `Number(window.start_date.replaceAll('-', ''))`.
 */
export interface DateWindow {
  start_date: string;
  end_date: string;
}

const dayMs = 86_400_000;

/**
 * Reads a dated list window by window. Lists of this API are no snapshots: rows move between pages while a long
 * list is read, and the shorter the list, the fewer do. An `end_date` of `/records` stops at 23:59:00 of its day, so
 * every window asks for one day more and leaves that day's items to the next window.
 *
 * @param range first and last day, days per window
 * @param read starts the read of one window, for example with `.items()`
 * @returns the items of all windows, in the order of the windows, each once
 * @throws AltegioConfigError for days that are no dates, or an end before the start
 * @example
 * const query = { include_consumables: 1 };
 * const year = { start_date: '2026-01-01', end_date: '2026-12-31' };
 * const records = sdk.byDateWindow(year, (window) =>
 *   altegio.v1.get_appointment_list.items({ path: { location_id: 1 }, query: { ...query, ...window } }));
 * for await (const record of records) console.log(record.id);
 */
export function byDateWindow<Item>(
  range: DateRange<Item>,
  read: (window: DateWindow) => AsyncIterable<Item>,
): Items<Item> {
  const first = dayOf('start_date', range.start_date);
  const last = dayOf('end_date', range.end_date);
  const { days = 31, key = 'id', dateOf = dateField } = range;
  if (last < first) throw new AltegioConfigError('byDateWindow: end_date is before start_date.');
  if (!Number.isInteger(days) || days < 1 || days > 366) {
    throw new AltegioConfigError(`byDateWindow: days must be a whole number from 1 to 366, not ${days}.`);
  }

  async function* items({ signal }: AbortController): AsyncGenerator<Item, void, undefined> {
    const seen = new Set<unknown>();
    let window: AsyncIterator<Item> | undefined;
    signal.addEventListener('abort', () => quietly(() => window?.return?.()));
    for (let start = first; start <= last && !signal.aborted; start += days) {
      const end = Math.min(start + days - 1, last);
      const own = read({ start_date: text(start), end_date: text(end + 1) })[Symbol.asyncIterator]();
      window = own;
      for await (const item of { [Symbol.asyncIterator]: () => own }) {
        const day = dateOf(item)?.slice(0, 10);
        if (day !== undefined && day > text(end)) continue;
        const id = key === false ? undefined : (item as Record<string, unknown>)[key];
        if (id !== undefined && seen.has(id)) continue;
        if (id !== undefined) seen.add(id);
        // Left here, the loop itself ends the window.
        window = undefined;
        yield item;
        window = own;
      }
    }
  }

  return {
    [Symbol.asyncIterator]: () => stoppable(items),
    toArray: (options) =>
      collect(
        () => stoppable(items),
        options,
        (problem) => new AltegioConfigError(`byDateWindow: ${problem}.`),
      ),
  };
}

function dateField(item: unknown): string | undefined {
  const { date } = item as { date?: unknown };
  return typeof date === 'string' ? date : undefined;
}

/** Days since 1970, so that months and leap years count themselves. */
function dayOf(name: string, date: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // Date.parse turns 2026-02-30 into March.
  if (Number.isNaN(time) || text(time / dayMs) !== date) {
    throw new AltegioConfigError(
      `byDateWindow: ${name} must be a date as YYYY-MM-DD, not ${JSON.stringify(date)}.`,
    );
  }
  return time / dayMs;
}

function text(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}
