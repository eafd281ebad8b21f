// The way of a request: wait for the limiter → one attempt within its time → again, or the answer.
import { type Answer, readContent, TooLarge } from './answer.ts';
import { authorize, type Tokens } from './auth.ts';
import { type Clock, sleep } from './clock.ts';
import {
  AltegioConnectionError,
  AltegioDecodeError,
  AltegioTimeoutError,
  type ErrorFacts,
  type Outcome,
} from './errors.ts';
import { fetchWithBody } from './get-with-body.ts';
import { type CallEvent, type Hooks, tell } from './hooks.ts';
import type { Limiter } from './limiter.ts';
import { cleanCause } from './redact.ts';
import type { Body } from './request.ts';
import { backoffMs, failureCode, longestWaitMs, mayRetry, type Phase, pauseMs, phaseOf } from './retry.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { facts, label, type Operation } from './table.ts';
import { Expired, within } from './within.ts';

/** What all calls of a client share on their way. */
export interface Wire {
  fetch: typeof fetch | undefined;
  limiter: Limiter | undefined;
  listeners: readonly Hooks[];
  clock: Clock;
  random: () => number;
  maxResponseBytes: number;
}

/** One call, ready to go: checked, built and with all its options settled. */
export interface Outgoing {
  operation: Operation;
  url: string;
  /** Budget of the limiter: host and port. */
  host: string;
  headers: Record<string, string>;
  body: Body;
  tokens: Tokens;
  /** Values that must not show up anywhere; the transport adds the tokens that it sends. */
  secrets: Set<string>;
  signal: AbortSignal | undefined;
  timeoutMs: number;
  deadlineMs: number | undefined;
  retry: number;
  idempotent: boolean;
}

/** What a call has gone through so far. */
interface Progress {
  callId: string;
  attempts: number;
  waitedMs: number;
  outcome: Outcome;
}

const prefix = Math.random().toString(36).slice(2, 8);
let calls = 0;

/**
 * Sends a call and returns its answer, whatever its status. Rejects with `AltegioConnectionError`,
 * `AltegioTimeoutError`, `AltegioDecodeError` (answer too large), or the reason of the caller's signal.
 */
export async function send(wire: Wire, call: Outgoing): Promise<Answer> {
  const progress: Progress = {
    callId: `${prefix}-${++calls}`,
    attempts: 0,
    waitedMs: 0,
    outcome: 'not-sent',
  };
  if (call.deadlineMs === undefined) return attempts(wire, call, progress, call.signal);
  try {
    return await within(wire.clock, call.deadlineMs, call.signal, (signal) =>
      attempts(wire, call, progress, signal),
    );
  } catch (error) {
    if (!(error instanceof Expired)) throw error;
    throw new AltegioTimeoutError(
      `${label(call.operation)} was not done within deadlineMs (${call.deadlineMs} ms, ${progress.attempts} attempts). ${advice(call.operation, progress.outcome)}`,
      errorFacts(call, progress),
    );
  }
}

async function attempts(
  wire: Wire,
  call: Outgoing,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const startedAt = wire.clock.now();
  for (;;) {
    const result = await attempt(wire, call, progress, signal);
    const delayMs = nextDelay(wire, call, progress, result);
    const late = delayMs !== undefined && isPast(call.deadlineMs, wire.clock.now() - startedAt + delayMs);
    if (delayMs === undefined || late) {
      if (result.error) throw result.error;
      return result.answer!;
    }
    const reason = result.answer
      ? `HTTP ${result.answer.status}`
      : (failureCode(result.error) ?? 'no answer');
    tell(wire.listeners, 'onRetry', () => ({ ...event(call, progress), reason, delayMs }));
    await sleep(wire.clock, delayMs, signal);
  }
}

interface Result {
  phase: Phase;
  answer?: Answer;
  error?: Error;
}

async function attempt(
  wire: Wire,
  call: Outgoing,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const { limiter, clock } = wire;
  const authorization = await authorize(call.operation, call.tokens, call.secrets);
  const askedAt = clock.now();
  const ticket = await limiter?.acquire(call.host, signal);
  const startedAt = clock.now();
  if (startedAt - askedAt > 1) {
    progress.waitedMs += startedAt - askedAt;
    tell(wire.listeners, 'onLimit', () => ({ ...event(call, progress), waitedMs: startedAt - askedAt }));
  }
  progress.attempts++;
  const outcomeBefore = progress.outcome;
  progress.outcome = 'unknown';
  tell(wire.listeners, 'onRequest', () => event(call, progress));
  let result: Result;
  try {
    const { status, headers, content } = await within(clock, call.timeoutMs, signal, (own) =>
      exchange(wire, call, authorization, own),
    );
    const { attempts, waitedMs } = progress;
    // An earlier attempt that may have been carried out leaves its doubt on this answer.
    const doubt = outcomeBefore === 'unknown';
    result = { phase: 'answered', answer: { status, headers, content, attempts, waitedMs, doubt } };
    progress.outcome = doubt || status >= 500 || status === 408 ? 'unknown' : 'refused';
  } catch (error) {
    if (signal?.aborted) throw error;
    const phase = error instanceof Expired || error instanceof TooLarge ? 'sent' : phaseOf(error);
    progress.outcome = phase === 'sent' || outcomeBefore === 'unknown' ? 'unknown' : outcomeBefore;
    result = { phase, error: failure(call, progress, error) };
  } finally {
    limiter?.release(call.host, ticket);
  }
  const { answer } = result;
  const durationMs = clock.now() - startedAt;
  tell(wire.listeners, 'onResponse', () => ({
    ...event(call, progress),
    status: answer?.status,
    durationMs,
  }));
  return result;
}

