// byDateWindow: every item of a range once, in stretches, whatever the edges of the windows do.

import { expect, it, vi } from 'vitest';
import { AltegioConfigError, byDateWindow, type DateWindow } from '../../../src/index.ts';
import { failureOf, ok } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

interface Row {
  id: number;
  date?: string;
}

/** A list that behaves as /records does: end_date stops at 23:59:00. */
function list(rows: Row[], asked: DateWindow[] = []) {
  return async function* (window: DateWindow) {
    asked.push(window);
    for (const row of rows) {
      const date = row.date ?? '';
      if (date >= window.start_date && date <= `${window.end_date} 23:59:00`) yield row;
    }
  };
}

const rows: Row[] = [
  { id: 1, date: '2026-01-01 00:00:00' },
  { id: 2, date: '2026-01-07 23:59:30' },
  { id: 3, date: '2026-01-08 00:00:00' },
  { id: 4, date: '2026-01-10 23:59:59' },
  { id: 5, date: '2026-01-11 00:00:00' },
];

const range = { start_date: '2026-01-01', end_date: '2026-01-10', days: 7 };

const ids = (items: Row[]) => items.map(({ id }) => id);

it('hands out the last minute of every window, and nothing after the range', async () => {
  const asked: DateWindow[] = [];
  const items = await byDateWindow(range, list(rows, asked)).toArray({ limit: 100 });
  expect(ids(items)).toEqual([1, 2, 3, 4]);
  expect(asked).toEqual([
    { start_date: '2026-01-01', end_date: '2026-01-08' },
    { start_date: '2026-01-08', end_date: '2026-01-11' },
  ]);
});

it('hands out an item once that moves to a later window while it is read', async () => {
  let reads = 0;
  const moving = (window: DateWindow) =>
    list([{ id: 9, date: reads++ === 0 ? '2026-01-02 10:00:00' : '2026-01-09 10:00:00' }])(window);
  expect(ids(await byDateWindow(range, moving).toArray({ limit: 100 }))).toEqual([9]);
});

it('stops asking at the limit and when the loop is left', async () => {
  const asked: DateWindow[] = [];
  expect(ids(await byDateWindow(range, list(rows, asked)).toArray({ limit: 2 }))).toEqual([1, 2]);
  for await (const row of byDateWindow(range, list(rows, asked))) {
    expect(row.id).toBe(1);
    break;
  }
  expect(asked).toHaveLength(2);
});

it('is left at once while an item is awaited, and asks for no further window', async () => {
  const asked: DateWindow[] = [];
  let end: (result: IteratorResult<Row>) => void = () => {};
  const waiting = (window: DateWindow) => {
    asked.push(window);
    const next = () => new Promise<IteratorResult<Row>>((resolve) => (end = resolve));
    const stop = async () => {
      end({ done: true, value: undefined });
      return { done: true as const, value: undefined };
    };
    return { [Symbol.asyncIterator]: () => ({ next, return: stop }) };
  };
  const items = byDateWindow(range, waiting)[Symbol.asyncIterator]();
  const pending = items.next();
  await items.return?.();
  expect(await pending).toEqual({ done: true, value: undefined });
  expect(asked).toHaveLength(1);
});

it('ends the window that it leaves once', async () => {
  const end = vi.fn(async () => ({ done: true as const, value: undefined }));
  const endless = () => ({
    [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: rows[0]! }), return: end }),
  });
  for await (const row of byDateWindow(range, endless)) {
    expect(row).toBe(rows[0]);
    break;
  }
  expect(end).toHaveBeenCalledOnce();
});

it('reads one day, a leap day included', async () => {
  const asked: DateWindow[] = [];
  const day = { start_date: '2028-02-29', end_date: '2028-02-29' };
  await byDateWindow(day, list(rows, asked)).toArray({ limit: 1 });
  expect(asked).toEqual([{ start_date: '2028-02-29', end_date: '2028-03-01' }]);
});

it.each([
  { start_date: '2026-1-1', end_date: '2026-01-02' },
  { start_date: '2026-02-30', end_date: '2026-03-02' },
  { start_date: '2026-01-02', end_date: '2026-01-01' },
  { start_date: '2026-01-01', end_date: '2026-01-02', days: 0 },
  { start_date: '2026-01-01', end_date: '2026-01-02', days: 1.5 },
])('refuses %j before anything is read', (wrong) => {
  expect(() => byDateWindow(wrong, list(rows))).toThrow(AltegioConfigError);
});

it('works over the items of an operation', async () => {
  const { client, sent } = recorded(({ url }, number) =>
    ok([{ id: number, date: `${url.searchParams.get('start_date')} 10:00:00` }], { total_count: 1 }),
  );
  const items = byDateWindow({ ...range, days: 5 }, (window) => client.list.items({ query: { ...window } }));
  expect(ids((await items.toArray({ limit: 10 })) as unknown as Row[])).toEqual([1, 2]);
  expect(sent.map(({ url }) => url.searchParams.get('end_date'))).toEqual(['2026-01-06', '2026-01-11']);
});

it('says what is missing when it is collected without a limit', async () => {
  const items = byDateWindow(range, async function* () {});
  const error = await failureOf(items.toArray(undefined as never));
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect(error.message).toBe('byDateWindow: toArray needs a limit of 1 or more, not undefined.');
  expect(await items.toArray({ limit: Number.POSITIVE_INFINITY })).toEqual([]);
});
