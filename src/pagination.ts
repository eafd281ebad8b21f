// Reads lists page by page: in order, ahead of the reader where it is safe, and to the right end.
import type { Cursor, Items, Page, PageOptions, Pages } from './call.ts';
import { AltegioConfigError, AltegioDecodeError, AltegioTimeoutError } from './errors.ts';
import { tell } from './hooks.ts';
import { onAbort } from './on-abort.ts';
import { type CallInput, type Context, dispatch, prepare, unwrap } from './operations.ts';
import { at, number, type Strategy, strategies, withParameters } from './page-strategies.ts';
import { facts, label, type Operation, type Paging } from './table.ts';

type PagedInput = CallInput & PageOptions;

/** What `.items()` of a paged operation returns. */
export function itemsOf(context: Context, operation: Operation, input: PagedInput = {}): Items<unknown> {
  const pages = pagesOf(context, operation, input);
  return {
    async *[Symbol.asyncIterator]() {
      for await (const page of pages) yield* page.items;
    },
    toArray: (options) => pages.toArray(options),
  };
}

/** What `.pages()` of a paged operation returns. */
export function pagesOf(context: Context, operation: Operation, input: PagedInput = {}): Pages<unknown> {
  const plan = planOf(operation, input);
  return {
    [Symbol.asyncIterator]: () => read(context, operation, plan, Number.POSITIVE_INFINITY),
    async toArray(options) {
      const limit = options?.limit;
      if (!(limit >= 1)) throw refuse(operation, `toArray needs a limit of 1 or more, not ${limit}`);
      const items: unknown[] = [];
      for await (const page of read(context, operation, plan, limit)) {
        for (const item of page.items) {
          items.push(item);
          if (items.length >= limit) return items;
        }
      }
      return items;
    },
    async total() {
      if (!plan.paging.total) return undefined;
      return (await fetchPage(context, operation, plan, { page: 1, size: 1 }, plan.input)).total;
    },
  };
}

/** A paged read whose options have been checked. */
interface Plan {
  paging: Paging;
  strategy: Strategy;
  /** The arguments without the paging options. */
  input: CallInput;
  start: Cursor;
  concurrency: number;
  key: string | undefined;
}

