// What clients and calls are made with, checked first: a misspelt option must not pass for production defaults.
import { AltegioConfigError } from '../errors/errors.ts';
import type { Limiter } from '../limiter/limiter.ts';
import { tokenProblem } from '../request/auth.ts';
import type { BaseUrl } from '../request/base-url.ts';
import { callChecks } from '../request/input.ts';
import type { PathStyle } from '../request/url.ts';
import type { Hooks } from '../transport/hooks.ts';
import type { Logger, LogLevel } from '../transport/logger.ts';
import type { Middleware } from '../transport/middleware.ts';
import type { CallOptions, Token } from '../types.ts';
import { anything, type Check, firstProblem, having, isObject, mustBe, oneOf } from '../util/check.ts';
import type { Clock } from '../util/clock.ts';

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

const hookNames = ['onRequest', 'onResponse', 'onRetry', 'onLimit', 'onDrift'];

const logNames = ['debug', 'info', 'warn', 'error'];

const clientChecks: Record<string, Check> = {
  ...callChecks,
  partnerToken: tokenProblem,
  baseUrl: anything,
  paths: oneOf('published', 'canonical'),
  fetch: mustBe('a function', (value) => typeof value === 'function'),
  limiter: (value) =>
    value === false
      ? undefined
      : having('false, or have acquire, release and pause', 'acquire', 'release', 'pause')(value),
  hooks: mustBe(
    `an object of functions: ${hookNames.join(', ')}`,
    (hooks) => isObject(hooks) && Object.keys(hooks).every((name) => hookNames.includes(name)),
  ),
  logger: having(`an object of functions: ${logNames.join(', ')}`, ...logNames),
  logLevel: oneOf(...logNames, 'off'),
  middleware: mustBe('a list of functions', Array.isArray),
  maxResponseBytes: mustBe('1 or more', (value) => value >= 1),
  clock: anything,
};

/** Throws for client options that cannot work. */
export function checkOptions(options: ClientOptions): void {
  if (!isObject(options) || (options.partnerToken ?? undefined) === undefined) {
    throw new AltegioConfigError('partnerToken is missing: pass the token of your developer account.');
  }
  const names = Object.keys(clientChecks);
  const problem = firstProblem(clientChecks, options, (name) => {
    const meant = names.find((known) => known.toLowerCase() === name.toLowerCase());
    return `"${name}" is not an option${meant ? `; did you mean ${meant}?` : ` (${names.join(', ')})`}`;
  });
  if (problem) throw new AltegioConfigError(`The client was not made: ${problem}.`);
}
