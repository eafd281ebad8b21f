// The way of a request: wait for the limiter → tokens → one attempt within its time → again, or the answer.
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
} from './errors.ts';
import { fetchWithBody, noBodyOnGet } from './get-with-body.ts';
import { type CallEvent, type Hooks, tell } from './hooks.ts';
import type { Limiter } from './limiter.ts';
import { advice, outcomeOf, type Progress, type Trace } from './outcome.ts';
import { quietly } from './quietly.ts';
import { cleanCause, redactor } from './redact.ts';
import type { Body } from './request.ts';
import { flawOf } from './response.ts';
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

/** A call that has begun. */
export interface Underway extends Outgoing {
  /** The same object for everything that is sent for this call. */
  progress: Progress;
}

/** An answer that knows its call. */
export type Traced = Answer & Trace;

const prefix = Math.random().toString(36).slice(2, 8);
let calls = 0;

/**
 * Runs a call, its middleware included, within its deadline and until the caller's signal: both end it even where
 * a middleware, token function or limiter of the caller's does not listen.
 */
export async function begin(
  { clock }: Wire,
  outgoing: Outgoing,
  run: (call: Underway) => Promise<Traced>,
): Promise<Traced> {
  const callId = `${prefix}-${++calls}`;
  const progress: Progress = { callId, retries: [], attempts: 0, waitedMs: 0, outcome: 'not-sent' };
  const call: Underway = { ...outgoing, progress };
  const { deadlineAt, signal } = call;
  if (deadlineAt === undefined && !signal) return run(call);
  const leftMs = deadlineAt && deadlineAt - clock.now();
  if (leftMs !== undefined && leftMs <= 0) throw late(call);
  try {
    return await within(clock, leftMs, signal, (own) => run({ ...call, signal: own }));
  } catch (error) {
    throw error instanceof Expired ? late(call) : error;
  }
}

/**
 * Sends a call and returns its answer, whatever its status. Rejects with `AltegioConnectionError`,
 * `AltegioTimeoutError`, `AltegioDecodeError` (answer too large), or the reason of the caller's signal.
 */
export async function send(wire: Wire, call: Underway): Promise<Traced> {
  try {
    return await attempts(wire, call);
  } catch (error) {
    // A middleware that asked for this sending is told in the caller's words.
    throw error instanceof Expired ? late(call) : error;
  }
}

function late(call: Underway): AltegioTimeoutError {
  const { attempts, outcome } = call.progress;
  const limit = `deadlineMs (${Math.ceil(call.deadlineMs!)} ms, ${attempts} attempts)`;
  const text = `${label(call.operation)} was not done within ${limit}. ${advice(call.operation, outcome)}`;
  return new AltegioTimeoutError(text, errorFacts(call));
}

async function attempts(wire: Wire, call: Underway): Promise<Traced> {
  const { progress, signal } = call;
  for (let tries = 1; ; tries++) {
    signal?.throwIfAborted();
    const fixed = tokenFunctions(call) ? undefined : await token(wire, call);
    const ticket = await admission(wire, call);
    const authorization = fixed ?? (await lateToken(wire, call, ticket));
    const result = await attempt(wire, call, authorization, ticket);
    const delayMs = nextDelay(wire, call, tries, result);
    const isLate = delayMs !== undefined && wire.clock.now() + delayMs >= (call.deadlineAt ?? Infinity);
    if (delayMs === undefined || isLate) {
      if (result.error) throw result.error;
      return result.answer!;
    }
    const reason = result.answer
      ? `HTTP ${result.answer.status}`
      : (failureCode(result.error) ?? 'no answer');
    tell(wire.listeners, 'onRetry', () => ({ ...event(call), reason, delayMs }));
    await sleep(wire.clock, delayMs, signal);
    progress.retries.push(reason);
  }
}