/** One request and its whole answer. */
async function exchange(wire: Wire, call: Outgoing, authorization: string | undefined, signal: AbortSignal) {
  const { method } = call.operation;
  const init: RequestInit & { duplex?: 'half' } = {
    method,
    headers: authorization ? { ...call.headers, authorization } : call.headers,
    // Following would send the tokens along, to another host perhaps.
    redirect: 'manual',
    signal,
  };
  if (call.body.content !== undefined) {
    init.body = call.body.content;
    if (call.body.content instanceof ReadableStream) init.duplex = 'half';
  }
  // The Fetch standard forbids a GET with a body, which one operation of this API wants.
  const doFetch =
    wire.fetch ?? (method === 'GET' && init.body !== undefined ? fetchWithBody : globalThis.fetch);
  const response = await doFetch(call.url, init);
  if (signal.aborted) {
    response.body?.cancel().catch(() => {});
    throw signal.reason;
  }
  const content = await readContent(response, wire.maxResponseBytes);
  return { status: response.status, headers: response.headers, content };
}

/** Milliseconds until the next attempt, or `undefined` when this result is the last word. Pauses all on a 429. */
function nextDelay(wire: Wire, call: Outgoing, progress: Progress, result: Result): number | undefined {
  const { answer, phase } = result;
  const told = answer && retryAfterSeconds(answer, Date.now());
  const pause = answer?.status === 429 ? pauseMs(told, progress.attempts) : undefined;
  if (pause !== undefined) {
    const pausedMs = Math.min(pause, longestWaitMs);
    wire.limiter?.pause(call.host, pausedMs);
    tell(wire.listeners, 'onLimit', () => ({ ...event(call, progress), waitedMs: 0, pausedMs }));
  }
  const spent = call.body.content instanceof ReadableStream && phase !== 'not-connected';
  const repeatable = call.operation.safe || call.idempotent;
  if (spent || progress.attempts > call.retry || result.error instanceof AltegioDecodeError) return undefined;
  if (!mayRetry({ phase, status: answer?.status, repeatable })) return undefined;
  const delayMs = pause ?? (told ? told * 1000 : backoffMs(progress.attempts, wire.random));
  return delayMs > longestWaitMs ? undefined : delayMs;
}

function failure(call: Outgoing, progress: Progress, error: unknown): Error {
  const { operation } = call;
  const cause = cleanCause(error, [...call.secrets]);
  const info = { ...errorFacts(call, progress), cause };
  const next = advice(operation, progress.outcome);
  if (error instanceof Expired) {
    return new AltegioTimeoutError(
      `${label(operation)} had no complete answer within timeoutMs (${call.timeoutMs} ms). ${next}`,
      errorFacts(call, progress),
    );
  }
  if (error instanceof TooLarge) {
    return new AltegioDecodeError(
      `${label(operation)} was answered with more than maxResponseBytes (${error.limit}). ${next}`,
      0,
      errorFacts(call, progress),
    );
  }
  const code = failureCode(error);
  const what =
    phaseOf(error) === 'not-connected' ? 'could not connect' : 'lost the connection before a complete answer';
  return new AltegioConnectionError(
    `${label(operation)} ${what} (${call.host}${code ? `, ${code}` : ''}). ${next}`,
    info,
  );
}

/** What to do after a call without an answer. */
function advice(operation: Operation, outcome: Outcome): string {
  if (outcome !== 'unknown') return 'Nothing was done: the call may be repeated.';
  if (operation.safe) return 'The call only reads and may be repeated.';
  return 'The write may have happened: read it back before trying again.';
}

function errorFacts(call: Outgoing, progress: Progress): ErrorFacts {
  const { attempts, waitedMs, outcome } = progress;
  return { ...facts(call.operation), attempts, waitedMs, outcome };
}

function event(call: Outgoing, progress: Progress): CallEvent {
  return { callId: progress.callId, ...facts(call.operation), attempt: progress.attempts };
}

function isPast(limitMs: number | undefined, atMs: number): boolean {
  return limitMs !== undefined && atMs >= limitMs;
}
