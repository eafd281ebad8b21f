// The way of a request: wait for the limiter → tokens → one attempt within its time → again, or the answer.
import { type Answer, readContent } from './answer.ts';
import type { Authorization, PendingTokens } from './auth.ts';
import { type Clock, sleep } from './clock.ts';
import {
  AltegioConfigError,
  AltegioConnectionError,
  AltegioDecodeError,
  AltegioError,
  AltegioTimeoutError,
} from './errors.ts';
import { failed } from './failure.ts';
import { type CallEvent, type Hooks, tell } from './hooks.ts';
import type { Limiter } from './limiter.ts';
import { outcomeOf, type Progress } from './outcome.ts';
import { quietly } from './quietly.ts';
import { cleanCause, redactor } from './redact.ts';
import type { Body } from './request.ts';
import { flawOf } from './response.ts';
import { backoffMs, failureCode, longestWaitMs, mayRetry, type Phase, pauseMs, phaseOf } from './retry.ts';
import { retryAfterSeconds } from './retry-after.ts';
import type { Operation } from './table.ts';
import { within } from './within.ts';

/** What all calls of a client share on their way. */
export interface Wire {
  fetch: typeof fetch | undefined;
  /** Sends what the Fetch standard forbids, where the API needs it. */
  fetchWithBody: typeof fetch | undefined;
  limiter: Limiter | undefined;
  listeners: readonly Hooks[];
  clock: Clock;
  random: () => number;
  maxResponseBytes: number;
}

/** One call, ready to go: checked, built and with all its options settled. */
export interface Call {
  operation: Operation;
  url: string;
  /** Budget of the limiter: host and port. */
  host: string;
  headers: Record<string, string>;
  body: Body;
  authorization: Authorization;
  /** Values that must not show up anywhere, the tokens among them. */
  secrets: Set<string>;
  signal: AbortSignal | undefined;
  timeoutMs: number;
  deadlineMs: number | undefined;
  /** The same as a moment of the clock. */
  deadlineAt: number | undefined;
  retry: number;
  idempotent: boolean;
  /** The same object for everything that is sent for this call. */
  progress: Progress;
}

/**
 * Runs a call, its middleware included, within its deadline and until the caller's signal: both end it even where
 * a middleware, token function or limiter of the caller's does not listen.
 */
export function begin({ clock }: Wire, call: Call, run: (call: Call) => Promise<Answer>): Promise<Answer> {
  const { deadlineAt, deadlineMs, signal, progress } = call;
  if (deadlineAt === undefined && !signal) return run(call);
  const late = () => {
    const limit = `deadlineMs (${Math.ceil(deadlineMs!)} ms, ${progress.attempts} attempts)`;
    return failed(AltegioTimeoutError, call, `was not done within ${limit}`);
  };
  const leftMs = deadlineAt && deadlineAt - clock.now();
  if (leftMs !== undefined && leftMs <= 0) throw late();
  return within(clock, leftMs, signal, (own) => run({ ...call, signal: own }), late);
}

/**
 * Sends a call and returns its answer, whatever its status. Rejects with `AltegioConnectionError`,
 * `AltegioTimeoutError`, `AltegioDecodeError` (answer too large), or the reason of the caller's signal.
 */
export async function send(wire: Wire, call: Call): Promise<Answer> {
  const { clock, listeners } = wire;
  const { progress, signal, deadlineAt = Number.POSITIVE_INFINITY } = call;
  for (let tries = 1; ; tries++) {
    const result = await attempt(wire, call);
    const { answer, error } = result;
    const delayMs = nextDelay(wire, call, tries, result);
    if (delayMs === undefined || clock.now() + delayMs >= deadlineAt) {
      if (answer) return answer;
      throw error;
    }
    const reason = answer ? `HTTP ${answer.status}` : (failureCode(error) ?? 'no answer');
    tell(listeners, 'onRetry', () => ({ ...event(call), reason, delayMs }));
    await sleep(clock, delayMs, signal);
    progress.retries.push(reason);
  }
}

/** What came of an attempt: an answer, or the error to end with. */
interface Result {
  phase: Phase;
  answer?: Answer;
  error?: Error;
}

