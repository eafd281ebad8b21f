// The vocabulary of a call: what may stand beside { path, query, body }, and what the paged operations return.
// Types only; generated/ is written in these words and imports nothing else.

export type { AltegioApiError } from './errors/errors.ts';
export type { OperationTable } from './operations/operation.ts';

/** A token, or a function that fetches one (called before every attempt, and before the attempt waits for the limiter; cache it yourself). */
export type Token = string | (() => string | Promise<string>);

/** Options of one call. The same names on the client are the defaults of all its calls. */
export interface CallOptions {
  /** Cancels the call, its place in the limiter's queue and its retries included. Rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Milliseconds that one attempt may take, headers and body. 1 to 2,147,483,647; default 30,000; `0` = no limit. */
  timeoutMs?: number | undefined;
  /** Milliseconds for everything: queue, attempts, waits between them and, in a paged read, all pages. Default and `0`: none. */
  deadlineMs?: number | undefined;
  /** How many times a call may be retried after a transient failure, 0 to 10; default 2. `0` = one attempt only. */
  retry?: number | undefined;
  /** `true`: this write may be repeated even when the server may have seen it (doing it twice does no harm). */
  idempotent?: boolean | undefined;
  /**
   * `true`: sends query names that the operation is not known to take, and values of another form, as they are. Default:
   * they are refused, since the API ignores a name that it does not know, and a misspelt filter reads everything.
   */
  unchecked?: boolean | undefined;
  /** User token of this call, in place of the client's. */
  userToken?: Token | undefined;
  /** Further request headers. `Authorization` is refused here: tokens have their own options. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What a call takes: the three parts of the request and the call's options. */
export interface CallInput extends CallOptions {
  /** Values of the path's parameters. */
  path?: Readonly<Record<string, unknown>> | undefined;
  /** Parameters of the query. */
  query?: Readonly<Record<string, unknown>> | undefined;
  /** Body of the request: JSON, or one value per part of a form. */
  body?: unknown;
}

/** Position of a paged read: plain JSON, safe to store and to pass to `pages({ from })` after a crash. */
export interface Cursor {
  /** Number of the page to read next (page families). */
  page?: number;
  /** Page size to ask for. */
  size?: number;
  /** Items that were counted before that page. */
  read?: number;
  /** The list's total when the cursor was made. */
  total?: number;
  /** A mark of the list: of the operation, and of path, query and body without the page. */
  of?: string;
  /** Keys of the last items before that page, at most 100: a read that resumes finds its place by them. */
  last?: (string | number)[];
  /** Start and end date of the page to read next (date cursor). */
  dates?: { from: string | null; to: string | null };
  /** What the server names the page to read next by (lists with a cursor of their own). */
  after?: string;
  /** The list was read to its end: a read from here ends at once, without a request. */
  end?: true;
}

/** Options of a paged read. */
export interface PageOptions {
  /**
   * Resumes an earlier read: the `cursor` of the last page that was processed. Without it the read
   * begins at the start; with the cursor of the last page it ends at once. The page before the place is read once more,
   * without the items that were returned before, so that up to a page of deleted rows and any number of new ones shift nothing;
   * more is reported to `hooks.onDrift`. A cursor of another operation, path, query or body is refused before anything is
   * sent. Rows without a key cannot be recognised: then the read resumes by the number of the page alone.
   */
  from?: Cursor | undefined;
  /** Items to ask for per page; default: the largest size that the API is known to honour. */
  size?: number | undefined;
  /** Pages that may be under way or held at once, 1 to 10; default 3. */
  concurrency?: number | undefined;
  /** Field that identifies an item, or `false` to return repeated items too; default: the operation's own. */
  key?: string | false | undefined;
}

/** One page of a list. */
export interface Page<Item, Body = unknown> {
  /** The page's items, without those that an earlier page already had. */
  items: Item[];
  /** The whole response body, as the operation's types describe it. */
  body: Body;
  /** The response's `meta`. */
  meta: Body extends { meta?: infer Meta } ? Meta : unknown;
  /** Number of this page, from 1. */
  page: number;
  /** Number of items in the whole list, where the API reports it. */
  total: number | undefined;
  /** Where the next page begins; has `end: true` on the last page. Plain JSON, to be stored as it is. */
  cursor: Cursor;
  /** Status and headers of the response. */
  response: { status: number; headers: Headers };
}

/** Items of a list, over all its pages. Each loop starts a new read. */
export interface Items<Item> extends AsyncIterable<Item> {
  /** Collects at most `limit` items (1 or more; `Infinity` reads to the end). Sends no further request once it has them. */
  toArray(options: { limit: number }): Promise<Item[]>;
}

/** Pages of a list. Each loop starts a new read. */
export interface Pages<Item, Body = unknown> extends AsyncIterable<Page<Item, Body>> {
  /** Collects at most `limit` ITEMS of these pages. */
  toArray(options: { limit: number }): Promise<Item[]>;
  /**
   * Number of items in the whole list, from one small request (a second one where it says 1, which may count the
   * page only); `undefined` where the API does not report it.
   */
  total(): Promise<number | undefined>;
}

/**
 * An object, or `[]`: PHP, which the API is written in, writes an object without fields as an empty list. Every field of it may be
 * read in both cases, and is `undefined` of `[]`, as it is when the program runs.
 */
export type OrEmpty<T> = T | NoFields<T>;

/** What {@link OrEmpty} is when nothing is in it. */
export type NoFields<T> = { readonly [K in keyof T]?: undefined } & { readonly length?: number };

/**
 * An object whose fields are not described: the keys of custom fields are chosen by the location, those of some `meta` are not
 * documented. `[]` when it is empty; every field of that is `undefined`.
 */
// biome-ignore lint/suspicious/noExplicitAny: with `unknown`, `[]` would be refused where the API sends it
export type AnyFields = { readonly [field: string]: any };

/** A date and time with its offset from UTC, as ISO 8601 has it: `2026-09-01T10:00:00+03:00`; in some fields without the colon (`+0300`). */
export type IsoDateTime = string & {};

/** A date and time in the time zone of the location, without an offset: `2026-09-01 10:00:00`. */
export type LocalDateTime = string & {};

/** A date and time of which the description does not say whether it is an {@link IsoDateTime} or a {@link LocalDateTime}. */
export type DateTime = string & {};

/** A day: `2026-09-01`. */
export type Date_YYYYMMDD = string & {};

/** A day: `01.09.2026`. */
export type Date_DDMMYYYY = string & {};

/** A time of the day in the time zone of the location: `10:00`, in some fields `10:00:00`. */
export type Time_HHMM = string & {};

/** Seconds since 1970-01-01T00:00:00Z: `new Date(value * 1000)`. */
export type UnixSeconds = number & {};
