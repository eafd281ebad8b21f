// Reads lists page by page: in order, ahead of the reader where it is safe, and to the right end.
import type { Cursor, Items, Page, PageOptions, Pages } from './call.ts';
import { collect } from './collect.ts';
import { AltegioDecodeError, AltegioTimeoutError } from './errors.ts';
import { failed, notSent } from './failure.ts';
import { type DriftEvent, tell } from './hooks.ts';
import { onAbort } from './on-abort.ts';
import { type CallInput, type Context, dispatch, prepare, unwrap } from './operations.ts';
import { repeatGuard } from './page-guard.ts';
import { at, number, numbered, type Strategy, withParameters } from './page-strategies.ts';
import { left, stoppable } from './stoppable.ts';
import { facts, label, type Operation, type Paging } from './table.ts';
import type { Call } from './transport.ts';
import { within } from './within.ts';

type PagedInput = CallInput & PageOptions;

/** What `.items()` of a paged operation returns. */
export function itemsOf(context: Context, operation: Operation, input?: PagedInput): Items<unknown> {
  return itemsBy(planOf(context, operation, input));
}

/** What `.pages()` of a paged operation returns. */
export function pagesOf(context: Context, operation: Operation, input?: PagedInput): Pages<unknown> {
  const plan = planOf(context, operation, input);
  return {
    [Symbol.asyncIterator]: () => stoppable((own) => read(plan, own)),
    toArray: itemsBy(plan).toArray,
    total: () => totalBy(plan),
  };
}

function itemsBy(plan: Plan): Items<unknown> {
  const items = (limit?: number) => stoppable((own) => itemsIn(read(plan, own, limit)));
  return {
    [Symbol.asyncIterator]: () => items(),
    toArray: (options) => collect(items, options, (problem) => notSent(plan.operation, problem)),
  };
}

async function* itemsIn(pages: AsyncIterable<Page<unknown>>): AsyncGenerator<unknown, void, undefined> {
  for await (const page of pages) {
    // Not `yield*`: an array cannot take a throw() of the caller's.
    for (const item of page.items) yield item;
  }
}

async function totalBy(plan: Plan): Promise<number | undefined> {
  const { paging, input } = plan;
  if (!paging.total) return undefined;
  const small = await fetchPage(plan, { page: 1, size: 1 }, input);
  if (small.total !== 1 || small.items.length !== 1) return small.total;
  // One item on a page of one: a "total" that follows the size of the page is none.
  const { total, items } = await fetchPage(
    plan,
    paging.max === undefined ? { page: 1 } : { page: 1, size: paging.max },
    input,
  );
  return total === 1 || total !== items.length ? total : undefined;
}

/** A paged read whose options have been checked. */
interface Plan {
  context: Context;
  operation: Operation;
  paging: Paging;
  strategy: Strategy;
  /** The arguments without the paging options. */
  input: CallInput;
  start: Cursor;
  concurrency: number;
  key: string | undefined;
}

function planOf(context: Context, operation: Operation, all: PagedInput = {}): Plan {
  const { from, size, concurrency = 3, key, ...input } = all;
  const paging = operation.paging!;
  const strategy = context.strategies?.[paging.style] ?? numbered;
  const given = (input[paging.in] ?? {}) as Record<string, unknown>;
  const start = from === undefined ? strategy.start(paging, given, size) : from;
  const problem =
    concurrency >= 1 && concurrency <= 10
      ? strategy.problem(paging, start)
      : `concurrency must be 1 to 10, not ${concurrency}`;
  if (problem) throw notSent(operation, problem);
  return {
    context,
    operation,
    paging,
    strategy,
    input,
    start,
    concurrency,
    key: key === false ? undefined : (key ?? paging.key),
  };
}

/** What a read has learnt so far. */
interface Progress {
  /** Items received, repeated ones included; `undefined` when the read began in the middle. */
  received: number | undefined;
  /** The size that the server has shown to use: what it reports, else its largest page. */
  shown: number;
  total: number | undefined;
}

/** One answer, taken apart. */
interface Got {
  call: Call;
  body: unknown;
  items: unknown[];
  /** Keys of the items, in their order; `undefined` for an item without one. */
  keys: unknown[];
  total: number | undefined;
  reportedSize: number | undefined;
  response: { status: number; headers: Headers };
}

/** A page that has been asked for. */
interface Asked {
  cursor: Cursor;
  got: Promise<Got>;
}

/**
 * `own` cancels what is under way; leaving the loop, by break, error or abort, does so too. `limit` is the number of
 * items that are wanted.
 */