async function attempt(wire: Wire, call: Call): Promise<Result> {
  const { limiter } = wire;
  call.signal?.throwIfAborted();
  const ticket = limiter && (await admission(limiter, wire, call));
  try {
    // Asked for before every attempt, and after the queue: a token may have been renewed meanwhile.
    const tokens = call.authorization;
    return await sendOnce(wire, call, typeof tokens === 'object' ? await ask(wire, call, tokens) : tokens);
  } finally {
    quietly(() => limiter?.release(call.host, ticket));
  }
}

async function sendOnce(wire: Wire, call: Call, authorization: string | undefined): Promise<Result> {
  const { clock, listeners, maxResponseBytes: maxBytes } = wire;
  const { progress, signal, operation, timeoutMs } = call;
  const startedAt = clock.now();
  const before = progress.outcome;
  // An attempt that may have been carried out leaves its doubt on everything that follows.
  const doubt = before === 'unknown';
  progress.attempts++;
  progress.outcome = 'unknown';
  tell(listeners, 'onRequest', () => event(call));
  let status: number | undefined;
  let content: Answer['content'];
  let own: AltegioError | undefined;
  const tooSlow = () => {
    own = failed(AltegioTimeoutError, call, `had no complete answer within timeoutMs (${timeoutMs} ms)`);
    return own;
  };
  const request = async (signal: AbortSignal) => {
    const response = await exchange(wire, call, authorization, signal);
    const tooLarge = () => {
      status = response.status;
      const what = `was answered with more than maxResponseBytes (${maxBytes})`;
      own = failed(AltegioDecodeError, call, what, { status });
      return own;
    };
    content = await readContent(response, { signal, maxBytes, tooLarge });
    return response;
  };
  try {
    const response = await within(clock, timeoutMs, signal, request, tooSlow);
    status = response.status;
    // A write that succeeded is done, should a middleware send it again.
    const isDone = !operation.safe && status >= 200 && status <= 299;
    progress.outcome = doubt || isDone ? 'unknown' : outcomeOf(status);
    return { phase: 'answered', answer: { status, headers: response.headers, content, doubt } };
  } catch (error) {
    if (signal?.aborted) throw error;
    if (own && error === own) return { phase: 'sent', error: own };
    const phase = phaseOf(error);
    const isConfig = error instanceof AltegioConfigError;
    if (isConfig ? error.outcome === 'not-sent' : phase === 'not-connected') progress.outcome = before;
    if (isConfig) throw error;
    return { phase, error: lost(call, error, phase) };
  } finally {
    const durationMs = clock.now() - startedAt;
    const { waitedMs } = progress;
    tell(listeners, 'onResponse', () => ({ ...event(call), status, durationMs, waitedMs }));
  }
}

/** Waits until the limiter lets one attempt through; returns its ticket. */
async function admission(limiter: Limiter, { clock, listeners }: Wire, call: Call): Promise<unknown> {
  const { progress, signal, host } = call;
  const askedAt = clock.now();
  let ticket: unknown;
  try {
    ticket = await limiter.acquire(host, signal);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const cause = clean(call, error);
    throw failed(AltegioConnectionError, call, 'was not let through by the limiter', { cause });
  }
  if (signal?.aborted) {
    quietly(() => limiter.release(host, ticket));
    throw signal.reason;
  }
  const waitedMs = Math.round(clock.now() - askedAt);
  if (waitedMs > 1) {
    progress.waitedMs += waitedMs;
    tell(listeners, 'onLimit', () => ({ ...event(call), waitedMs }));
  }
  return ticket;
}

/** Asks the token functions, within the time of an attempt. */
async function ask({ clock }: Wire, call: Call, pending: PendingTokens): Promise<string> {
  const { timeoutMs, signal, progress } = call;
  const tooSlow = () => {
    const what = `the ${pending.names} function did not return within timeoutMs (${timeoutMs} ms)`;
    return failed(AltegioTimeoutError, call, `got no token: ${what}`);
  };
  try {
    return await within(clock, timeoutMs, signal, pending.ask, tooSlow);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof AltegioTimeoutError || progress.attempts === 0) throw error;
    const cause = clean(call, error);
    throw failed(AltegioError, call, 'got no token for another attempt', { cause });
  }
}

