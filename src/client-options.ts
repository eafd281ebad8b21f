// What clients and calls are made with, checked first: a misspelt option must not pass for production defaults.

import { tokenProblem } from './auth.ts';
import type { BaseUrl } from './base-url.ts';
import type { CallOptions, Token } from './call.ts';
import { type Clock, longestDelayMs } from './clock.ts';
import { AltegioConfigError } from './errors.ts';
import { notSent } from './failure.ts';
import type { Hooks, Logger, LogLevel } from './hooks.ts';
import type { Limiter } from './limiter.ts';
import type { Middleware } from './middleware.ts';
import { headersProblem, type PathStyle } from './request.ts';
import type { Operation } from './table.ts';

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

// biome-ignore lint/suspicious/noExplicitAny: what it is shows in the check
type Unchecked = any;

/** Says what is wrong with a value, in words that follow its name; `undefined` where nothing is. */
type Check = (value: Unchecked) => string | undefined;

const anything: Check = () => undefined;

const mustBe =
  (what: string, isRight: (value: Unchecked) => unknown): Check =>
  (value) =>
    isRight(value) ? undefined : `must be ${what}`;

const upTo =
  (max: number): Check =>
  (value) =>
    Number.isFinite(value) && value >= 0 && value <= max
      ? undefined
      : `must be a number from 0 to ${max}, not ${JSON.stringify(value)}`;

const oneOf = (...words: unknown[]) => mustBe(`one of ${words.join(', ')}`, (word) => words.includes(word));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Whatever has these functions: an object, or a class with static ones. */
const having = (what: string, ...names: string[]) =>
  mustBe(what, (value) => names.every((name) => typeof value[name] === 'function'));

const parameters = mustBe(
  'a plain object of parameters',
  (value) => isObject(value) && !(Symbol.iterator in value),
);

const callChecks: Record<string, Check> = {
  signal: having('an AbortSignal (of an AbortController: controller.signal)', 'addEventListener'),
  timeoutMs: upTo(longestDelayMs),
  deadlineMs: upTo(longestDelayMs),
  retry: upTo(10),
  idempotent: oneOf(true, false),
  userToken: tokenProblem,
  headers: headersProblem,
};

const inputChecks: Record<string, Check> = {
  ...callChecks,
  path: parameters,
  query: parameters,
  body: anything,
};

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

/** Whether a name may stand beside path, query and body. */
export function isCallOption(name: string): boolean {
  return Object.hasOwn(callChecks, name);
}

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

/** Throws for the argument of a call that is not { path, query, body } and call options. */
export function checkInput(operation: Operation, input: object): void {
  if (!isObject(input)) throw notSent(operation, 'it takes one object { path, query, body }');
  const problem = firstProblem(
    inputChecks,
    input,
    (name) =>
      `"${name}" is neither path, query, body nor a call option. ` +
      'Parameters stand inside these three: { path: { … }, query: { … }, body: { … } }',
  );
  if (problem) throw notSent(operation, problem);
}

function firstProblem(
  checks: Record<string, Check>,
  values: object,
  unknownName: (name: string) => string,
): string | undefined {
  for (const name of Object.keys(values)) if (!Object.hasOwn(checks, name)) return unknownName(name);
  // By the names of the rules: an instance of a class has options that are no properties of its own.
  for (const name of Object.keys(checks)) {
    const value: unknown = values[name as never];
    if (value === undefined) continue;
    if (value === null && name !== 'body') return `${name} is null; leave it out`;
    const problem = checks[name]!(value);
    if (problem) return `${name} ${problem}`;
  }
  return undefined;
}
