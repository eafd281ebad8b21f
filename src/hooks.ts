// Lets the caller watch: hooks and a logger. Events hold templates and numbers, never a token, body or filled URL.
import { quietly } from './quietly.ts';

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
  /**
   * `total-changed`: the API's total differs from before; `items-moved`: items came again on a later page;
   * `ended-early`: an empty page came before the total was reached.
   */
  kind: 'total-changed' | 'items-moved' | 'ended-early';
  /** The total before and now; of `ended-early`, the total and the items received. */
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
    quietly(() => hooks[name] && (hooks[name] as (event: unknown) => unknown)(event()));
  }
}

/** Hooks that write one line per event, with the call's id. */
export function logHooks(logger: Logger, level: LogLevel): Hooks {
  const log = (line: Exclude<LogLevel, 'off'>, text: string): void => {
    if (severity[line] >= severity[level]) quietly(() => logger[line](`altegio: ${text}`));
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
    onDrift: (event) => log('warn', `${event.operationId}: ${driftText(event)}`),
  };
}

function driftText({ kind, page, totals, repeated }: DriftEvent): string {
  if (kind === 'items-moved') return `${repeated} items came again on page ${page}`;
  const { before, now } = totals!;
  return kind === 'total-changed'
    ? `the total changed from ${before} to ${now} at page ${page}`
    : `page ${page} is empty after ${now} of ${before} items`;
}
