// Reads the pages of a list in order, ahead of the reader where that is safe.
import { AltegioDecodeError, AltegioTimeoutError } from '../errors/errors.ts';
import { facts, label, type Operation } from '../operations/operation.ts';
import { type DriftEvent, tell } from '../transport/hooks.ts';
import type { Cursor, Page } from '../types.ts';
import { onAbort, throwIfAborted, within } from '../util/abort.ts';
import { backing, cursorAfter, isEnd, learn, type Progress, pagesAhead } from './end.ts';
import { left } from './iterable.ts';
import { fetchPage, type Got, type Plan } from './page.ts';
import { repeatGuard } from './repeats.ts';
import { lastKeys, placeFinder } from './resume.ts';
import { at } from './strategies.ts';
import { isProven, prove } from './totals.ts';

/** A page that has been asked for. */
interface Asked {
  cursor: Cursor;
  got: Promise<Got>;
}

/**
 * `own` cancels what is under way; leaving the loop, by break, error or abort, does so too. `limit` is the number of
 * items that are wanted.
 */
export async function* read(
  plan: Plan,
  own: AbortController,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Page<unknown>, void, undefined> {
  const { context, operation, strategy, concurrency, input } = plan;
  const { clock } = context.wire;
  const signal = input.signal ?? context.defaults.signal;
  const deadlineMs = input.deadlineMs ?? context.defaults.deadlineMs ?? 0;
  const deadlineAt = deadlineMs > 0 ? clock.now() + deadlineMs : undefined;
  const isLate = () => deadlineAt !== undefined && clock.now() >= deadlineAt;
  const cancel = () => own.abort(signal?.reason);
  const callOff = onAbort(signal, cancel);
  if (signal?.aborted) cancel();

  const ask = (cursor: Cursor): Asked => {
    const got = fetchPage(plan, cursor, { ...input, signal: own.signal }, deadlineAt);
    got.catch(() => {}); // awaited in its turn
    return { cursor, got };
  };

  const fetched = ({ got }: Asked): Promise<Got> => within(clock, undefined, own.signal, () => got);

  const { start } = plan;
  const guard = repeatGuard();
  const progress: Progress = { received: start.read, shown: 0, total: start.total };
  const firstPage = start.page ?? 1;
  // Going on, the page before is read once more: the place may have moved.
  let findPlace = start.last?.length && firstPage > 1 && !start.end ? placeFinder(start) : undefined;
  let next = findPlace ? { ...start, page: firstPage - 1 } : start;
  guard.unseen({ items: [], keys: start.last ?? [] });
  let lastTotal = start.total;
  /** So many rows were added while the list was read. */
  let grown = 0;
  const grow = ({ total = lastTotal }: Got): void => {
    grown += Math.max(0, (total ?? 0) - (lastTotal ?? total ?? 0));
    lastTotal = total;
  };
  let last = start.last;
  let before: Cursor | undefined;
  /** Whether the total has promised more than had come: then it counts the list, and what it loses was deleted. */
  let isTotal = start.total !== undefined;
  /** Rows were deleted while a page was read again. */
  let isShifting = false;
  const ahead: Asked[] = [];
  let handedOut = 0;
  try {
    for (let page = next.page ?? 1; !next.end; page++) {
      throwIfAborted(own.signal);
      // A page that was read ahead is handed out, however late its reader comes.
      if (ahead.length === 0 && isLate()) throw late(operation, deadlineMs);
      const asked = ahead.shift() ?? ask(next);
      // Ends at once even where a middleware does not listen to the signal.
      const got = await fetched(asked);
      throwIfAborted(own.signal);
      const report = (drift: Drift) => reportDrift(plan, page, drift);
      const { total } = got;
      grow(got);
      const place = findPlace?.(got, page);
      if (place) {
        guard.unseen({ items: [], keys: got.keys.slice(0, place.skip) });
        if (place.isFound) findPlace = undefined;
      }
      const rows = { items: got.items.slice(place?.skip), keys: got.keys.slice(place?.skip) };
      const { fresh, isRepeat } = guard.look(asked.cursor, {
        ...rows,
        backed: backing(progress, got),
        grown,
      });
      if (isRepeat) {
        // The page that was read to make sure of a total only says again what the list held.
        if (progress.received === progress.total && progress.total !== undefined) return;
        throw repeated(got, page);
      }
      for (const drift of driftOf(progress, got, rows.items.length - fresh.length)) report(drift);
      const shrunk = isTotal && total !== undefined && progress.total !== undefined && total < progress.total;
      if (place?.isLost) report({ kind: 'items-lost' });
      const recovered: unknown[] = [];
      if ((shrunk || isShifting) && !place) {
        // What stood at the beginning of this page may have moved to the end of the one before.
        const again = plan.key === undefined || !before ? undefined : await fetched(ask(before));
        throwIfAborted(own.signal);
        const isClosed = again !== undefined && (again.items.length === 0 || guard.has(again.keys[0]));
        if (again) {
          recovered.push(...guard.unseen(again));
          grow(again);
        }
        if (!isClosed) report({ kind: 'items-lost' });
        isShifting = again?.total !== undefined && total !== undefined && again.total < total;
      }
      // The page before the place counts as read, and is handed out only for what has moved there.
      const isOverlap = page < firstPage;
      const proven = isProven(context, operation);
      const isLast = isOverlap
        ? got.items.length === 0
        : isEnd(strategy, progress, asked.cursor, got, fresh.length, proven);
      const received = progress.received;
      learn(progress, got, isOverlap ? 0 : fresh.length);
      if (total !== undefined && received !== undefined) {
        // More than the page holds, or told again by an empty one: no total of a page.
        isTotal ||= total > received + got.items.length;
        if (total > got.items.length) prove(context, operation);
      }
      last = lastKeys(last, got);
      before = asked.cursor;
      next = cursorAfter(strategy, progress, asked.cursor, got, isLast);
      marked(next, plan.mark, isTotal ? total : undefined, last);
      const items = [...recovered, ...fresh];
      handedOut += items.length;

      const wanted = Math.min(concurrency - 1, pagesAhead(strategy, progress, limit - handedOut));
      for (let last = ahead.at(-1)?.cursor; !next.end && ahead.length < wanted && !isLate(); ) {
        last = last ? strategy.next(last)! : next;
        ahead.push(ask(last));
      }
      const { body, response } = got;
      if (isOverlap && items.length === 0 && !isLast) continue;
      yield { items, body, meta: at(body, ['meta']), page, total, cursor: next, response };
    }
  } catch (error) {
    if (error !== left) throw error;
  } finally {
    callOff();
    own.abort();
  }
}

function repeated({ call, response }: Got, page: number): AltegioDecodeError {
  const text = `Page ${page} of ${label(call.operation)} is the same as an earlier one: the API does not page this list with these arguments. Reading stopped, to avoid an endless loop.`;
  const { status } = response;
  return new AltegioDecodeError(text, {
    ...facts(call.operation),
    ...call.progress,
    outcome: 'unknown',
    status,
  });
}

/** Notes in a cursor whose it is, and where its place is found again. The end needs no place. */
function marked(cursor: Cursor, of: string, total: number | undefined, last: Cursor['last']): void {
  Object.assign(cursor, { of });
  delete cursor.total;
  delete cursor.last;
  if (cursor.end) return;
  if (total !== undefined) cursor.total = total;
  if (last?.length) cursor.last = last;
}

type Drift = Pick<DriftEvent, 'kind' | 'totals' | 'repeated'>;

function reportDrift({ context, operation }: Plan, page: number, drift: Drift): void {
  tell(context.wire.listeners, 'onDrift', () => ({ operationId: operation.id, page, ...drift }));
}

function* driftOf(
  { total: before, received }: Progress,
  { total: now, items }: Got,
  repeated: number,
): Generator<Drift, void, undefined> {
  if (before !== undefined && now !== undefined && before !== now) {
    yield { kind: 'total-changed', totals: { before, now } };
  }
  const promised = now ?? before;
  if (items.length === 0 && received !== undefined && promised !== undefined && received < promised) {
    yield { kind: 'ended-early', totals: { before: promised, now: received } };
  }
  if (repeated > 0) yield { kind: 'items-moved', repeated };
}

function late(operation: Operation, deadlineMs: number): AltegioTimeoutError {
  const text = `The pages of ${label(operation)} were not read within deadlineMs (${deadlineMs} ms). Go on from the last page's cursor.`;
  return new AltegioTimeoutError(text, { ...facts(operation), outcome: 'unknown' });
}
