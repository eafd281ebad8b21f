// Decides whether a failed attempt may be repeated, and after how long.

/** How far an attempt came: `not-connected` – no byte was sent; `sent` – no complete response; `responded`. */
export type Phase = 'not-connected' | 'sent' | 'responded';

/** What the decision needs to know of an attempt. */
export interface Attempted {
  phase: Phase;
  /** HTTP status, where there is a response. */
  status?: number | undefined;
  /** The operation only reads, or the caller declares that repeating does no harm. */
  repeatable: boolean;
}

/**
 * Whether another attempt can do no harm and may help. Writes are retried only when the
 * request was certainly not processed: the connection was never made, or the response is 429.
 */
export function mayRetry({ phase, status, repeatable }: Attempted): boolean {
  if (phase === 'not-connected') return true;
  if (phase === 'sent') return repeatable;
  if (status === 429) return true;
  return repeatable && (status === 408 || status! >= 500);
}

/**
 * Whole milliseconds to wait before attempt `attempt + 1`: exponential from half a second to 8 s with full jitter
 * (so that many callers do not come back at once).
 */
export function backoffMs(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(8000, 500 * 2 ** (attempt - 1)));
}

/** Milliseconds of pause after a 429: what it asks for, else 1 s, 2 s, 4 s … by attempt. 0 asks for nothing. */
export function pauseMs(retryAfter: number | undefined, attempt: number): number {
  return retryAfter ? retryAfter * 1000 : Math.min(30_000, 1000 * 2 ** (attempt - 1));
}
