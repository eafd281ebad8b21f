// Days of a calendar, and the day of a date in each of the forms that the API writes.

const dayMs = 86_400_000;

/** The date of an item: text in one of the API's forms, unix seconds or a `Date`; `undefined`, `null`, `''` or 0 is none. */
export type ItemDate = string | number | Date | null | undefined;

/** The day of an item. A moment (unix seconds, a time that ends in Z) has one only in a time zone. */
interface Day {
  day: number;
  isMoment: boolean;
}

/** Days since 1970, so that months and leap years count themselves; `undefined` for what is no YYYY-MM-DD. */
export function dayNumber(date: string): number | undefined {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) / dayMs : Number.NaN;
  // Date.parse turns 2026-02-30 into March.
  return Number.isNaN(day) || dayText(day) !== date ? undefined : day;
}

/** A day as YYYY-MM-DD. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Returns the day of a moment in a time zone; throws a `RangeError` for an unknown zone. */
export function calendarOf(timeZone: string | undefined): (moment: Date) => number {
  // Swedish dates are ISO dates.
  const { format } = new Intl.DateTimeFormat('sv-SE', { timeZone: timeZone ?? 'UTC', dateStyle: 'short' });
  return (moment) => dayNumber(format(moment))!;
}

const iso = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:(Z)|[+-]\d\d(?::?\d\d)?)?)?$/;
const dotted = /^(\d\d)\.(\d\d)\.(\d{4})(?: \d\d:\d\d(?::\d\d)?)?$/;

/**
 * The day of an item's date; `undefined` where it has none, `null` for a form that the API does not have. A time with an
 * offset is local time at the location, so its day is the one that it is written with.
 */
export function dayOf(date: ItemDate, calendar: (moment: Date) => number): Day | null | undefined {
  if (date === undefined || date === null || date === '' || date === 0) return undefined;
  const text = typeof date === 'string' ? date.trim() : '';
  const [, written, isUtc] = iso.exec(text) ?? [];
  const [, day, month, year] = dotted.exec(text) ?? [];
  const moment = date instanceof Date ? date : isUtc ? new Date(text) : unixTime(date);
  if (moment) return Number.isNaN(moment.getTime()) ? null : { day: calendar(moment), isMoment: true };
  const found = dayNumber(written ?? `${year}-${month}-${day}`);
  return found === undefined ? null : { day: found, isMoment: false };
}

/** Seconds since 1970, as a number or as text. Milliseconds would be a date far away. */
function unixTime(date: unknown): Date | undefined {
  return /^\d{8,10}$/.test(String(date)) ? new Date(Number(date) * 1000) : undefined;
}
