// A list of appointments that changes while it is read, as a fetch: sorted by a date of its own, filtered by the time of
// the last change, in pages whose size is cut without a word.
import { changeLists } from '../../../generated/recipes.ts';
import { createAltegio } from '../../../src/index.ts';

export const facts = changeLists.get_appointment_list;

export interface Listed {
  id: number;
  /** Place in the list. */
  order: number;
  version: number;
  /** Unix milliseconds of the last change. */
  changedAt: number;
  /** Hours from UTC in which the row has it. */
  zone: number;
  deleted: boolean;
}

export interface Zones {
  /** Hours from UTC of the times in rows. */
  rows: number;
  /** Hours from UTC in which the filter reads times; `wall`: it compares the times of rows as they stand. */
  filter: number | 'wall';
}

const hourMs = 3_600_000;

/** A time as a row has it. */
function localTime(ms: number, hours: number): string {
  const offset = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}00`;
  return new Date(ms + hours * hourMs).toISOString().slice(0, 19) + offset;
}

export function changingList(zones: Zones, capacity: number) {
  const { filter } = zones;
  const rows = new Map<number, Listed>();
  const queries: Record<string, string>[] = [];
  const list = {
    now: Date.parse('2026-03-02T09:00:00Z'),
    /** Hours from UTC in which rows have their times from now on. */
    zone: zones.rows,
    rows,
    queries,
    /** Runs before each request. */
    meanwhile: () => {},
    /** Does not listen to the end of a slice. */
    isUnbounded: false,
    put(id: number, more: Partial<Listed> = {}) {
      const before = rows.get(id) ?? { id, order: id, version: 0, deleted: false };
      rows.set(id, { ...before, changedAt: list.now, ...more, version: before.version + 1, zone: list.zone });
    },
  };
  const readTime = (text: string | undefined, otherwise: number) =>
    text === undefined
      ? otherwise
      : Date.parse(`${text.slice(0, 19)}Z`) - (filter === 'wall' ? 0 : filter * hourMs);
  const timeOf = ({ changedAt, zone }: Listed) =>
    Math.floor(changedAt / 1000) * 1000 + (filter === 'wall' ? zone * hourMs : 0);
  const fetch: typeof globalThis.fetch = async (input) => {
    list.meanwhile();
    const query = Object.fromEntries(new URL(String(input)).searchParams);
    queries.push(query);
    if (queries.length > 5_000) throw new Error('too many requests');
    const after = readTime(query[facts.after], -Infinity);
    const before = readTime(list.isUnbounded ? undefined : query[facts.before], Infinity);
    const found = [...rows.values()]
      .filter((row) => timeOf(row) > after && timeOf(row) < before)
      .filter(({ deleted }) => !deleted || query[facts.deleted] === '1')
      .sort((one, other) => one.order - other.order || one.id - other.id);
    const size = Math.min(capacity, Number(query.count ?? 50));
    const start = (Number(query.page ?? 1) - 1) * size;
    const data = found.slice(start, start + size).map(({ changedAt, zone, ...row }) => {
      return { ...row, [facts.at]: localTime(changedAt, zone) };
    });
    return Response.json({ success: true, data, meta: { total_count: found.length } });
  };
  const { v1 } = createAltegio({
    partnerToken: 'partner',
    userToken: 'user',
    fetch,
    limiter: false,
    retry: 0,
  });
  return Object.assign(list, { v1 });
}
