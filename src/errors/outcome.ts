// Whether a write may have happened, and what to do next: one rule and one wording for all errors.

import type { Operation } from '../operations/operation.ts';
import type { Outcome } from './errors.ts';

/** One request of a call, and its outcome as far as it is known: `unknown` while it is under way. */
export interface SentRequest {
  outcome: Outcome;
}

/** What a call has gone through so far: one record for all its attempts, whoever asked for them. */
export interface Progress {
  /** Joins an error to the hooks and log lines of its call. */
  callId: string;
  attempts: number;
  /** Why there were further attempts, in order. */
  retries: string[];
  waitedMs: number;
  /** While the call waits for the limiter: since when, by the clock of its client. */
  waitingSince?: number | undefined;
  /** Its requests, in order; a middleware may have several under way at once. */
  readonly sentRequests: SentRequest[];
}

const prefix = Math.random().toString(36).slice(2, 8);

let calls = 0;

/** The record of a call that begins. */
export function newProgress(): Progress {
  return {
    callId: `${prefix}-${++calls}`,
    attempts: 0,
    retries: [],
    waitedMs: 0,
    waitingSince: undefined,
    sentRequests: [],
  };
}

/** The worst that these requests may have done: what to report if their call fails now. */
export function worstOf(sentRequests: readonly SentRequest[]): Outcome {
  const has = (wanted: Outcome) => sentRequests.some(({ outcome }) => outcome === wanted);
  return has('unknown') ? 'unknown' : has('refused') ? 'refused' : 'not-sent';
}

/** What a failed response means for the whole call: the worst of it and of all OTHER requests. */
export function outcomeWith(
  { sentRequests }: Progress,
  status: number,
  sending: SentRequest | undefined,
): Outcome {
  return worstOf([{ outcome: outcomeOf(status) }, ...sentRequests.filter((each) => each !== sending)]);
}

/** Milliseconds of waiting for the limiter so far, a wait that goes on included. A wait of one does not count. */
export function waitedMs({ waitedMs, waitingSince }: Progress, now: number): number {
  const ms = waitingSince === undefined ? 0 : Math.round(now - waitingSince);
  return ms > 1 ? waitedMs + ms : waitedMs;
}

/**
 * What a failed response says about the work. A server error, 408 and a "see elsewhere" (302, 303) may come after
 * the work was done, and a status that HTTP does not know says nothing; every other response is a refusal.
 */
export function outcomeOf(status: number): Outcome {
  const isOpen = status < 200 || status === 302 || status === 303 || status === 408 || status >= 500;
  return isOpen ? 'unknown' : 'refused';
}

/** The sentence with which an error ends that leaves the caller with this outcome. */
export function advice({ safe, readBack, keyHeader }: Operation, outcome: Outcome): string {
  if (outcome !== 'unknown') return 'Nothing was done: the call may be repeated.';
  if (safe) return 'The call may be repeated.';
  const how = readBack ? `read it back with ${readBack}` : 'read it back';
  const again = keyHeader ? `repeat it with the same ${keyHeader}, or ` : '';
  return `The write may have happened: ${again}${how} before trying again.`;
}
