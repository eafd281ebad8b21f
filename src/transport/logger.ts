// Writes events as log lines.

import { swallow } from '../util/swallow.ts';
import { isFailure } from './api-error.ts';
import type { CallEvent, DriftEvent, Hooks } from './hooks.ts';

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

/** Hooks that write one line per event, with the call's id. */
export function logHooks(logger: Logger, level: LogLevel): Hooks {
  const log = (line: Exclude<LogLevel, 'off'>, text: string): void => {
    if (severity[line] >= severity[level]) swallow(() => logger[line](`altegio: ${text}`));
  };
  const name = (event: Omit<CallEvent, 'attempt'>): string =>
    `[${event.callId}] ${event.operationId ?? `${event.method} ${event.path}`}`;
  return {
    onRequest: (event) => log('debug', `${name(event)} attempt ${event.attempt}`),
    onResponse: (event) =>
      log(
        event.status === undefined ? 'error' : isFailure(event.status) ? 'warn' : 'debug',
        `${name(event)} ${event.status ?? 'no response'} after ${Math.round(event.durationMs)} ms`,
      ),
    onRetry: (event) =>
      log('info', `${name(event)} is retried in ${Math.round(event.delayMs)} ms (${event.reason})`),
    onLimit: (event) =>
      event.pausedMs === undefined
        ? log('debug', `${name(event)} waited ${Math.round(event.waitedMs)} ms for the limiter`)
        : log('warn', `${name(event)} got HTTP 429: all calls pause for ${event.pausedMs} ms`),
    onDeprecated: (event) =>
      log('warn', `${name(event)} is deprecated${event.replacement ? `: call ${event.replacement}` : ''}`),
    onDrift: (event) => log('warn', `${event.operationId}: ${driftText(event)}`),
  };
}

function driftText({ kind, page, totals, repeated }: DriftEvent): string {
  if (kind === 'items-lost') return `items may be missing before page ${page}`;
  if (kind === 'items-moved') return `${repeated} items came again on page ${page}`;
  const { before, now } = totals!;
  return kind === 'total-changed'
    ? `the total changed from ${before} to ${now} at page ${page}`
    : `page ${page} is empty after ${now} of ${before} items`;
}