/** The Authorization header. Asked for before every attempt: a token may have been renewed meanwhile. */
async function token(wire: Wire, call: Underway): Promise<string | undefined> {
  const { operation, tokens, secrets, timeoutMs, signal } = call;
  const functions = tokenFunctions(call);
  const ask = () => authorize(operation, tokens, secrets);
  try {
    return await (functions ? within(wire.clock, timeoutMs, signal, ask) : ask());
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof Expired) {
      const what = `got no token: the ${functions} function did not return within timeoutMs (${timeoutMs} ms)`;
      throw stopped(AltegioTimeoutError, call, what);
    }
    if (call.progress.attempts === 0) throw error;
    throw stopped(AltegioError, call, 'got no token for another attempt', error);
  }
}

/** The same for functions: asked once the limiter lets the call through, so that no old token leaves its queue. */
async function lateToken(wire: Wire, call: Underway, ticket: unknown): Promise<string | undefined> {
  if (!tokenFunctions(call)) return undefined;
  try {
    return await token(wire, call);
  } catch (error) {
    quietly(() => wire.limiter?.release(call.host, ticket));
    throw error;
  }
}

/** Names the token functions of a call; `undefined` when its tokens are fixed. */
function tokenFunctions({ operation, tokens }: Underway): string | undefined {
  if (operation.security === 'none') return undefined;
  const names = [
    typeof tokens.partner === 'function' && 'partnerToken',
    typeof tokens.user === 'function' && 'userToken',
  ];
  return names.filter(Boolean).join(' or ') || undefined;
}

/** Waits until the limiter lets one attempt through; returns its ticket. */
async function admission(wire: Wire, call: Underway): Promise<unknown> {
  const { limiter, clock } = wire;
  const { progress, signal } = call;
  if (!limiter) return undefined;
  const askedAt = clock.now();
  let ticket: unknown;
  try {
    ticket = await limiter.acquire(call.host, signal);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw stopped(AltegioConnectionError, call, 'was not let through by the limiter', error);
  }
  if (signal?.aborted) {
    quietly(() => limiter.release(call.host, ticket));
    throw signal.reason;
  }
  const waitedMs = Math.round(clock.now() - askedAt);
  if (waitedMs > 1) {
    progress.waitedMs += waitedMs;
    tell(wire.listeners, 'onLimit', () => ({ ...event(call), waitedMs }));
  }
  return ticket;
}

interface Result {
  phase: Phase;
  answer?: Traced;
  error?: Error;
}

async function attempt(
  wire: Wire,
  call: Underway,
  authorization: string | undefined,
  ticket: unknown,
): Promise<Result> {
  const { limiter, clock } = wire;
  const { progress, signal } = call;
  const startedAt = clock.now();
  const before = progress.outcome;
  // An earlier attempt that may have been carried out leaves its doubt on everything that follows.
  const doubt = before === 'unknown';
  progress.attempts++;
  progress.outcome = 'unknown';
  tell(wire.listeners, 'onRequest', () => event(call));
  let status: number | undefined;
  try {
    const got = await within(clock, call.timeoutMs, signal, (own) =>
      exchange(wire, call, authorization, own),
    );
    status = got.status;
    // A write that succeeded is done, should a middleware send it again.
    const isDone = !call.operation.safe && status >= 200 && status <= 299;
    progress.outcome = doubt || isDone ? 'unknown' : outcomeOf(status);
    const { callId, retries, attempts, waitedMs } = progress;
    return { phase: 'answered', answer: { ...got, attempts, waitedMs, doubt, callId, retries } };
  } catch (error) {
    if (signal?.aborted) throw error;
    const isOwn = error instanceof Expired || error instanceof TooLarge;
    const phase = isOwn ? 'sent' : phaseOf(error);
    if (phase === 'not-connected') progress.outcome = before;
    if (error instanceof AltegioConfigError) {
      if (error.outcome === 'not-sent') progress.outcome = before;
      throw error;
    }
    if (error instanceof TooLarge) status = error.status;
    return { phase, error: failure(call, error) };
  } finally {
    quietly(() => limiter?.release(call.host, ticket));
    const durationMs = clock.now() - startedAt;
    const { waitedMs } = progress;
    tell(wire.listeners, 'onResponse', () => ({ ...event(call), status, durationMs, waitedMs }));
  }
}

