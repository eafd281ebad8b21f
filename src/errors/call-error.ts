// Makes the errors of a call: which operation failed, what happened, and what to do next.

import { facts, label, type Operation } from '../operations/operation.ts';
import { AltegioConfigError, type ErrorFacts } from './errors.ts';
import { advice, type Progress, worstOf } from './outcome.ts';

/** What an error tells of its call. */
export interface FailingCall {
  operation: Operation;
  progress: Progress;
}

/** For a mistake that was found before anything was sent. */
export function notSent(operation: Operation, problem: string, cause?: unknown): AltegioConfigError {
  return new AltegioConfigError(`${label(operation)} was not sent: ${problem}.`, {
    ...facts(operation),
    cause,
  });
}

/** For a call that has begun. `more` goes before what the call itself tells. */
export function failed<Facts extends ErrorFacts, Failure>(
  ErrorClass: new (message: string, facts: Facts) => Failure,
  { operation, progress }: FailingCall,
  what: string,
  more?: Partial<Facts>,
): Failure {
  const all = { ...facts(operation), ...progress, outcome: worstOf(progress.sentRequests), ...more };
  return new ErrorClass(
    `${label(operation)} ${what}. ${advice(operation, all.outcome)}`,
    all as unknown as Facts,
  );
}
