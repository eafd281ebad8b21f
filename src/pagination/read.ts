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
import { at } from './strategies.ts';

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

  const progress: Progress = { received: plan.start.read, shown: 0, total: undefined };
  const look = repeatGuard();
  const ahead: Asked[] = [];
  let next = plan.start;
  let handedOut = 0;
  try {
    for (let page = plan.start.page ?? 1; !next.end; page++) {
      throwIfAborted(own.signal);
      // A page that was read ahead is handed out, however late its reader comes.
      if (ahead.length === 0 && isLate()) throw late(operation, deadlineMs);
      const asked = ahead.shift() ?? ask(next);
      // Ends at once even where a middleware does not listen to the signal.
      const got = await within(clock, undefined, own.signal, () => asked.got);
      throwIfAborted(own.signal);
      const { fresh, isRepeat } = look(asked.cursor, { ...got, backed: backing(progress, got) });
      if (isRepeat) {
        // The page that was read to make sure of a total only says again what the list held.
        if (progress.received === progress.total && progress.total !== undefined) return;
        throw repeated(got, page);
      }
      reportDrift(plan, progress, got, page, fresh.length);
      const isLast = isEnd(strategy, progress, asked.cursor, got);
      learn(progress, got);
      next = cursorAfter(strategy, progress, asked.cursor, got, isLast);
      handedOut += fresh.length;

      const wanted = Math.min(concurrency - 1, pagesAhead(strategy, progress, limit - handedOut));
      for (let last = ahead.at(-1)?.cursor; !next.end && ahead.length < wanted && !isLate(); ) {
        last = last ? strategy.next(last)! : next;
        ahead.push(ask(last));
      }
      const { body, total, response } = got;
      yield { items: fresh, body, meta: at(body, ['meta']), page, total, cursor: next, response };
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

function reportDrift(
  { context, operation }: Plan,
  { total: before, received }: Progress,
  { total: now, items }: Got,
  page: number,
  freshCount: number,
): void {
  const report = (drift: Pick<DriftEvent, 'kind' | 'totals' | 'repeated'>) =>
    tell(context.wire.listeners, 'onDrift', () => ({ operationId: operation.id, page, ...drift }));
  if (before !== undefined && now !== undefined && before !== now) {
    report({ kind: 'total-changed', totals: { before, now } });
  }
  const promised = now ?? before;
  if (items.length === 0 && received !== undefined && promised !== undefined && received < promised) {
    report({ kind: 'ended-early', totals: { before: promised, now: received } });
  }
  const repeated = items.length - freshCount;
  if (repeated > 0) report({ kind: 'items-moved', repeated });
}

function late(operation: Operation, deadlineMs: number): AltegioTimeoutError {
  const text = `The pages of ${label(operation)} were not read within deadlineMs (${deadlineMs} ms). Go on from the last page's cursor.`;
  return new AltegioTimeoutError(text, { ...facts(operation), outcome: 'unknown' });
}