/** One request and its whole answer. */
async function exchange(wire: Wire, call: Underway, authorization: string | undefined, signal: AbortSignal) {
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
  const isBodyOnGet = method === 'GET' && init.body !== undefined;
  const doFetch = wire.fetch ?? (isBodyOnGet ? fetchWithBody : globalThis.fetch);
  let response: Response;
  try {
    response = await doFetch(call.url, init);
  } catch (error) {
    // The wording of Node, Bun and the browsers differs in the rest only.
    if (!isBodyOnGet || !(error instanceof TypeError && /cannot have (a )?body/i.test(error.message)))
      throw error;
    throw new AltegioConfigError(
      `${label(call.operation)} was not sent: your fetch refuses it. ${noBodyOnGet}`,
      {
        ...errorFacts(call),
        outcome: 'not-sent',
        cause: cleanCause(error, redactor(call.secrets)),
      },
    );
  }
  const flaw = flawOf(response);
  if (signal.aborted) {
    if (!flaw) response.body?.cancel().catch(() => {});
    throw signal.reason;
  }
  if (flaw) {
    const next = advice(call.operation, call.progress.outcome);
    const text = `${label(call.operation)} got no usable answer: Your fetch returned ${flaw}. ${next}`;
    throw new AltegioConfigError(text, errorFacts(call));
  }
  const content = await readContent(response, wire.maxResponseBytes, signal);
  return { status: response.status, headers: response.headers, content };
}

/** Milliseconds until the next attempt, or `undefined` when this result is the last word. Pauses all on a 429. */
function nextDelay(wire: Wire, call: Underway, tries: number, result: Result): number | undefined {
  const { answer, phase } = result;
  const told = answer && retryAfterSeconds(answer, Date.now());
  const pause = answer?.status === 429 ? pauseMs(told, tries) : undefined;
  if (pause !== undefined && wire.limiter) {
    const pausedMs = Math.min(pause, longestWaitMs);
    quietly(() => wire.limiter?.pause(call.host, pausedMs));
    tell(wire.listeners, 'onLimit', () => ({ ...event(call), waitedMs: 0, pausedMs }));
  }
  // Even a connection that failed has begun to read a stream.
  const spent = call.body.content instanceof ReadableStream;
  const repeatable = call.operation.safe || call.idempotent;
  if (spent || tries > call.retry || result.error instanceof AltegioDecodeError) return undefined;
  if (!mayRetry({ phase, status: answer?.status, repeatable })) return undefined;
  const delayMs = pause ?? (told ? told * 1000 : backoffMs(tries, wire.random));
  if (delayMs > longestWaitMs) return undefined;
  // No limiter spreads them: calls that were refused together would come back together.
  const spread = pause !== undefined && !wire.limiter ? wire.random() * Math.min(1000, pause) : 0;
  return delayMs + spread;
}

function failure(call: Underway, error: unknown): Error {
  const { operation, progress } = call;
  const next = advice(operation, progress.outcome);
  const info = errorFacts(call);
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
  // Node's own messages say the code and little else.
  const text = saidBy(cause);
  const said = code && text.includes(code) ? '' : text;
  return new AltegioConnectionError(
    `${label(operation)} ${what} (${call.host}${code ? `, ${code}` : ''})${said && `: ${said}`}. ${next}`,
    { ...info, cause },
  );
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

/** The end of a call that was held up on this side, perhaps after attempts that had reached the server. */
function stopped(
  ErrorClass: typeof AltegioError,
  call: Underway,
  what: string,
  error?: unknown,
): AltegioError {
  const cause = cleanCause(error, redactor(call.secrets));
  const text = `${label(call.operation)} ${what}. ${advice(call.operation, call.progress.outcome)}`;
  return new ErrorClass(text, { ...errorFacts(call), cause });
}

/** What an error tells of its call as it stands. */
export function errorFacts({ operation, progress }: Underway): ErrorFacts {
  return { ...facts(operation), ...progress };
}

function event({ operation, progress }: Underway): CallEvent {
  return { callId: progress.callId, ...facts(operation), attempt: progress.attempts };
}
