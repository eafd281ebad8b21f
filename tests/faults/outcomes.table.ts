// What becomes of a call, for every fault, verb and retry setting.
import { expect } from 'vitest';
import { isRead, type Verb } from '../support/tiny/verbs.ts';
import type { FaultName } from './hostile-server.ts';

/** `value` or class and outcome, then the number of attempts with the default of two retries. */
type Expected = `value ${number}` | `Altegio${string} ${'not-sent' | 'refused' | 'unknown'} ${number}`;
export interface Row {
  reads: Expected;
  writes: Expected;
  /** Of a delete, where it is not as of other writes. */
  deletes?: Expected;
  /** Without retries, where it is not the same after one attempt. */
  off?: Expected;
  /** Milliseconds of patience, where a fault is about it. */
  timeoutMs?: number;
  /** So many of these calls, at most, may arrive within one second. */
  mostPerSecond?: number;
  /** Further facts that the error tells. */
  tells?: Record<string, unknown>;
}

const lost: Row = { reads: 'AltegioConnectionError unknown 3', writes: 'AltegioConnectionError unknown 1' };
const late: Row = {
  reads: 'AltegioTimeoutError unknown 3',
  writes: 'AltegioTimeoutError unknown 1',
  timeoutMs: 15_000,
};
const broken: Row = { reads: 'AltegioDecodeError unknown 1', writes: 'AltegioDecodeError unknown 1' };
const failing: Row = { reads: 'AltegioServerError unknown 3', writes: 'AltegioServerError unknown 1' };
const fine: Row = { reads: 'value 1', writes: 'value 1' };
const once = (name: string): Row => ({
  reads: `Altegio${name}Error refused 1`,
  writes: `Altegio${name}Error refused 1`,
});
const limited = (retryAfter: number | undefined, attempts = 3): Row => ({
  reads: `AltegioRateLimitError refused ${attempts}`,
  writes: `AltegioRateLimitError refused ${attempts}`,
  tells: { retryAfter },
});

export const table: Record<FaultName, Row> = {
  ok: fine,
  'slow 200': fine,
  'reset before headers': lost,
  'reset after the work': lost,
  'reset in the body': lost,
  'close before headers': lost,
  'close in the headers': lost,
  'hang before headers': late,
  'hang in the body': late,
  'drip the headers': late,
  'drip the body': late,
  'content-length too long': lost,
  'content-length too short': broken,
  'truncated JSON': broken,
  'not HTTP': lost,
  'HTML 200': broken,
  'HTML 403': once('Permission'),
  'HTML 502': failing,
  'HTML 503': failing,
  'JSON 500': failing,
  'JSON 500 after the work': failing,
  '408': { reads: 'AltegioApiError unknown 3', writes: 'AltegioApiError unknown 1' },
  'success false': { ...once('Api'), tells: { status: 200 } },
  'refused 422': once('Validation'),
  'busy 409': once('Conflict'),
  '204 with a body': fine,
  // Where JSON is promised, nothing must not pass for "no data" or "done"; a delete promises none.
  'empty 200': { ...broken, deletes: 'value 1' },
  'redirect elsewhere': { ...once('Api'), tells: { status: 301 } },
  'redirect after the work': { reads: 'AltegioApiError unknown 1', writes: 'AltegioApiError unknown 1' },
  '100,000 keys': fine,
  '100,000 errors': once('Validation'),
  'deep errors': once('Validation'),
  'invalid UTF-8': fine,
  '2 GB announced': broken,
  'endless body': broken,
  '429': limited(undefined),
  '429 seconds': limited(3),
  '429 zero': limited(0),
  '429 IMF-fixdate': limited(expect.closeTo(5, -1) as number),
  '429 RFC 850': limited(expect.closeTo(5, -1) as number),
  '429 asctime': limited(expect.closeTo(5, -1) as number),
  '429 garbage': limited(undefined),
  '429 negative': limited(undefined),
  '429 text en': limited(4),
  '429 text ru': limited(4),
  '429 text es': limited(4),
  '429 text de': limited(4),
  '429 text pl': limited(4),
  '429 text minutes': limited(60),
  // Longer than any wait that is worth it: the caller gets the error at once.
  '429 huge': limited(Number.MAX_SAFE_INTEGER, 1),
  '429 tomorrow': limited(86_400, 1),
  '503 later': { ...failing, tells: { retryAfter: 2 } },
};

/** Faults that pass: what the first attempts meet, and what comes of it. */
export const scripts: Record<string, Row> = {
  'JSON 500|ok': {
    reads: 'value 2',
    writes: 'AltegioServerError unknown 1',
    off: 'AltegioServerError unknown 1',
  },
  'HTML 503|HTML 502|ok': { reads: 'value 3', writes: failing.writes, off: 'AltegioServerError unknown 1' },
  '429 seconds|ok': { reads: 'value 2', writes: 'value 2', off: 'AltegioRateLimitError refused 1' },
  '429|429|ok': { reads: 'value 3', writes: 'value 3', off: 'AltegioRateLimitError refused 1' },
  '429|reset after the work|ok': {
    reads: 'value 3',
    writes: 'AltegioConnectionError unknown 2',
    off: 'AltegioRateLimitError refused 1',
  },
  'hang before headers|ok': {
    reads: 'value 2',
    writes: late.writes,
    off: 'AltegioTimeoutError unknown 1',
    timeoutMs: 50_000,
  },
};

const passing = scripts['JSON 500|ok']!;

/** What goes wrong on the caller's side, then what the server does: `circumstance: script`. */
export const circumstantial: Record<string, Row> = {
  'a slow login: ok': { ...fine, mostPerSecond: 5 },
  'a login that outlasts the deadline: ok': {
    reads: 'AltegioTimeoutError not-sent 0',
    writes: 'AltegioTimeoutError not-sent 0',
    off: 'AltegioTimeoutError not-sent 0',
  },
  // By no clock is a wait longer, a timeout gone, or a write done twice.
  'a clock that steps back: ok': fine,
  'a clock that steps back: JSON 500|ok': passing,
  'a clock that steps back: 429 seconds|ok': scripts['429 seconds|ok']!,
  'a clock that steps back: hang in the body': late,
  'a clock that steps ahead: ok': fine,
  'a clock that steps ahead: JSON 500|ok': passing,
  'a clock that steps ahead: 429 seconds|ok': scripts['429 seconds|ok']!,
  'a clock that steps ahead: hang in the body': late,
};

/** What a row says of a verb. */
export function expectedOf(row: Row, verb: Verb, withRetries: boolean): string {
  const writes = (verb === 'remove' && row.deletes) || row.writes;
  const expected = isRead(verb) ? row.reads : writes;
  const text = withRetries ? expected : (row.off ?? expected.replace(/\d+$/, '1'));
  return text;
}
