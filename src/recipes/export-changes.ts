// Reads what has changed in a list since a moment, so that nothing is lost while it goes on changing.
import { type ChangeLists, type ChangesClient, changeLists } from '../../generated/recipes.ts';
import type { Page, Pages } from '../types.ts';
import { type ChangesCursor, type Returned, returnedUntil, startOf, wrong } from './change-cursor.ts';
import { later, type Moment, momentOf, wallMs, wallOf } from './moment.ts';

/** What {@link exportChanges} takes: path and query of the list, options of a call, and where to begin. */
export type ExportChangesInput<List extends keyof ChangeLists> = ChangeLists[List]['input'] & {
  /**
   * The first export: changes from this moment on. A Date, or a text; without an offset it is the time on the location's
   * own clock.
   */
  since?: Date | string | undefined;
  /** A further export: the `cursor` that came with the last changes that were stored. */
  from?: ChangesCursor | undefined;
  /**
   * Milliseconds before the newest known change from which the next export reads again, for changes that were written late, and for
   * the hour by which a clock is put back; default two hours, at least 1,000. Changes that were returned are not returned again.
   */
  overlapMs?: number | undefined;
};

/** Changed rows, and where the export stands after them. */
export interface Changes<Row> {
  items: Row[];
  /** Store it together with the rows; it goes into `from`. */
  cursor: ChangesCursor;
}

type Row = Record<string, unknown>;

/** No two clocks of the world differ by more. */
const zonesMs = 26 * 3_600_000;

/** Times of the API are whole seconds. */
const secondMs = 1_000;

/**
 * Reads the rows of a list that were created or changed since a moment, from older changes to newer ones, and hands out a
 * cursor with which the next export goes on, after a restart too.
 *
 * Lists of this API are no snapshots: while pages are read, a row that moves can push another one over to a page that was
 * read before. So this reads slices of time that fit one page each. A row that changes meanwhile leaves its slice for a
 * later one, and is read there.
 *
 * The API takes the time of a change without an offset (`changed_after=2026-01-31T10:00:00`), and nobody has published in
 * which zone it reads that. Everything here goes by the rows' own times, which have an offset. The first
 * export asks from 26 hours before `since` and leaves out what is older. A further one expects to see the newest row of the
 * last export once more; where that row does not come, it asks from 26 hours earlier.
 *
 * @param client the client of v1: `altegio.v1`
 * @param list which list, by its operationId: of appointments (deleted ones come too, with `deleted`), or of clients, products or
 *   stock, whose deleted rows do not come
 * @param input `path`, `query` without pages and times of change, options of a call, and either `since` or `from`
 * @returns batches of rows, each with its cursor; at least one batch, which may be empty. A row that changes twice may come
 *   twice, the newer state last. After a crash, what came after the stored cursor comes again
 * @throws AltegioConfigError for a moment or a cursor that is none, or a cursor of another list
 * @throws what the list throws
 * @example
 * import { type ChangesCursor, exportChanges } from 'altegio-sdk/recipes';
 *
 * async function sync(stored: ChangesCursor | undefined, save: (rows: object[], cursor: ChangesCursor) => Promise<void>) {
 *   const start = stored ? { from: stored } : { since: new Date('2026-01-01') };
 *   const changes = exportChanges(altegio.v1, 'get_appointment_list', { path: { location_id: 123 }, ...start });
 *   for await (const { items, cursor } of changes) await save(items, cursor);
 * }
 */
export function exportChanges<List extends keyof ChangeLists>(
  client: ChangesClient<List>,
  list: List,
  input: ExportChangesInput<List>,
): AsyncIterable<Changes<ChangeLists[List]['item']>> {
  if (!Object.hasOwn(changeLists, list))
    throw wrong(`the list must be one of ${Object.keys(changeLists).join(', ')}`);
  const { after, before, pages: names, ...facts } = changeLists[list] as unknown as Facts;
  const { since, from, overlapMs = 2 * 3_600_000, path, query = {}, ...options } = input as Input;
  if (!(Number.isFinite(overlapMs) && overlapMs >= secondMs))
    throw wrong('overlapMs must be a number of milliseconds, 1,000 or more');
  const taken = [after, before, ...names].find((name) => name in query);
  if (taken) throw wrong(`query.${taken} is set by the export itself`);
  const start = startOf(since, from, JSON.stringify([list, path, query]));
  const read: Read = (fromMs, toMs) => {
    const bounds = { [after]: textOf(fromMs), ...(toMs !== undefined && { [before]: textOf(toMs) }) };
    const deleted = facts.deleted ? { [facts.deleted]: 1 } : {};
    const pages = (client[list] as unknown as { pages(input: object): Pages<Row> }).pages;
    return pages({ ...options, path, query: { ...deleted, ...query, ...bounds }, concurrency: 1 });
  };
  const textOf = (ms: number) => wallOf(ms) + (facts.time === 'offset' ? '+00:00' : '');
  const run = () => batches(read, returnedUntil(start, { ...facts, overlapMs }), { ...facts, overlapMs });
  return { [Symbol.asyncIterator]: run } as AsyncIterable<Changes<ChangeLists[List]['item']>>;
}

interface Facts {
  after: string;
  before: string;
  at: string;
  time: 'local' | 'offset';
  deleted?: string;
  key: string;
  pages: string[];
}

