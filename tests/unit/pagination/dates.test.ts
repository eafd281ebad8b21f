// The dates of items: every form that the API writes is read, every other one is refused.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError, byDateWindow, type DateRange, type DateWindow } from '../../../src/index.ts';
import { failureOf } from '../../support/recorder.ts';

interface Row {
  id: number;
  date?: unknown;
}

const january = { start_date: '2026-01-01', end_date: '2026-01-10', days: 7 };

/** Reads these rows, which every window brings, so that the dates alone decide. */
function reading(dates: unknown[], range: Partial<DateRange<Row>> = {}) {
  const rows = dates.map((date, index): Row => ({ id: index, date }));
  return byDateWindow<Row>({ ...january, ...range }, async function* () {
    yield* rows;
  }).toArray({ limit: 100 });
}

/** The same day of January in every form. */
function forms(day: number): unknown[] {
  const two = String(day).padStart(2, '0');
  const iso = `2026-01-${two}`;
  const seconds = Date.parse(`${iso}T10:00:00Z`) / 1000;
  return [
    iso,
    `${iso} 10:00:00`,
    `${iso} 23:59`,
    `${iso}T10:00:00`,
    `${iso}T10:00:00.123`,
    `${iso}T23:59:59-0500`,
    `${iso}T00:00:00+05:00`,
    `${iso}T10:00:00+05`,
    `${iso}T10:00:00Z`,
    `${two}.01.2026`,
    `${two}.01.2026 10:00`,
    `${two}.01.2026 10:00:00`,
    seconds,
    String(seconds),
    new Date(seconds * 1000),
  ];
}

it.each(forms(10).map((date, index) => [date, forms(11)[index]]))(
  'reads %s as a day of the range, and %s as one after it',
  async (inside, outside) => {
    const found = await reading([inside, outside]);
    expect(found.map(({ id }) => id)).toEqual([0]);
  },
);

it.each([
  ['Mon Jan 05 2026'],
  ['05/01/2026'],
  ['5.1.2026'],
  ['2026-1-5'],
  ['2026-02-30'],
  ['31.02.2026'],
  ['2026-01-05 or so'],
  ['20260105T10'],
  ['tomorrow'],
  [1_767_225_600_000],
  [1.5],
  [-5],
  [true],
  [{}],
  [new Date(Number.NaN)],
])('refuses %j aloud, with the item that has it', async (date) => {
  const error = await failureOf(reading(['2026-01-01', date]));
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect(error.message).toMatch(
    /^byDateWindow: the date .* has none of the forms that the API writes \(item 1\)/,
  );
});

it.each([[undefined], [null], [''], [0]])(
  'takes %j for no date: the item is handed out as it comes',
  async (date) => {
    expect(await reading([date])).toHaveLength(1);
  },
);

describe('a moment', () => {
  // 22:00 of January 7 in New York.
  const evening = Date.parse('2026-01-08T03:00:00Z') / 1000;

  /** A list that has the rows of a day as New York counts it. */
  async function* newYork({ start_date, end_date }: DateWindow) {
    if ('2026-01-07' >= start_date && '2026-01-07' <= end_date) yield { id: 1, date: evening };
  }

  it('is not lost at the edge of a window, though its day in UTC is the next one', async () => {
    const found = await byDateWindow<Row>(january, newYork).toArray({ limit: 10 });
    expect(found).toHaveLength(1);
  });

  it('belongs to the day of the time zone', async () => {
    const week = { start_date: '2026-01-01', end_date: '2026-01-07' };
    const in_ = (timeZone?: string) =>
      byDateWindow<Row>({ ...week, timeZone }, newYork).toArray({ limit: 10 });
    expect(await in_('America/New_York')).toHaveLength(1);
    expect(await in_()).toHaveLength(0);
  });

  it('needs a time zone that there is', () => {
    expect(() => byDateWindow({ ...january, timeZone: 'Mars/Base' }, newYork)).toThrow(
      'byDateWindow: timeZone must be an IANA name such as "Europe/Berlin", not "Mars/Base".',
    );
  });
});
