// What clients and calls are made with, checked first: a misspelt option must not pass for production defaults.
import { AltegioConfigError } from '../errors/errors.ts';
import type { Limiter } from '../limiter/limiter.ts';
import { sharedLimiter } from '../limiter/memory.ts';
import { type AppInfo, appProblem } from '../request/agent.ts';
import { tokenProblem } from '../request/auth.ts';
import type { BaseUrl } from '../request/base-url.ts';
import { callChecks } from '../request/input.ts';
import type { PathStyle } from '../request/url.ts';
import type { Hooks } from '../transport/hooks.ts';
import type { Logger, LogLevel } from '../transport/logger.ts';
import type { Middleware } from '../transport/middleware.ts';
import type { CallOptions, Token } from '../types.ts';
import {
  anything,
  type Check,
  firstProblem,
  having,
  isObject,
  mustBe,
  oneOf,
  type Unchecked,
} from '../util/check.ts';
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
   * and logs name the published path either way. `'legacy'` sends what the edition before documented, where an
   * operation has moved since: for a proxy or a mock that does not know the new paths yet.
   */
  paths?: PathStyle | undefined;
  /** Another `fetch`; default: the platform's. Must not follow redirects when given `redirect: 'manual'`. */
  fetch?: typeof fetch | undefined;
  /** `false`, or another limiter than the one that all clients of the thread share (5 per second, 200 per minute). */
  limiter?: Limiter | false | undefined;
  /** Event callbacks; several watchers each have their own. */
  hooks?: Hooks | readonly Hooks[] | undefined;
  /** Gets one line per event, for example `console`. Default: no log. */
  logger?: Logger | undefined;
  /** Least severe lines for `logger`; default `'warn'`. */
  logLevel?: LogLevel | undefined;
  /** Functions around every call, the first one outermost. */
  middleware?: readonly Middleware[] | undefined;
  /** Largest response that is read, in bytes; default 64 MiB. */
  maxResponseBytes?: number | undefined;
  /**
   * Your program, for the `User-Agent` of every request: `{ name: 'my-crm', version: '2.1', url: 'https://crm.example' }`
   * makes it `my-crm/2.1 (https://crm.example) altegio-sdk/1.0.0`. Without it the SDK names itself alone; browsers, which
   * name themselves, get neither. A `user-agent` among `headers` goes before both.
   */
  appInfo?: AppInfo | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

const hookNames = [
  'onRequest',
  'onResponse',
  'onBody',
  'onRetry',
  'onLimit',
  'onDrift',
  'onDone',
  'onDeprecated',
];

const callable = (value: unknown) => value === undefined || typeof value === 'function';

const isHooks = (hooks: unknown) =>
  isObject(hooks) &&
  Object.entries(hooks).every(([name, hook]) => hookNames.includes(name) && callable(hook));

const logNames = ['debug', 'info', 'warn', 'error'];

const clientChecks: Record<string, Check> = {
  ...callChecks,
  partnerToken: tokenProblem,
  baseUrl: anything,
  paths: oneOf('published', 'canonical', 'legacy'),
  fetch: mustBe('a function', (value) => typeof value === 'function'),
  limiter: (value) =>
    value === false
      ? undefined
      : having('false, or have acquire, release and pause', 'acquire', 'release', 'pause')(value),
  hooks: mustBe(`an object of functions: ${hookNames.join(', ')}; or a list of such`, (hooks) =>
    [hooks].flat().every(isHooks),
  ),
  logger: having(`an object of functions: ${logNames.join(', ')}`, ...logNames),
  logLevel: oneOf(...logNames, 'off'),
  middleware: mustBe('a list of functions', (list) => Array.isArray(list) && list.every(callable)),
  maxResponseBytes: mustBe('1 or more', (value) => value >= 1),
  appInfo: appProblem,
  clock: anything,
};

/** Options as the client keeps them: checked, its own, and with the limiter that it really has. */
export interface SettledOptions extends ClientOptions {
  limiter: Limiter | false;
  hooks?: readonly Hooks[] | undefined;
}

/**
 * Checks options and copies them, so that what the caller changes afterwards reaches no client that exists.
 * Tokens as functions, `fetch`, limiter, logger, signal and clock are things rather than settings: those stay the same.
 */
export function settleOptions(options: ClientOptions): SettledOptions {
  if (!isObject(options) || (options.partnerToken ?? undefined) === undefined) {
    throw new AltegioConfigError(missing);
  }
  check(options);
  return complete(copyOf(options));
}

/** The options of a client with others in their place; headers are added to those that are there. */
export function extendOptions(settled: SettledOptions, others: Partial<ClientOptions>): SettledOptions {
  if (!isObject(others)) throw new AltegioConfigError('withOptions takes an object of client options.');
  check(others);
  const headers = { ...settled.headers, ...others.headers };
  return complete({ ...settled, ...copyOf(others), headers });
}

const missing = 'partnerToken is missing: pass the token of your developer account.';

function check(options: object): void {
  const names = Object.keys(clientChecks);
  const problem = firstProblem(clientChecks, options, (name) => {
    const meant = names.find((known) => known.toLowerCase() === name.toLowerCase());
    return `"${name}" is not an option${meant ? `; did you mean ${meant}?` : ` (${names.join(', ')})`}`;
  });
  if (problem) throw new AltegioConfigError(`The client was not made: ${problem}.`);
}

/** How options are copied that hold others; all the rest is taken as it is. */
const copies: Record<string, (value: Unchecked) => unknown> = {
  baseUrl: (base) => (isObject(base) ? { ...base } : base),
  headers: (headers) => ({ ...headers }),
  middleware: (list) => [...list],
  hooks: (hooks) => [hooks].flat().map(ownHooks),
  appInfo: (app) => ({ ...app }),
};

function ownHooks(hooks: Unchecked): Hooks {
  const own = hookNames.filter((name) => hooks[name]);
  return Object.fromEntries(own.map((name) => [name, hooks[name].bind(hooks)]));
}

/** By the names of the rules: an instance of a class has options that are no properties of its own. */
function copyOf(options: object): Partial<ClientOptions> {
  const names = Object.keys(clientChecks).filter((name) => name in options);
  return Object.fromEntries(
    names.map((name) => {
      const value: unknown = options[name as never];
      return [name, value === undefined ? value : (copies[name]?.(value) ?? value)];
    }),
  );
}

/** Of options that were copied, so that hooks are a list. */
function complete(options: Partial<ClientOptions>): SettledOptions {
  const { clock, limiter, partnerToken } = options;
  if (partnerToken === undefined) throw new AltegioConfigError(missing);
  const hooks = options.hooks as SettledOptions['hooks'];
  return { ...options, hooks, partnerToken, limiter: limiter ?? sharedLimiter(clock) };
}
