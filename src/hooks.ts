// Lets the caller watch: hooks and a logger. Events hold templates and numbers, never a token, body or filled URL.

/** What every event tells. */
export interface CallEvent {
  /** The same in all events of one call. */
  callId: string;
  operationId: string | undefined;
  method: string;
  /** Path template, as in the description. */
  path: string;
  /** Number of the attempt, from 1. */
  attempt: number;
}

/** An attempt has ended, by an answer or without one. */
export interface ResponseEvent extends CallEvent {
  /** HTTP status; `undefined` when no answer came. */
  status: number | undefined;
  durationMs: number;
  /** Milliseconds that the call has waited for the limiter so far. */
  waitedMs: number;
}

/** Another attempt will be made. */
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

/** A list changed while its pages were read. */
export interface DriftEvent {
  operationId: string | undefined;
  page: number;
  /** `total-changed`: the API's total differs from before; `items-moved`: items came again on a later page. */
  kind: 'total-changed' | 'items-moved';
  /** The total before and now. */
  totals?: { before: number; now: number };
  /** Number of items that came again and were left out. */
  repeated?: number;
}

/** Functions that are told what happens. What they throw is ignored. */
export interface Hooks {
  onRequest?(event: CallEvent): void;
  onResponse?(event: ResponseEvent): void;
  onRetry?(event: RetryEvent): void;
  onLimit?(event: LimitEvent): void;
  onDrift?(event: DriftEvent): void;
}

/** The part of `console` that is used for logging. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The least severe lines to log. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'off';

const severity: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3, off: 4 };

/** Tells a hook of an event, if anybody listens. The event is only made then. */
export function tell<Name extends keyof Hooks>(
  listeners: readonly Hooks[],
  name: Name,
  event: () => Parameters<NonNullable<Hooks[Name]>>[0],
): void {
  for (const hooks of listeners) {
    try {
      if (!hooks[name]) continue;
      const result: unknown = (hooks[name] as (event: unknown) => unknown)(event());
      if (result instanceof Promise) result.catch(() => {});
    } catch {
      // A watcher must not break what it watches.
    }
  }
}

/** Hooks that write one line per event, with the call's id. */
export function logHooks(logger: Logger, level: LogLevel): Hooks {
  const log = (line: Exclude<LogLevel, 'off'>, text: string): void => {
    if (severity[line] >= severity[level]) logger[line](`altegio: ${text}`);
  };
  const name = (event: CallEvent): string =>
    `[${event.callId}] ${event.operationId ?? `${event.method} ${event.path}`}`;
  return {
    onRequest: (event) => log('debug', `${name(event)} attempt ${event.attempt}`),
    onResponse: (event) =>
      log(
        event.status === undefined ? 'error' : event.status >= 400 ? 'warn' : 'debug',
        `${name(event)} ${event.status ?? 'no answer'} after ${Math.round(event.durationMs)} ms`,
      ),
    onRetry: (event) =>
      log('info', `${name(event)} goes again in ${Math.round(event.delayMs)} ms (${event.reason})`),
    onLimit: (event) =>
      event.pausedMs === undefined
        ? log('debug', `${name(event)} waited ${Math.round(event.waitedMs)} ms for the limiter`)
        : log('warn', `${name(event)} was answered 429: all calls pause for ${event.pausedMs} ms`),
    onDrift: (event) =>
      log(
        'warn',
        event.kind === 'total-changed'
          ? `${event.operationId}: the total changed from ${event.totals?.before} to ${event.totals?.now} at page ${event.page}`
          : `${event.operationId}: ${event.repeated} items came again on page ${event.page}`,
      ),
  };
}
