// The requests of one read: for the page that is needed, and for pages ahead of the reader where that is safe.
import type { Cursor } from '../types.ts';
import { throwIfAborted, within } from '../util/abort.ts';
import { type FetchedPage, fetchPage, type Plan } from './page.ts';

/** A page that has been requested. */
interface Requested {
  cursor: Cursor;
  fetched: Promise<FetchedPage>;
}

export interface Requests {
  /** Pages that were requested before they were needed. */
  readonly ahead: number;
  /** The page at this cursor: the first of those ahead, else a new request. */
  take(cursor: Cursor): Requested;
  /** The page at this cursor once more. */
  repeat(cursor: Cursor): Requested;
  /** Requests pages from this cursor on, until this many are ahead or `mayGoOn` returns false. */
  fill(next: Cursor, wanted: number, mayGoOn: () => boolean): void;
  /** Waits for a page. Rejects as soon as the read is aborted, even where a middleware ignores the signal. */
  received(page: Requested): Promise<FetchedPage>;
}

/** The requests of a read that `signal` aborts, and that ends at `deadlineAt`. */
export function requestsOf(plan: Plan, signal: AbortSignal, deadlineAt: number | undefined): Requests {
  const ahead: Requested[] = [];

  function request(cursor: Cursor): Requested {
    const fetched = fetchPage(plan, cursor, { ...plan.input, signal }, deadlineAt);
    fetched.catch(() => {}); // awaited in its turn
    return { cursor, fetched };
  }

  return {
    get ahead() {
      return ahead.length;
    },
    take: (cursor) => ahead.shift() ?? request(cursor),
    repeat: request,
    fill(next, wanted, mayGoOn) {
      while (ahead.length < wanted && mayGoOn()) {
        const last = ahead.at(-1)?.cursor;
        ahead.push(request(last ? plan.strategy.next(last)! : next));
      }
    },
    async received({ fetched }) {
      const page = await within(plan.context.wire.clock, undefined, signal, () => fetched);
      throwIfAborted(signal);
      return page;
    },
  };
}
