// Whether a write may have happened, and what to do next: one rule and one wording for every error.
import type { Outcome } from './errors.ts';
import type { Operation } from './table.ts';

/** What joins an error to the hooks and log lines of its call. */
export interface Trace {
  callId: string;
  /** Why there were further attempts, in order. */
  retries: readonly string[];
}

/** What a call has gone through so far: one record for all its attempts, whoever asked for them. */
export interface Progress extends Trace {
  retries: string[];
  attempts: number;
  waitedMs: number;
  /** What has become of the call if nothing more is heard of it. */
  outcome: Outcome;
}

/**
 * What a failed answer says about the work. A server error, 408 and a "see elsewhere" (302, 303) may come after
 * the work was done, and a status that HTTP does not know says nothing; every other answer is a refusal.
 */
export function outcomeOf(status: number): Outcome {
  const isOpen = status < 200 || status === 302 || status === 303 || status === 408 || status >= 500;
  return isOpen ? 'unknown' : 'refused';
}

/** The sentence with which an error ends that leaves the caller with this outcome. */
export function advice({ safe, readBack }: Operation, outcome: Outcome): string {
  if (outcome !== 'unknown') return 'Nothing was done: the call may be repeated.';
  if (safe) return 'The call may be repeated.';
  const how = readBack ? `read it back with ${readBack}` : 'read it back';
  return `The write may have happened: ${how} before trying again.`;
}
