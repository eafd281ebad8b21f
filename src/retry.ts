// Decides whether a failed attempt may be repeated, and after how long.

/** How far an attempt came: `not-connected` – no byte was sent; `sent` – no complete answer; `answered`. */
export type Phase = 'not-connected' | 'sent' | 'answered';

/** What the decision needs to know of an attempt. */
export interface Attempted {
  phase: Phase;
  /** HTTP status, when answered. */
  status?: number | undefined;
  /** The operation only reads, or the caller said that repeating does no harm. */
  repeatable: boolean;
}

/**
 * Whether another attempt can do no harm and may help. Writes go again only when the server surely did nothing:
 * the connection was never made, or it answered 429.
 */
export function mayRetry({ phase, status, repeatable }: Attempted): boolean {
  if (phase === 'not-connected') return true;
  if (phase === 'sent') return repeatable;
  if (status === 429) return true;
  return repeatable && (status === 408 || status! >= 500);
}

/** Longest wait that an answer may impose; a longer one ends the call, and the error tells it. */
export const longestWaitMs = 120_000;

/**
 * Milliseconds to wait before attempt `attempt + 1`: exponential from half a second to 8 s with full jitter
 * (so that many callers do not come back at once); a wait that the answer asked for comes first.
 */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(8000, 500 * 2 ** (attempt - 1));
}

/** Milliseconds of pause after a 429: what it told, else 1 s, 2 s, 4 s … by attempt. A told 0 tells nothing. */
export function pauseMs(toldSeconds: number | undefined, attempt: number): number {
  return toldSeconds ? toldSeconds * 1000 : Math.min(30_000, 1000 * 2 ** (attempt - 1));
}

// Codes of Node, Bun and Deno that mean: no connection, so not one byte of the request left.
const notConnected = new Set([
  'ECONNREFUSED',
  'ConnectionRefused',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** The code of a network failure, looked up through its causes; several addresses tried count as one. */
export function failureCode(error: unknown): string | undefined {
  return look(error).code;
}

/** How far a request came that ended in this error. In doubt it was sent. */
export function phaseOf(error: unknown): Phase {
  return look(error).isUnconnected ? 'not-connected' : 'sent';
}

/** What an error and its causes say of the connection. */
interface Found {
  code?: string;
  isUnconnected?: boolean;
}

function look(error: unknown, depth = 0): Found {
  if (typeof error !== 'object' || error === null || depth > 5) return {};
  const { code, syscall, cause, errors } = error as Record<string, unknown>;
  if (Array.isArray(errors) && errors.length > 0) {
    // Happy eyeballs: only when every address failed to connect was nothing sent.
    const each = errors.map((item) => look(item, depth + 1));
    return { code: 'UNKNOWN', ...(each.find(({ isUnconnected }) => !isUnconnected) ?? each[0]) };
  }
  const inner = look(cause, depth + 1);
  if (inner.code !== undefined || typeof code !== 'string')
    return { isUnconnected: syscall === 'connect', ...inner };
  // Node names the system call: a timeout or reset of `connect` came before the first byte.
  return { code, isUnconnected: syscall === 'connect' || notConnected.has(code) };
}
