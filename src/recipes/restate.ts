// An error of a call, under the message of a helper that knows more.
import { type AltegioError, type ErrorFacts, isAltegioApiError, type Outcome } from '../errors/errors.ts';

/** The same error, of the same class and with the same facts, under another message; the first one is its cause. */
export function restate(
  error: AltegioError,
  message: string,
  outcome: Outcome = error.outcome,
): AltegioError {
  const Class = error.constructor as new (message: string, facts: ErrorFacts) => AltegioError;
  // Headers and body are not enumerable.
  const more = isAltegioApiError(error) ? { headers: error.headers, body: error.body } : {};
  return new Class(message, { ...error, ...more, outcome, cause: error });
}
