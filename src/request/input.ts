// What a call takes, and the checks of its shape: a misspelt option must not pass for a default.
import { notSent } from '../errors/call-error.ts';
import type { Operation } from '../operations/operation.ts';
import type { CallInput, CallOptions } from '../types.ts';
import { anything, type Check, firstProblem, having, isObject, mustBe, oneOf, upTo } from '../util/check.ts';
import { longestDelayMs } from '../util/clock.ts';
import { tokenProblem } from './auth.ts';
import { headersProblem } from './headers.ts';

const parameters = mustBe(
  'a plain object of parameters',
  (value) => isObject(value) && !(Symbol.iterator in value),
);

export const callChecks: Record<keyof CallOptions, Check> = {
  signal: having('an AbortSignal (of an AbortController: controller.signal)', 'addEventListener'),
  timeoutMs: upTo(longestDelayMs),
  deadlineMs: upTo(longestDelayMs),
  retry: upTo(10),
  idempotent: oneOf(true, false),
  unchecked: oneOf(true, false),
  userToken: tokenProblem,
  headers: headersProblem,
};

/** The names of all options of a call. */
export const callOptionNames = Object.keys(callChecks) as (keyof CallOptions)[];

const inputChecks: Record<string, Check> = {
  ...callChecks,
  path: parameters,
  query: parameters,
  body: anything,
};

/** Throws for an operation that is gone, and for an argument that is not { path, query, body } and call options. */
export function checkInput(operation: Operation, input: object): void {
  if (operation.removed) throw notSent(operation, operation.removed);
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

/** What an operation is called with, without the options of the call. */
export type Input = Pick<CallInput, 'path' | 'query' | 'body'>;