async function* read(
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
      own.signal.throwIfAborted();
      // A page that was read ahead is handed out, however late its reader comes.
      if (ahead.length === 0 && isLate()) throw late(operation, deadlineMs);
      const asked = ahead.shift() ?? ask(next);
      // Ends at once even where a middleware does not listen to the signal.
      const got = await within(clock, undefined, own.signal, () => asked.got);
      own.signal.throwIfAborted();
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

async function fetchPage(
  { context, operation, paging, strategy, key }: Plan,
  cursor: Cursor,
  input: CallInput,
  deadlineAt?: number,
): Promise<Got> {
  const call = prepare(
    context,
    operation,
    withParameters(paging, input, strategy.parameters(paging, cursor)),
  );
  // The deadline is that of the whole read, not of this page.
  if (deadlineAt !== undefined) call.deadlineAt = deadlineAt;
  const answer = await dispatch(context, call);
  const { status, headers } = answer;
  const body = unwrap(call, answer);
  const items: unknown[] = [];
  const keys: Got['keys'] = [];
  const several = paging.items.length > 1;
  for (const path of paging.items) {
    for (const item of listAt(call, status, body, path)) {
      items.push(item);
      const id = key === undefined ? undefined : at(item, [key]);
      // Several lists in one answer count their ids apart.
      keys.push(id === null ? undefined : id !== undefined && several ? `${path.join('.')} ${id}` : id);
    }
  }
  return {
    call,
    body,
    items,
    keys,
    total: paging.total && number(at(body, paging.total)),
    // v2 says what it used.
    reportedSize: number(at(body, ['meta', 'pagination', 'limit'])),
    response: { status, headers },
  };
}

function listAt(call: Call, status: number, body: unknown, path: readonly string[]): unknown[] {
  const list = at(body, path);
  if (Array.isArray(list)) return list;
  // An empty list may come as an empty object; anything else must not pass for "no data".
  if (typeof list === 'object' && list !== null && Object.keys(list).length === 0) return [];
  const what = `was answered without a list at ${path.join('.')}: the page cannot be read`;
  throw failed(AltegioDecodeError, call, what, { status, outcome: 'unknown' });
}

/**
 * The end of a list: its total is reached, a page is empty, or (without a total) a page is shorter than the size
 * that this server has shown to use. Shorter than what was asked for means nothing: sizes are cut silently.
 */
function isEnd(strategy: Strategy, progress: Progress, cursor: Cursor, got: Got): boolean {
  if (strategy.chained) return false; // the cursor says it
  const count = got.items.length;
  if (count === 0) return true;
  const { total } = got;
  const received = progress.received === undefined ? undefined : progress.received + count;
  // Some "totals" count the page only: a first page that may be full cannot tell, and one that is exceeded is none.
  const isCertain = received !== count || (cursor.size !== undefined && count < cursor.size);
  if (total !== undefined && received !== undefined && received <= total)
    return received === total && isCertain;
  return count < (got.reportedSize ?? progress.shown);
}

function learn(progress: Progress, got: Got): void {
  if (progress.received !== undefined) progress.received += got.items.length;
  progress.shown = got.reportedSize ?? Math.max(progress.shown, got.items.length);
  progress.total = got.total;
}

/** How many further pages are worth asking for before they are wanted. */
function pagesAhead(strategy: Strategy, { total, received, shown }: Progress, left: number): number {
  const known =
    total === undefined || received === undefined ? 1 : Math.max(1, Math.ceil((total - received) / shown));
  const wanted = left === Number.POSITIVE_INFINITY ? known : Math.min(known, Math.ceil(left / (shown || 1)));
  return strategy.chained ? Math.min(wanted, 1) : wanted;
}

/** What says that this page is one of the list's own, though it looks like the one before. */
function backing({ received }: Progress, { items, total, reportedSize }: Got): 'total' | 'size' | undefined {
  if (total !== undefined && received !== undefined && received + items.length <= total) return 'total';
  return reportedSize !== undefined && items.length >= reportedSize ? 'size' : undefined;
}

/** Where the next page begins; the end is marked, so that going on from it does not start over. */
function cursorAfter(
  strategy: Strategy,
  { received }: Progress,
  asked: Cursor,
  got: Got,
  isLast: boolean,
): Cursor {
  const next = strategy.next(asked, got.body);
  const cursor: Cursor = { ...(next ?? asked) };
  if (received !== undefined) cursor.read = received;
  if (isLast || !next) cursor.end = true;
  return cursor;
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
