// Reads the pages of a list in order, ahead of the reader where that is safe.
import { AltegioDecodeError, AltegioTimeoutError } from '../errors/errors.ts';
import { facts, label, type Operation } from '../operations/operation.ts';
import { type DriftEvent, tell } from '../transport/hooks.ts';
import type { Cursor, Page } from '../types.ts';
import { onAbort, throwIfAborted } from '../util/abort.ts';
import { changesSince } from './changes.ts';
import { backing, cursorAfter, isEnd, learn, type Progress, pagesAhead } from './end.ts';
import { left } from './iterable.ts';
import { deadlineOf, type FetchedPage, type Plan } from './page.ts';
import { repeatGuard } from './repeats.ts';
import { requestsOf } from './requests.ts';
import { lastKeys, placeFinder } from './resume.ts';
import { at } from './strategies.ts';
import { isProven, prove } from './totals.ts';

/**
 * `own` cancels requests in flight; leaving the loop, by break, error or abort, does so too. `limit` is the number of
 * items that the caller needs.
 */
export async function* read(
  plan: Plan,
  own: AbortController,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Page<unknown>, void, undefined> {
  const { context, operation, strategy, concurrency, start } = plan;
  const signal = plan.input.signal ?? context.defaults.signal;
  const cancel = () => own.abort(signal?.reason);
  const callOff = onAbort(signal, cancel);
  if (signal?.aborted) cancel();

  const { deadlineAt, isOver, deadlineMs } = deadlineOf(plan);
  const requests = requestsOf(plan, own.signal, deadlineAt);
  const guard = repeatGuard();
  guard.unseen({ items: [], keys: start.last ?? [] });
  const progress: Progress = { received: start.read, shown: 0, total: start.total };
  const changes = changesSince(start.total);
  const firstPage = start.page ?? 1;
  // A resumed read reads the page before once more: the place may have moved.
  let findPlace = start.last?.length && firstPage > 1 && !start.end ? placeFinder(start) : undefined;
  let next = findPlace ? { ...start, page: firstPage - 1 } : start;
  let last = start.last;
  let before: Cursor | undefined;
  let handedOut = 0;

  /** Reads the page before once more: what stood at the beginning of this one may have moved to its end. */
  async function recover(fetched: FetchedPage): Promise<{ recovered: unknown[]; isLost: boolean }> {
    const canRecover = plan.key !== undefined && before !== undefined;
    const again = canRecover ? await requests.received(requests.repeat(before!)) : undefined;
    const isClosed = again !== undefined && (again.items.length === 0 || guard.has(again.keys[0]));
    changes.seeAgain(fetched, again);
    return { recovered: again ? guard.unseen(again) : [], isLost: !isClosed };
  }

  try {
    for (let page = next.page ?? 1; !next.end; page++) {
      throwIfAborted(own.signal);
      // A page that was read ahead is returned, however late it is consumed.
      if (requests.ahead === 0 && isOver()) throw late(operation, deadlineMs);
      const requested = requests.take(next);
      const fetched = await requests.received(requested);
      const report = (drift: Drift) => reportDrift(plan, page, drift);
      changes.see(fetched);
      const place = findPlace?.(fetched, page);
      if (place) {
        guard.unseen({ items: [], keys: fetched.keys.slice(0, place.skip) });
        if (place.isFound) findPlace = undefined;
      }
      const rows = { items: fetched.items.slice(place?.skip), keys: fetched.keys.slice(place?.skip) };
      const { fresh, isRepeat } = guard.look(requested.cursor, {
        ...rows,
        backed: backing(progress, fetched),
        grown: changes.grown,
      });
      if (isRepeat) {
        // The page that was read to verify a total only repeats what the list held.
        if (progress.received === progress.total && progress.total !== undefined) return;
        throw repeated(fetched, page);
      }
      for (const drift of driftOf(progress, fetched, rows.items.length - fresh.length)) report(drift);
      const mayHaveMoved = !place && changes.hasShrunk(progress, fetched);
      const { recovered, isLost } = mayHaveMoved ? await recover(fetched) : { recovered: [], ...place };
      if (isLost) report({ kind: 'items-lost' });

      // The page before the place counts as read, and yields only what has moved there.
      const isOverlap = page < firstPage;
      const isLast = isOverlap
        ? fetched.items.length === 0
        : isEnd(strategy, progress, requested.cursor, fetched, fresh.length, isProven(context, operation));
      changes.learn(progress.received, fetched);
      if (progress.received !== undefined && (fetched.total ?? 0) > fetched.items.length)
        prove(context, operation);
      learn(progress, fetched, isOverlap ? 0 : fresh.length);
      last = lastKeys(last, fetched);
      before = requested.cursor;
      next = cursorAfter(strategy, progress, requested.cursor, fetched, isLast);
      mark(next, plan.mark, changes.isTotal ? fetched.total : undefined, last);

      const items = [...recovered, ...fresh];
      handedOut += items.length;
      const wanted = Math.min(concurrency - 1, pagesAhead(strategy, progress, limit - handedOut));
      if (!next.end) requests.fill(next, wanted, () => !isOver());
      if (isOverlap && items.length === 0 && !isLast) continue;
      const { body, response, total } = fetched;
      yield { items, body, meta: at(body, ['meta']), page, total, cursor: next, response };
    }
  } catch (error) {
    if (error !== left) throw error;
  } finally {
    callOff();
    own.abort();
  }
}

function repeated({ call, response }: FetchedPage, page: number): AltegioDecodeError {
  const text = `Page ${page} of ${label(call.operation)} is the same as an earlier one: the API does not page this list with these arguments. Reading stopped, to avoid an endless loop.`;
  const { status } = response;
  return new AltegioDecodeError(text, {
    ...facts(call.operation),
    ...call.progress,
    outcome: 'unknown',
    status,
  });
}

/** Stores in a cursor which list it belongs to, and how to find its place again. The end needs no place. */
function mark(cursor: Cursor, of: string, total: number | undefined, last: Cursor['last']): void {
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
  { total: now, items }: FetchedPage,
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
  const text = `The pages of ${label(operation)} were not read within deadlineMs (${deadlineMs} ms). Resume from the last page's cursor.`;
  return new AltegioTimeoutError(text, { ...facts(operation), outcome: 'unknown' });
}