function planOf(operation: Operation, all: PagedInput): Plan {
  const { from, size, concurrency = 3, key, ...input } = all;
  const paging = operation.paging!;
  const strategy = strategies[paging.style];
  if (!(concurrency >= 1 && concurrency <= 10)) {
    throw refuse(operation, `concurrency must be 1 to 10, not ${concurrency}`);
  }
  const given = (input[paging.in] ?? {}) as Record<string, unknown>;
  const start = from ?? strategy.start(paging, given, size);
  const { max = Number.POSITIVE_INFINITY } = paging;
  if (start.size !== undefined && !(start.size >= 1 && start.size <= max)) {
    // The API does not refuse a larger size: it silently falls back to a small one.
    throw refuse(
      operation,
      `the page size must be 1 to ${max}, the most that the API honours, not ${start.size}`,
    );
  }
  return {
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
  /** The last page's items in short, to notice when it comes again. */
  fingerprint: string;
  /** Pages in a row that held items, but none that was new. */
  stale: number;
  /** Dates that a date cursor was asked for. */
  asked: Set<string>;
  seen: Set<unknown>;
}

/** One answer, taken apart. */
interface Got {
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

async function* read(
  context: Context,
  operation: Operation,
  plan: Plan,
  limit: number,
): AsyncGenerator<Page<unknown>, void, undefined> {
  const { strategy, concurrency } = plan;
  const { clock } = context.wire;
  const signal = plan.input.signal ?? context.defaults.signal;
  const deadlineMs = plan.input.deadlineMs ?? context.defaults.deadlineMs;
  const startedAt = clock.now();
  // Leaving the loop, by break, error or abort, cancels what is still under way.
  const own = new AbortController();
  const cancel = () => own.abort(signal?.reason);
  const callOff = onAbort(signal, cancel);
  if (signal?.aborted) cancel();

  const ask = (cursor: Cursor): Asked => {
    const left = deadlineMs ? deadlineMs - (clock.now() - startedAt) : deadlineMs;
    if (deadlineMs && left! <= 0) throw late(operation, deadlineMs);
    const got = fetchPage(context, operation, plan, cursor, {
      ...plan.input,
      signal: own.signal,
      deadlineMs: left,
    });
    got.catch(() => {}); // awaited in its turn
    return { cursor, got };
  };

  const progress: Progress = {
    received: plan.start.read,
    shown: 0,
    total: undefined,
    fingerprint: '',
    stale: 0,
    asked: new Set(),
    seen: new Set(),
  };
  const ahead: Asked[] = [];
  let next: Cursor | undefined = plan.start;
  let handedOut = 0;
  try {
    for (let page = plan.start.page ?? 1; next; page++) {
      const asked: Asked = ahead.shift() ?? ask(next);
      const got = await asked.got;
      const items = fresh(got, progress.seen);
      if (isRepeat(progress, asked.cursor, got, items.length)) {
        // The page that was read to make sure of a total only says again what the list held.
        if (progress.received === progress.total && progress.total !== undefined) return;
        throw repeated(operation, got, page);
      }
      reportDrift(context, operation, progress, got, page, items.length);
      next = isEnd(strategy, progress, asked.cursor, got) ? undefined : strategy.next(asked.cursor, got.body);
      learn(progress, got);
      if (next && progress.received !== undefined) next = { ...next, read: progress.received };
      handedOut += items.length;

      const wanted = Math.min(concurrency - 1, pagesAhead(strategy, progress, limit - handedOut));
      for (let last = ahead.at(-1)?.cursor; next && ahead.length < wanted; ) {
        last = last ? strategy.next(last)! : next;
        ahead.push(ask(last));
      }
      const { body, total, response } = got;
      yield { items, body, meta: at(body, ['meta']), page, total, cursor: next, response };
    }
  } finally {
    callOff();
    own.abort();
  }
}

async function fetchPage(
  context: Context,
  operation: Operation,
  { paging, strategy, key }: Plan,
  cursor: Cursor,
  input: CallInput,
): Promise<Got> {
  const parameters = strategy.parameters(paging, cursor);
  const outgoing = prepare(context, operation, withParameters(paging, input, parameters));
  const answer = await dispatch(context, outgoing);
  const body = unwrap(outgoing, answer);
  const items: unknown[] = [];
  const keys: Got['keys'] = [];
  const several = paging.items.length > 1;
  for (const path of paging.items) {
    for (const item of listAt(operation, answer.status, body, path)) {
      items.push(item);
      const id = key === undefined ? undefined : at(item, [key]);
      // Several lists in one answer count their ids apart.
      keys.push(id === null ? undefined : id !== undefined && several ? `${path.join('.')} ${id}` : id);
    }
  }
  const { status, headers } = answer;
  return {
    body,
    items,
    keys,
    total: paging.total && number(at(body, paging.total)),
    reportedSize: strategy.reportedSize(body),
    response: { status, headers },
  };
}

function listAt(operation: Operation, status: number, body: unknown, path: readonly string[]): unknown[] {
  const list = at(body, path);
  if (Array.isArray(list)) return list;
  // An empty list may come as an empty object; anything else must not pass for "no data".
  if (typeof list === 'object' && list !== null && Object.keys(list).length === 0) return [];
  const problem = `${label(operation)} was answered without a list at ${path.join('.')}`;
  throw new AltegioDecodeError(`${problem}: the page cannot be read.`, status, {
    ...facts(operation),
    outcome: 'unknown',
  });
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
  // Some "totals" count the page only: a full first page cannot tell, and one that is exceeded is none.
  const isCertain = received !== count || count !== cursor.size;
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

/** The items that no earlier page had. */
function fresh({ items, keys }: Got, seen: Set<unknown>): unknown[] {
  return items.filter((_, index) => {
    const key = keys[index];
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/**
 * Whether a list goes round in circles: the page before once more, dates that were asked for already, or a second
 * page in a row without anything new.
 */
function isRepeat(progress: Progress, asked: Cursor, got: Got, freshCount: number): boolean {
  const { fingerprint, stale } = progress;
  progress.stale = freshCount === 0 && got.items.length > 0 ? stale + 1 : 0;
  if (asked.dates) {
    progress.fingerprint = JSON.stringify(asked.dates);
    const isKnown = progress.asked.has(progress.fingerprint);
    progress.asked.add(progress.fingerprint);
    return isKnown;
  }
  progress.fingerprint = got.keys.includes(undefined) ? JSON.stringify(got.items) : got.keys.join('\n');
  return got.items.length > 0 && (progress.fingerprint === fingerprint || progress.stale > 1);
}

function repeated(operation: Operation, got: Got, page: number): AltegioDecodeError {
  return new AltegioDecodeError(
    `Page ${page} of ${label(operation)} is the same as an earlier one: the API does not page this list with these arguments. Reading stopped, to avoid an endless loop.`,
    got.response.status,
    { ...facts(operation), outcome: 'unknown' },
  );
}

function reportDrift(
  { wire }: Context,
  operation: Operation,
  { total: before }: Progress,
  { total: now, items }: Got,
  page: number,
  freshCount: number,
): void {
  const operationId = operation.id;
  if (before !== undefined && now !== undefined && before !== now) {
    tell(wire.listeners, 'onDrift', () => ({
      operationId,
      page,
      kind: 'total-changed',
      totals: { before, now },
    }));
  }
  const repeated = items.length - freshCount;
  if (repeated > 0)
    tell(wire.listeners, 'onDrift', () => ({ operationId, page, kind: 'items-moved', repeated }));
}

function late(operation: Operation, deadlineMs: number): AltegioTimeoutError {
  const text = `The pages of ${label(operation)} were not read within deadlineMs (${deadlineMs} ms). Go on from the last page's cursor.`;
  return new AltegioTimeoutError(text, { ...facts(operation), outcome: 'unknown' });
}

function refuse(operation: Operation, problem: string): AltegioConfigError {
  return new AltegioConfigError(`${label(operation)} was not sent: ${problem}.`, facts(operation));
}
