// The one list whose pages are date ranges: each response names the dates of the next page.
import { at, notOurs, record, type Strategy } from './strategies.ts';

/** Visits, from new to old: `meta.dateCursor.next` names the dates of the next page; both null is the end. */
export const dateCursor: Strategy = {
  start: (paging, given) => ({ dates: { from: date(given[paging.page]), to: date(given[paging.size]) } }),
  problem(_paging, cursor) {
    const { dates, end = true } = record(cursor);
    const { from, to } = record(dates);
    return isDate(from) && isDate(to) && end === true
      ? undefined
      : notOurs(cursor, '{ dates: { from, to } }, each a text or null');
  },
  parameters: (paging, { dates }) => ({ [paging.page]: dates!.from, [paging.size]: dates!.to }),
  next(_cursor, body) {
    const next = record(at(body, ['meta', 'dateCursor', 'next']));
    const dates = { from: date(next.from), to: date(next.to) };
    return dates.from === null && dates.to === null ? undefined : { dates };
  },
  chained: true,
};

function date(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isDate(value: unknown): boolean {
  return value === null || typeof value === 'string';
}
