// What a client is made with, checked when it is made: a misspelt option must not pass for production defaults.

import { checkToken } from './auth.ts';
import type { BaseUrl } from './base-url.ts';
import type { CallOptions, Token } from './call.ts';
import { type Clock, longestDelayMs } from './clock.ts';
import { AltegioConfigError } from './errors.ts';
import type { Hooks, Logger, LogLevel } from './hooks.ts';
import type { Limiter } from './limiter.ts';
import type { Middleware } from './middleware.ts';
import { checkHeaders, type PathStyle } from './request.ts';

/** Options of a client. Those of {@link CallOptions} are the defaults of its calls. */
export interface ClientOptions extends Omit<CallOptions, 'userToken'> {
  /** The integration's own token, from the developer account. */
  partnerToken: Token;
  /** Token of the business user in whose name the calls are made. */
  userToken?: Token | undefined;
  /** Where to send; default `'production'`. */
  baseUrl?: BaseUrl | undefined;
  /**
   * How paths are spelt that newer editions of the description moved (`/records/{location_id}` to
   * `/locations/{location_id}/appointments`); default `'published'`, as in the description that the SDK is made from.
   * Both spellings reach the same handler, and operationIds did not change, so nothing else differs: errors, hooks
   * and logs name the published path either way.
   */
  paths?: PathStyle | undefined;
  /** Another `fetch`; default: the platform's. Must not follow redirects when told `redirect: 'manual'`. */
  fetch?: typeof fetch | undefined;
  /** `false`, or another limiter than the one that all clients of the process share (5 per second, 200 per minute). */
  limiter?: Limiter | false | undefined;
  /** Functions that are told what happens. */
  hooks?: Hooks | undefined;
  /** Gets one line per event, for example `console`. Default: no log. */
  logger?: Logger | undefined;
  /** Least severe lines for `logger`; default `'warn'`. */
  logLevel?: LogLevel | undefined;
  /** Functions around every call, the first one outermost. */
  middleware?: readonly Middleware[] | undefined;
  /** Largest answer that is read, in bytes; default 64 MiB. */
  maxResponseBytes?: number | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

/** Options that may stand beside path, query and body; on a client they are the defaults. */
export const callOptions: ReadonlySet<string> = new Set([
  'signal',
  'timeoutMs',
  'deadlineMs',
  'retry',
  'idempotent',
  'userToken',
  'headers',
]);

const clientOptions: ReadonlySet<string> = new Set([
  ...callOptions,
  'partnerToken',
  'baseUrl',
  'paths',
  'fetch',
  'limiter',
  'hooks',
  'logger',
  'logLevel',
  'middleware',
  'maxResponseBytes',
  'clock',
]);

const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onLimit', 'onDrift'];
const logNames = ['debug', 'info', 'warn', 'error'];
const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'off'];

/** Throws for options that cannot work; `where` begins the message of a single call. */
export function checkCallOptions(options: CallOptions, where = 'The client was not made'): void {
  const refuse = (problem: string) => new AltegioConfigError(`${where}: ${problem}.`);
  checkToken('userToken', options.userToken);
  const limits = { timeoutMs: longestDelayMs, deadlineMs: longestDelayMs, retry: 10 };
  for (const name of ['timeoutMs', 'deadlineMs', 'retry'] as const) {
    const value = options[name];
    if (value === undefined || (Number.isFinite(value) && value >= 0 && value <= limits[name])) continue;
    throw refuse(`${name} must be a number from 0 to ${limits[name]}, not ${JSON.stringify(value)}`);
  }
  const { signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw refuse('signal must be an AbortSignal (of an AbortController: controller.signal)');
  }
}

/** Throws for client options that cannot work. */
export function checkOptions(options: ClientOptions): void {
  if (typeof options !== 'object' || options === null || options.partnerToken === undefined) {
    throw new AltegioConfigError('partnerToken is missing: pass the token of your developer account.');
  }
  for (const name of Object.keys(options)) {
    if (clientOptions.has(name)) continue;
    const meant = [...clientOptions].find((known) => known.toLowerCase() === name.toLowerCase());
    throw refuse(
      `"${name}" is not an option${meant ? `; did you mean ${meant}?` : ` (${[...clientOptions].join(', ')})`}`,
    );
  }
  checkToken('partnerToken', options.partnerToken);
  checkCallOptions(options);
  checkHeaders(options.headers, refuse);
  const { paths, fetch, middleware, logLevel, limiter, maxResponseBytes } = options;
  if (paths !== undefined && paths !== 'published' && paths !== 'canonical') {
    throw refuse(`paths must be 'published' or 'canonical', not ${String(paths)}`);
  }
  if (fetch !== undefined && typeof fetch !== 'function') throw refuse('fetch must be a function');
  if (middleware !== undefined && !Array.isArray(middleware))
    throw refuse('middleware must be a list of functions');
  if (logLevel !== undefined && !logLevels.includes(logLevel))
    throw refuse(`logLevel must be one of ${logLevels.join(', ')}`);
  if (
    limiter &&
    ['acquire', 'release', 'pause'].some((name) => typeof limiter[name as 'pause'] !== 'function')
  ) {
    throw refuse('limiter must be false, or have acquire, release and pause');
  }
  checkMembers('hooks', options.hooks, hookNames, (hooks) =>
    Object.keys(hooks).every((name) => hookNames.includes(name)),
  );
  checkMembers('logger', options.logger, logNames, (logger) =>
    logNames.every((name) => typeof (logger as unknown as Record<string, unknown>)[name] === 'function'),
  );
  if (maxResponseBytes !== undefined && !(maxResponseBytes >= 1))
    throw refuse('maxResponseBytes must be 1 or more');
}

function checkMembers<T extends object>(
  option: string,
  value: T | undefined,
  names: readonly string[],
  isRight: (value: T) => boolean,
): void {
  if (value === undefined || (typeof value === 'object' && value !== null && isRight(value))) return;
  throw refuse(`${option} must be an object of functions: ${names.join(', ')}`);
}

function refuse(problem: string): AltegioConfigError {
  return new AltegioConfigError(`The client was not made: ${problem}.`);
}