/** One request, until its answer begins. */
async function exchange(
  wire: Wire,
  call: Call,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<Response> {
  const { operation, headers, body } = call;
  const init: RequestInit & { duplex?: 'half' } = {
    method: operation.method,
    headers: authorization ? { ...headers, authorization } : headers,
    // Following would send the tokens along, to another host perhaps.
    redirect: 'manual',
    signal,
  };
  if (body.content !== undefined) {
    init.body = body.content;
    if (body.content instanceof ReadableStream) init.duplex = 'half';
  }
  const isBodyOnGet = operation.method === 'GET' && init.body !== undefined;
  const doFetch = wire.fetch ?? (isBodyOnGet ? wire.fetchWithBody : undefined) ?? globalThis.fetch;
  let response: Response;
  try {
    response = await doFetch(call.url, init);
  } catch (error) {
    // The wording of Node, Bun and the browsers differs in the rest only.
    if (!isBodyOnGet || !(error instanceof TypeError && /cannot have (a )?body/i.test(error.message)))
      throw error;
    const cause = clean(call, error);
    throw failed(
      AltegioConfigError,
      call,
      'was not sent: this fetch refuses a GET with a body; pass one that can send it',
      {
        outcome: 'not-sent',
        cause,
      },
    );
  }
  const flaw = flawOf(response);
  if (flaw) throw failed(AltegioConfigError, call, `got no usable answer: Your fetch returned ${flaw}`);
  return response;
}

/** Milliseconds until the next attempt, or `undefined` when this result is the last word. Pauses all on a 429. */
function nextDelay(wire: Wire, call: Call, tries: number, result: Result): number | undefined {
  const { answer, phase, error } = result;
  const { limiter, listeners, random } = wire;
  if (answer && answer.status < 400) return undefined;
  const told = answer && retryAfterSeconds(answer, Date.now());
  const pause = answer?.status === 429 ? pauseMs(told, tries) : undefined;
  if (pause !== undefined && limiter) {
    const pausedMs = Math.min(pause, longestWaitMs);
    quietly(() => limiter.pause(call.host, pausedMs));
    tell(listeners, 'onLimit', () => ({ ...event(call), waitedMs: 0, pausedMs }));
  }
  // Even a connection that failed has begun to read a stream.
  const spent = call.body.content instanceof ReadableStream;
  const repeatable = call.operation.safe || call.idempotent;
  if (spent || tries > call.retry || error instanceof AltegioDecodeError) return undefined;
  if (!mayRetry({ phase, status: answer?.status, repeatable })) return undefined;
  const delayMs = pause ?? (told ? told * 1000 : backoffMs(tries, random));
  if (delayMs > longestWaitMs) return undefined;
  // No limiter spreads them: calls that were refused together would come back together.
  const spread = pause !== undefined && !limiter ? random() * Math.min(1000, pause) : 0;
  return delayMs + spread;
}

/** The error of an attempt that got no answer. */
function lost(call: Call, error: unknown, phase: Phase): AltegioConnectionError {
  const cause = clean(call, error);
  const code = failureCode(cause);
  const what =
    phase === 'not-connected' ? 'could not connect' : 'lost the connection before a complete answer';
  // Node's own messages say the code and little else.
  const text = saidBy(cause);
  const said = text && !(code && text.includes(code)) ? `: ${text}` : '';
  return failed(AltegioConnectionError, call, `${what} (${call.host}${code ? `, ${code}` : ''})${said}`, {
    cause,
  });
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
    .replace(/\bhttps?:\/\/\S+/gi, '[url]')
    .replace(/\s+/g, ' ')
    .trim();
  return (line.length > 150 ? `${line.slice(0, 150)}…` : line).replace(/\.$/, '');
}

function clean(call: Call, error: unknown): unknown {
  return cleanCause(error, redactor(call.secrets));
}

function event({ operation, progress }: Call): CallEvent {
  const { id, method, path } = operation;
  return { callId: progress.callId, operationId: id, method, path, attempt: progress.attempts };
}
