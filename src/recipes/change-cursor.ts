// How far an export of changes has come, and which of the newest changes it has returned.
import { AltegioConfigError } from '../errors/errors.ts';
import { isRecord } from '../util/check.ts';
import { hashOf } from '../util/hash.ts';
import { isBefore, later, type Moment, momentOf } from './moment.ts';

/** Where an export of changes stands: plain JSON, to be stored as it is. */
export interface ChangesCursor {
  /** The list and its arguments. */
  of: string;
  /** The newest change that was returned, in the row's own words; the moment of the start before there was one. */
  since: string;
  /** Changes shortly before it: key of the row, moment of the change, mark of its state. They are not returned again. */
  seen: [key: string | number, at: string, state: string][];
}

type Row = Record<string, unknown>;

/** What an export has returned so far. */
export interface Returned {
  /** The start of the next read, on the clock of the rows. */
  since(): Moment;
  /** The rows that were not returned before; `isAnchor` learns of those that an earlier read had as its newest. */
  fresh(rows: readonly Row[]): Row[];
  /** Whether the newest change of the earlier read, or a later one of the same row, has come once more. */
  isAnchored(): boolean;
  /** There is a newest change of an earlier read. */
  readonly hasAnchor: boolean;
  /** All up to the newest change that `fresh` has seen is returned: the cursor may move there. */
  commit(): void;
  cursor(): ChangesCursor;
}

/** Follows an export that begins at a cursor. */
export function returnedUntil(
  start: ChangesCursor,
  { key, at, overlapMs }: { key: string; at: string; overlapMs: number },
): Returned {
  let { since } = start;
  let newest = momentOf(since)!;
  let newestText = since;
  const anchors = new Set(start.seen.filter(([, moment]) => moment === since).map(([id]) => String(id)));
  const hasAnchor = anchors.size > 0;
  // Changes before the start are of no interest; those before a cursor may have been written late.
  const floor = hasAnchor ? later(newest, -overlapMs) : newest;
  const known = new Map(start.seen.map((each) => [each.join(' '), each] as const));
  let isAnchored = false;

  return {
    since: () => momentOf(since)!,
    hasAnchor,
    isAnchored: () => isAnchored,
    fresh: (rows) =>
      rows.filter((row) => {
        const id = row[key] as string | number;
        isAnchored ||= anchors.has(String(id));
        const text = String(row[at]);
        const moment = momentOf(text);
        if (!moment) return true;
        // A row can change twice in a second.
        const state = hashOf(JSON.stringify(row));
        const name = `${id} ${text} ${state}`;
        if (isBefore(moment, floor) || known.has(name)) return false;
        known.set(name, [id, text, state]);
        if (isBefore(newest, moment)) [newest, newestText] = [moment, text];
        return true;
      }),
    commit() {
      since = newestText;
      const kept = later(newest, -overlapMs);
      for (const [name, [, text]] of known) if (isBefore(momentOf(text)!, kept)) known.delete(name);
    },
    cursor: () => ({ of: start.of, since, seen: [...known.values()] }),
  };
}

/** The cursor from which an export begins. */
export function startOf(since: unknown, from: unknown, of: string): ChangesCursor {
  if ((since === undefined) === (from === undefined)) throw wrong('needs since or from, and not both');
  if (from !== undefined) {
    if (!isCursor(from)) throw wrong('from is no cursor of an export of changes');
    if (from.of !== of) throw wrong('from is a cursor of another list: of another operation, path or query');
    return from;
  }
  const text = since instanceof Date && !Number.isNaN(since.getTime()) ? since.toISOString() : since;
  if (typeof text !== 'string' || !momentOf(text))
    throw wrong(
      "since must be a Date, or a text such as '2026-01-31T10:00:00' or '2026-01-31T10:00:00+03:00'",
    );
  return { of, since: text, seen: [] };
}

function isCursor(value: unknown): value is ChangesCursor {
  if (!isRecord(value) || typeof value.since !== 'string' || !momentOf(value.since)) return false;
  const isSeen = (each: unknown) =>
    Array.isArray(each) && each.length === 3 && momentOf(each[1]) !== undefined;
  return typeof value.of === 'string' && Array.isArray(value.seen) && value.seen.every(isSeen);
}

export function wrong(what: string): AltegioConfigError {
  return new AltegioConfigError(`exportChanges: ${what}.`);
}
