// What the failure of a fetch says: whether anything was sent, and the error that tells it.
import { failed } from '../errors/call-error.ts';
import { AltegioConnectionError } from '../errors/errors.ts';
import { cleanCause, redactor } from '../errors/redact.ts';
import type { Call } from './prepared-call.ts';
import type { Phase } from './retry.ts';

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

/** The error of an attempt that got no answer. */
export function lost(call: Call, error: unknown, phase: Phase): AltegioConnectionError {
  const cause = clean(call, error);
  const code = failureCode(cause);
  const what =
    phase === 'not-connected' ? 'could not connect' : 'lost the connection before a complete answer';
  // Node's own messages say the code and little else.
  const text = saidBy(cause);
  const said = text && !(code && text.includes(code)) ? `: ${text}` : '';
  // The whole template: a mock that knows no such request, or a wrong base, shows at a glance.
  const where = `${call.operation.method} ${call.template}${code ? `, ${code}` : ''}`;
  return failed(AltegioConnectionError, call, `${what} (${where})${said}`, { cause });
}

/** What the innermost cause says, in short and without the filled URLs that some fetches quote. */
function saidBy(cause: unknown, depth = 0): string {
  if (typeof cause !== 'object' || cause === null || depth > 5)
    return typeof cause === 'string' ? brief(cause) : '';
  const { message, cause: inner } = cause as Partial<Error>;
  return saidBy(inner, depth + 1) || brief(String(message ?? ''));
}

function brief(text: string): string {
  const line = text
    .replace(/\bhttps?:\/\/[^\s"'<>]+/gi, '[url]')
    .replace(/\s+/g, ' ')
    .trim();
  return (line.length > 150 ? `${line.slice(0, 150)}…` : line).replace(/\.$/, '');
}

export function clean(call: Call, error: unknown): unknown {
  return cleanCause(error, redactor(call.secrets));
}
