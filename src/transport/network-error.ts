// Makes the error of a failed fetch, and finds out whether anything was sent.
import { failed } from '../errors/call-error.ts';
import { AltegioConnectionError } from '../errors/errors.ts';
import { cleanCause, redactor } from '../errors/redact.ts';
import { isOfConnecting } from './connecting.ts';
import type { Call } from './prepared-call.ts';
import type { Phase } from './retry.ts';

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
  const { code, cause, errors } = error as Record<string, unknown>;
  const isUnconnected = isOfConnecting(error as Record<string, unknown>);
  if (Array.isArray(errors) && errors.length > 0) {
    // Happy eyeballs: only when every address failed to connect was nothing sent.
    const each = errors.map((item) => look(item, depth + 1));
    const all = { code: 'UNKNOWN', ...(each.find((item) => !item.isUnconnected) ?? each[0]) };
    return isUnconnected ? { ...all, isUnconnected } : all;
  }
  const inner = look(cause, depth + 1);
  const own = typeof code === 'string' ? { code } : {};
  return { ...own, ...inner, isUnconnected: isUnconnected || inner.isUnconnected === true };
}

/** The error of an attempt that got no response. */
export function connectionError(call: Call, error: unknown, phase: Phase): AltegioConnectionError {
  const cause = clean(call, error);
  const code = failureCode(cause);
  const what =
    phase === 'not-connected' ? 'could not connect' : 'lost the connection before a complete response';
  // Node's own messages say the code and little else.
  const text = innermostMessage(cause);
  const detail = text && !(code && text.includes(code)) ? `: ${text}` : '';
  // The whole template: a mock that knows no such request, or a wrong base, shows at a glance.
  const where = `${call.operation.method} ${call.template}${code ? `, ${code}` : ''}`;
  return failed(AltegioConnectionError, call, `${what} (${where})${detail}`, { cause });
}

/** What the innermost cause of a cleaned error says, in short and without the filled URLs that some fetches quote. */
export function innermostMessage(cause: unknown, depth = 0): string {
  if (typeof cause !== 'object' || cause === null || depth > 5)
    return typeof cause === 'string' ? brief(cause) : '';
  const { message, cause: inner } = cause as Partial<Error>;
  return innermostMessage(inner, depth + 1) || brief(String(message ?? ''));
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
