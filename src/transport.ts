// The way of a request: wait for the limiter → one attempt within its time → again, or the answer.
import { type Answer, readContent, TooLarge } from './answer.ts';
import { authorize, type Tokens } from './auth.ts';
import { type Clock, sleep } from './clock.ts';
import {
  AltegioConfigError,
  AltegioConnectionError,
  AltegioDecodeError,
  AltegioError,
  AltegioTimeoutError,
  type ErrorFacts,
  type Outcome,
} from './errors.ts';
import { fetchWithBody } from './get-with-body.ts';
import { type CallEvent, type Hooks, tell } from './hooks.ts';
import type { Limiter } from './limiter.ts';
import { advice, outcomeOf } from './outcome.ts';
import { cleanCause, redactor } from './redact.ts';
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
  /** The same as a moment of the clock. */
  deadlineAt: number | undefined;
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
  const { deadlineAt, signal } = call;
  if (deadlineAt === undefined && !signal) return attempts(wire, call, progress, undefined);
  // The signal ends the call even where a token function or a limiter of the caller's does not listen to it.
  const leftMs = deadlineAt && deadlineAt - wire.clock.now();
  try {
    if (leftMs !== undefined && leftMs <= 0) throw new Expired(leftMs);
    return await within(wire.clock, leftMs, signal, (own) => attempts(wire, call, progress, own));
  } catch (error) {
    if (!(error instanceof Expired)) throw error;
    const limit = `deadlineMs (${Math.ceil(call.deadlineMs!)} ms, ${progress.attempts} attempts)`;
    throw new AltegioTimeoutError(
      `${label(call.operation)} was not done within ${limit}. ${advice(call.operation, progress.outcome)}`,
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
  for (;;) {
    const authorization = await token(call, progress);
    const ticket = await admission(wire, call, progress, signal);
    const result = await attempt(wire, call, progress, signal, authorization, ticket);
    const delayMs = nextDelay(wire, call, progress, result);
    const isLate = delayMs !== undefined && wire.clock.now() + delayMs >= (call.deadlineAt ?? Infinity);
    if (delayMs === undefined || isLate) {
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

/** The Authorization header. Asked for before every attempt: a token may have been renewed meanwhile. */
async function token(call: Outgoing, progress: Progress): Promise<string | undefined> {
  try {
    return await authorize(call.operation, call.tokens, call.secrets);
  } catch (error) {
    if (progress.attempts === 0) throw error;
    throw stopped(AltegioError, call, progress, 'got no token for another attempt', error);
  }
}

/** Waits until the limiter lets one attempt through; returns its ticket. */
async function admission(
  wire: Wire,
  call: Outgoing,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { limiter, clock } = wire;
  if (!limiter) return undefined;
  const askedAt = clock.now();
  let ticket: unknown;
  try {
    ticket = await limiter.acquire(call.host, signal);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw stopped(AltegioConnectionError, call, progress, 'was not let through by the limiter', error);
  }
  if (signal?.aborted) {
    quietly(() => limiter.release(call.host, ticket));
    throw signal.reason;
  }
  const waitedMs = clock.now() - askedAt;
  if (waitedMs > 1) {
    progress.waitedMs += waitedMs;
    tell(wire.listeners, 'onLimit', () => ({ ...event(call, progress), waitedMs }));
  }
  return ticket;
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
  authorization: string | undefined,
  ticket: unknown,
): Promise<Result> {
  const { limiter, clock } = wire;
  const startedAt = clock.now();
  const before = progress.outcome;
  // An earlier attempt that may have been carried out leaves its doubt on everything that follows.
  const doubt = before === 'unknown';
  progress.attempts++;
  progress.outcome = 'unknown';
  tell(wire.listeners, 'onRequest', () => event(call, progress));
  let status: number | undefined;
  try {
    const got = await within(clock, call.timeoutMs, signal, (own) =>
      exchange(wire, call, authorization, own),
    );
    status = got.status;
    progress.outcome = doubt ? 'unknown' : outcomeOf(status);
    const { attempts, waitedMs } = progress;
    return { phase: 'answered', answer: { ...got, attempts, waitedMs, doubt } };
  } catch (error) {
    if (signal?.aborted) throw error;
    const isOwn = error instanceof Expired || error instanceof TooLarge;
    const phase = isOwn ? 'sent' : phaseOf(error);
    if (phase === 'not-connected') progress.outcome = before;
    if (error instanceof AltegioConfigError) throw error;
    if (error instanceof TooLarge) status = error.status;
    return { phase, error: failure(call, progress, error) };
  } finally {
    quietly(() => limiter?.release(call.host, ticket));
    const durationMs = clock.now() - startedAt;
    const { waitedMs } = progress;
    tell(wire.listeners, 'onResponse', () => ({ ...event(call, progress), status, durationMs, waitedMs }));
  }
}

/** A limiter of the caller's that fails must not hide what became of the call. */
function quietly(run: () => unknown): void {
  try {
    const result = run();
    if (result instanceof Promise) result.catch(() => {});
  } catch {
    // The answer counts; the next acquire will show the fault.
  }
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
  const content = await readContent(response, wire.maxResponseBytes, signal);
  return { status: response.status, headers: response.headers, content };
}

/** Milliseconds until the next attempt, or `undefined` when this result is the last word. Pauses all on a 429. */
function nextDelay(wire: Wire, call: Outgoing, progress: Progress, result: Result): number | undefined {
  const { answer, phase } = result;
  const told = answer && retryAfterSeconds(answer, Date.now());
  const pause = answer?.status === 429 ? pauseMs(told, progress.attempts) : undefined;
  if (pause !== undefined) {
    const pausedMs = Math.min(pause, longestWaitMs);
    quietly(() => wire.limiter?.pause(call.host, pausedMs));
    tell(wire.listeners, 'onLimit', () => ({ ...event(call, progress), waitedMs: 0, pausedMs }));
  }
  // Even a connection that failed has begun to read a stream.
  const spent = call.body.content instanceof ReadableStream;
  const repeatable = call.operation.safe || call.idempotent;
  if (spent || progress.attempts > call.retry || result.error instanceof AltegioDecodeError) return undefined;
  if (!mayRetry({ phase, status: answer?.status, repeatable })) return undefined;
  const delayMs = pause ?? (told ? told * 1000 : backoffMs(progress.attempts, wire.random));
  return delayMs > longestWaitMs ? undefined : delayMs;
}

function failure(call: Outgoing, progress: Progress, error: unknown): Error {
  const { operation } = call;
  const next = advice(operation, progress.outcome);
  const info = errorFacts(call, progress);
  if (error instanceof Expired) {
    const limit = `timeoutMs (${call.timeoutMs} ms)`;
    return new AltegioTimeoutError(
      `${label(operation)} had no complete answer within ${limit}. ${next}`,
      info,
    );
  }
  if (error instanceof TooLarge) {
    const limit = `maxResponseBytes (${error.limit})`;
    const text = `${label(operation)} was answered with more than ${limit}. ${next}`;
    return new AltegioDecodeError(text, error.status, info);
  }
  const cause = cleanCause(error, redactor(call.secrets));
  const code = failureCode(cause);
  const what =
    phaseOf(error) === 'not-connected' ? 'could not connect' : 'lost the connection before a complete answer';
  return new AltegioConnectionError(
    `${label(operation)} ${what} (${call.host}${code ? `, ${code}` : ''}). ${next}`,
    { ...info, cause },
  );
}

/** The end of a call that was held up on this side, perhaps after attempts that had reached the server. */
function stopped(
  ErrorClass: typeof AltegioError,
  call: Outgoing,
  progress: Progress,
  what: string,
  error: unknown,
): AltegioError {
  const cause = cleanCause(error, redactor(call.secrets));
  const text = `${label(call.operation)} ${what}. ${advice(call.operation, progress.outcome)}`;
  return new ErrorClass(text, { ...errorFacts(call, progress), cause });
}

function errorFacts(call: Outgoing, progress: Progress): ErrorFacts {
  const { attempts, waitedMs, outcome } = progress;
  return { ...facts(call.operation), attempts, waitedMs, outcome };
}

function event(call: Outgoing, progress: Progress): CallEvent {
  return { callId: progress.callId, ...facts(call.operation), attempt: progress.attempts };
}
