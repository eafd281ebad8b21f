// Lets the caller watch: hooks and a logger. Events hold templates and numbers, never a token, body or filled URL; only the
// one about bodies holds those, without tokens, and an error the body that the API responded with.
import type { Outcome } from '../errors/errors.ts';
import { swallow } from '../util/swallow.ts';

/** What every event tells. */
export interface CallEvent {
  /** The same in all events of one call, and on its error. */
  callId: string;
  operationId: string | undefined;
  method: string;
  /** Path template, as in the description. */
  path: string;
  /** Number of the attempt, from 1, counted over all that a middleware sends. */
  attempt: number;
}

/** An attempt has ended, with a response or without one. */
export interface ResponseEvent extends CallEvent {
  /** HTTP status; `undefined` when no response came. */
  status: number | undefined;
  durationMs: number;
  /** Milliseconds that the call has waited for the limiter so far. */
  waitedMs: number;
}

/** A response has been read. The one event that holds data of the call: keep it out of logs. */
export interface BodyEvent extends CallEvent {
  /** As it was sent, path and query filled in; secrets are hidden. */
  url: string;
  status: number;
  /** The media type of the response, as it came. */
  contentType: string | null;
  /** The body that was sent: text where it is JSON, `undefined` for none. */
  sent: unknown;
  /** The body that came: bytes, or text where somebody's fetch gives only that; `undefined` for none. No copy: leave it as it is. */
  received: Uint8Array | string | undefined;
}

/** Another attempt will be made. After a 429 the wait is the limiter's, and is part of `waitedMs` then. */
export interface RetryEvent extends CallEvent {
  /** HTTP status, or the code of the network failure. */
  reason: string;
  delayMs: number;
}

/** The limiter held a call back, or a 429 paused all. */
export interface LimitEvent extends CallEvent {
  waitedMs: number;
  /** Set when a 429 pauses the limiter. */
  pausedMs?: number;
}

/** A call has ended: its last attempt, all waits and its middleware included. */
export interface DoneEvent extends Omit<CallEvent, 'attempt'> {
  /** `ok`, or what became of a call that failed, as on its error. HTTP 200 with `success: false` is a failure. */
  outcome: 'ok' | Outcome;
  /** HTTP status of the response that the call ended with; `undefined` when none came. */
  status: number | undefined;
  /** What the call failed with, an AltegioError or the reason of the caller's signal; `undefined` for a success. */
  error: unknown;
  /** Attempts that were made; 0 when nothing was sent. */
  attempts: number;
  /** Milliseconds that the call has waited for the limiter. */
  waitedMs: number;
  /** Milliseconds from the call to its end. */
  durationMs: number;
  /** Size of the response's body, decompressed; characters where a `fetch` of the caller's gives text only. */
  bytes: number;
}

/** An operation that Altegio calls deprecated was called. */
export interface DeprecatedEvent extends Omit<CallEvent, 'attempt'> {
  /** operationId to call in its place, with its API where that is another one (`v2.get_event`), where one is known. */
  replacement: string | undefined;
}

/** A list changed while its pages were read. */
export interface DriftEvent {
  operationId: string | undefined;
  page: number;
  /**
   * `total-changed`: the API's total differs from before; `items-moved`: items came again on a later page;
   * `ended-early`: an empty page came before the total was reached; `items-lost`: items may be missing, since more was
   * deleted, or moved, than one page that is read again can show.
   */
  kind: 'total-changed' | 'items-moved' | 'ended-early' | 'items-lost';
  /** The total before and now; of `ended-early`, the total and the items received. */
  totals?: { before: number; now: number };
  /** Number of items that came again and were left out. */
  repeated?: number;
}

/** Event callbacks. What they throw is ignored. */
export interface Hooks {
  onRequest?(event: CallEvent): void;
  onResponse?(event: ResponseEvent): void;
  onBody?(event: BodyEvent): void;
  onRetry?(event: RetryEvent): void;
  onLimit?(event: LimitEvent): void;
  onDrift?(event: DriftEvent): void;
  /** Once per call that began; a call whose arguments were refused never did. Of a paged read, every page is a call. */
  onDone?(event: DoneEvent): void;
  /** Once per operation and process, for the first client that listens. */
  onDeprecated?(event: DeprecatedEvent): void;
}

/** Tells a hook of an event, if anybody listens. The event is only made then. */
export function tell<Name extends keyof Hooks>(
  listeners: readonly Hooks[],
  name: Name,
  event: () => Parameters<NonNullable<Hooks[Name]>>[0],
): void {
  for (const hooks of listeners) {
    swallow(() => hooks[name] && (hooks[name] as (event: unknown) => unknown)(event()));
  }
}
