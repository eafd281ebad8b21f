// byDateWindow(…).pages(): a window at a time, and going on after a stop.
import { expect, it } from 'vitest';
import { AltegioConfigError, byDateWindow, type DateWindow, type WindowCursor } from '../../../src/index.ts';

interface Row {
  id: number;
  date: string;
}

const january = { start_date: '2026-01-01', end_date: '2026-01-31', days: 10 };

const rows: Row[] = Array.from({ length: 31 }, (_, index) => ({
  id: index + 1,
  date: `2026-01-${String(index + 1).padStart(2, '0')} 12:00:00`,
}));

/** A list over what `rows` holds when it is asked. */
function list(rows: Row[], asked: DateWindow[] = []) {
  return async function* (window: DateWindow) {
    asked.push(window);
    for (const row of [...rows]) {
      const day = row.date.slice(0, 10);
      if (day >= window.start_date && day <= window.end_date) yield row;
    }
  };
}

const ids = (items: readonly Row[]) => items.map(({ id }) => id);

it('hands out the items of each window, its days and a cursor', async () => {
  const pages = [];
  for await (const page of byDateWindow({ ...january, days: 16 }, list(rows)).pages()) pages.push(page);
  expect(pages.map(({ items }) => items.length)).toEqual([16, 15]);
  expect(pages.map(({ window }) => window)).toEqual([
    { start_date: '2026-01-01', end_date: '2026-01-16' },
    { start_date: '2026-01-17', end_date: '2026-01-31' },
  ]);
  expect(pages.map(({ cursor }) => cursor)).toEqual([
    { start_date: '2026-01-01', next_date: '2026-01-17' },
    { start_date: '2026-01-01', next_date: '2026-02-01' },
  ]);
});

it('goes on from any cursor without loss or doubling, whatever was deleted or added before it', async () => {
  const cursors: string[] = [];
  for await (const { cursor } of byDateWindow(january, list(rows)).pages())
    cursors.push(JSON.stringify(cursor));
  expect(cursors).toHaveLength(4);
  for (const [index, cursor] of cursors.entries()) {
    // Half of what was read is gone, and as much is new.
    const changed = rows
      .filter(({ id }) => id > 5)
      .concat(rows.slice(0, 5).map((row) => ({ ...row, id: row.id + 100 })));
    const from = JSON.parse(cursor) as WindowCursor;
    const rest = await byDateWindow({ ...january, from }, list(changed)).toArray({ limit: 100 });
    expect(ids(rest)).toEqual(ids(rows.slice((index + 1) * 10)));
  }
});

it('goes on into a range that has grown, and with windows of another length', async () => {
  const asked: DateWindow[] = [];
  const from = { start_date: '2026-01-01', next_date: '2026-02-01' };
  expect(await byDateWindow({ ...january, from }, list(rows, asked)).toArray({ limit: 1 })).toEqual([]);
  expect(asked).toEqual([]);
  const longer = { start_date: '2026-01-01', end_date: '2026-03-31', days: 40, from };
  await byDateWindow(longer, list(rows, asked)).toArray({ limit: 1 });
  expect(asked[0]).toEqual({ start_date: '2026-02-01', end_date: '2026-03-13' });
});

it('asks for no window after the one that the loop is left in', async () => {
  const asked: DateWindow[] = [];
  for await (const page of byDateWindow(january, list(rows, asked)).pages()) {
    expect(page.items).toHaveLength(10);
    break;
  }
  expect(asked).toHaveLength(1);
});

it('hands out what comes again in a later window once, and both of two rows with one id in one window', async () => {
  const twice = [
    { id: 1, date: '2026-01-01' },
    { id: 1, date: '2026-01-02' },
    { id: 1, date: '2026-01-15' },
    { id: 2 ** 53, date: '2026-01-03' },
    { id: 2 ** 53, date: '2026-01-16' },
  ];
  const found = await byDateWindow(january, list(twice)).toArray({ limit: 10 });
  expect(found.map(({ date }) => date)).toEqual(['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-16']);
});

it.each<[string, unknown]>([
  ['of another range', { start_date: '2025-01-01', next_date: '2026-01-11' }],
  ['before the range', { start_date: '2026-01-01', next_date: '2025-12-31' }],
  ['after the range', { start_date: '2026-01-01', next_date: '2026-02-02' }],
  ['without a date', { start_date: '2026-01-01' }],
  ['of a paged list', { page: 2, size: 10 }],
  ['that is none', null],
])('refuses a cursor %s', (_, from) => {
  expect(() => byDateWindow({ ...january, from: from as WindowCursor }, list(rows))).toThrow(
    AltegioConfigError,
  );
});

it('leaves no listener behind, however many windows it reads', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => void warnings.push(warning);
  process.on('warning', note);
  await byDateWindow({ ...january, days: 1 }, list(rows)).toArray({ limit: 100 });
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