interface Input {
  since?: unknown;
  from?: unknown;
  overlapMs?: number;
  path?: unknown;
  query?: object;
}

/** The pages of a slice of time, which is open where there is no end. */
type Read = (fromMs: number, toMs: number | undefined) => Pages<Row>;

interface How {
  at: string;
  time: 'local' | 'offset';
  overlapMs: number;
}

async function* batches(
  read: Read,
  returned: Returned,
  how: How,
): AsyncGenerator<Changes<Row>, void, undefined> {
  let handedOut: string | undefined;
  for (const isWide of returned.hasAnchor ? [false, true] : [true]) {
    const start = startMs(returned.since(), isWide ? Math.max(zonesMs, how.overlapMs) : how.overlapMs, how);
    for await (const { rows, isEnd, isLast } of slices(read, start, how)) {
      const items = returned.fresh(rows);
      // As long as the newest row of the last export has not come, nobody knows what the times of this read mean.
      if (isEnd && (isWide || returned.isAnchored())) returned.commit();
      const cursor = returned.cursor();
      const isNews = items.length > 0 || (handedOut === undefined ? isLast : cursor.since !== handedOut);
      if (!isNews) continue;
      handedOut = cursor.since;
      yield { items, cursor };
    }
    if (returned.isAnchored()) return;
  }
}

/** From where to ask, as a number on the clock that the API reads. */
function startMs(since: Moment, marginMs: number, { time }: How): number {
  const start = later(since, -marginMs);
  return time === 'offset' && start.ms !== undefined ? start.ms : wallMs(start);
}

interface Batch {
  rows: Row[];
  /** All rows of a slice have come. */
  isEnd: boolean;
  /** There is no later slice. */
  isLast: boolean;
}

/** Reads from a moment to the end, slice by slice: one page for each, as far as a slice can be made so small. */
async function* slices(read: Read, startMs: number, how: How): AsyncGenerator<Batch, void, undefined> {
  let from = startMs;
  let to: number | undefined;
  let capacity = 0;
  for (;;) {
    const { rows, isWhole } = await onePage(read(from, to)[Symbol.asyncIterator]());
    const isSmallest = to !== undefined && to - from <= 2 * secondMs;
    const isUnbounded = to !== undefined && rows.some((row) => timeOf(row, how) > to! + zonesMs);
    const isLast = to === undefined || (isUnbounded && !isWhole);
    if (isWhole) yield { rows, isEnd: true, isLast };
    else if (isSmallest || isUnbounded) yield* allPages(read(from, isUnbounded ? undefined : to), isLast);
    else {
      capacity = Math.max(capacity, rows.length);
      to = boundOf(rows, from, to, how);
      continue;
    }
    if (isLast) return;
    [from, to] = nextSlice(from, to!, rows.length, capacity);
  }
}

/** As long as it takes for most of a page to change; open, where it would end in the future. */
function nextSlice(
  from: number,
  to: number,
  rows: number,
  capacity: number,
): [from: number, to: number | undefined] {
  const growth = rows === 0 ? 16 : Math.min(16, Math.max(0.5, (0.7 * capacity) / rows));
  // Slices overlap by a second: whether the API counts the bounds in is not described.
  const start = to - secondMs;
  const end = start + Math.max(2 * secondMs, Math.floor(((to - from) * growth) / secondMs) * secondMs);
  return [start, end > Date.now() + zonesMs ? undefined : end];
}

/** The first page, and whether it is the only one. */
async function onePage(pages: AsyncIterator<Page<Row>>): Promise<{ rows: Row[]; isWhole: boolean }> {
  const { value: first, done } = await pages.next();
  if (done) return { rows: [], isWhole: true };
  const rows = first.items;
  let isWhole = first.cursor.end === true;
  // The page alone does not say so, where its total may count the page only: the next one would have more.
  if (!isWhole && !(first.total !== undefined && first.total > rows.length)) {
    const { value: next } = await pages.next();
    isWhole = !next || next.items.length === 0;
  }
  await pages.return?.();
  return { rows, isWhole };
}

async function* allPages(pages: Pages<Row>, isLast: boolean): AsyncGenerator<Batch, void, undefined> {
  let held: Row[] = [];
  for await (const { items } of pages) {
    if (held.length > 0) yield { rows: held, isEnd: false, isLast: false };
    held = items;
  }
  yield { rows: held, isEnd: true, isLast };
}

/** Where to end a slice that is too large: at the time that half of the rows of its first page have, if that makes it smaller. */
function boundOf(rows: Row[], from: number, to: number | undefined, how: How): number {
  const times = rows
    .map((row) => timeOf(row, how))
    .filter((ms) => ms > from)
    .sort((one, other) => one - other);
  const upper = to ?? Math.max(times.at(-1) ?? 0, from + 4 * secondMs);
  const median = times[times.length >> 1] ?? upper;
  const bound = median < upper ? median : (from + upper) / 2;
  return Math.max(from + 2 * secondMs, Math.floor(bound / secondMs) * secondMs);
}

/** When a row was changed, as a number on the clock that the API reads; 0 where it does not say. */
function timeOf(row: Row, { at, time }: How): number {
  const moment = momentOf(row[at]);
  if (!moment) return 0;
  return time === 'offset' && moment.ms !== undefined ? moment.ms : wallMs(moment);
}
