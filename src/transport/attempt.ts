// One attempt: ask for tokens, wait for the limiter, send the request within its time, read the response.
import { failed } from '../errors/call-error.ts';
import {
  AltegioConfigError,
  AltegioConnectionError,
  AltegioDecodeError,
  AltegioError,
  AltegioRateLimitError,
  AltegioTimeoutError,
} from '../errors/errors.ts';
import { outcomeOf, waitedMs } from '../errors/outcome.ts';
import type { Limiter } from '../limiter/limiter.ts';
import type { PendingTokens } from '../request/auth.ts';
import { sleep, within } from '../util/abort.ts';
import { quietly } from '../util/swallow.ts';
import { type CallEvent, tell } from './hooks.ts';
import { clean, lost, phaseOf } from './network-error.ts';
import type { Call, Wire } from './prepared-call.ts';
import { type Answer, flawOf, readContent } from './response.ts';
import type { Phase } from './retry.ts';

/** What came of an attempt: an answer, or the error to end with. */
export interface Result {
  phase: Phase;
  answer?: Answer;
  error?: Error;
}

/** Why there is another attempt, and the moment before which it must not be sent. */
export interface Repetition {
  reason: string;
  notBefore: number;
}

export async function attempt(wire: Wire, call: Call, again?: Repetition): Promise<Result> {
  const { limiter } = wire;
  call.signal?.throwIfAborted();
  // Asked for before every attempt: a token may have been renewed meanwhile. And before the queue: the limiter's
  // word is good for this moment, while a login may take its time.
  const tokens = call.authorization;
  const authorization = typeof tokens === 'object' ? await ask(wire, call, tokens) : tokens;
  const ticket = limiter && (await admission(limiter, wire, call, again?.notBefore));
  if (again) call.progress.retries.push(again.reason);
  try {
    return await sendOnce(wire, call, authorization);
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
    tell(listeners, 'onResponse', () => ({
      ...event(call),
      status,
      durationMs,
      waitedMs: progress.waitedMs,
    }));
  }
}

/** Waits until the limiter lets one attempt through; returns its ticket. */
async function admission(
  limiter: Limiter,
  { clock, listeners }: Wire,
  call: Call,
  notBefore = Number.NEGATIVE_INFINITY,
): Promise<unknown> {
  const { progress, signal, host, deadlineAt } = call;
  const before = progress.waitedMs;
  progress.waitingSince = clock.now();
  try {
    for (;;) {
      const first = progress.attempts > 0;
      const deadlineMs = deadlineAt && deadlineAt - clock.now();
      const ticket: unknown = await limiter.acquire(host, signal, { first, deadlineMs });
      const earlyMs = notBefore - clock.now();
      if (earlyMs <= 0 && !signal?.aborted) return ticket;
      // Nobody waits any more, or the limiter does not keep pauses.
      quietly(() => limiter.release(host, ticket));
      await sleep(clock, earlyMs, signal);
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const { retryAfter } = (error ?? {}) as { retryAfter?: unknown };
    if (typeof retryAfter === 'number') throw paused(call, retryAfter);
    const cause = clean(call, error);
    throw failed(AltegioConnectionError, call, 'was not let through by the limiter', { cause });
  } finally {
    progress.waitedMs = waitedMs(progress, clock.now());
    progress.waitingSince = undefined;
    const own = progress.waitedMs - before;
    if (own > 0) tell(listeners, 'onLimit', () => ({ ...event(call), waitedMs: own }));
  }
}

/** The error of a call that cannot wait as long as the API has asked all calls to. */
function paused(call: Call, retryAfter: number): AltegioRateLimitError {
  const what = `was not let through: the API asked for a pause (HTTP 429), which lasts another ${retryAfter} s, longer than this call may wait`;
  return failed(AltegioRateLimitError, call, what, {
    status: 429,
    fields: {},
    issues: [],
    retryAfter,
    headers: new Headers(),
    body: undefined,
  });
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

export function event({ operation, progress }: Call): CallEvent {
  const { id, method, path } = operation;
  return { callId: progress.callId, operationId: id, method, path, attempt: progress.attempts };
}
