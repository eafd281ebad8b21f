// One attempt: fetch the tokens, wait for the limiter, send the request within its time, read the response.
import { failed } from '../errors/call-error.ts';
import {
  AltegioConfigError,
  AltegioConnectionError,
  AltegioError,
  AltegioRateLimitError,
  AltegioTimeoutError,
} from '../errors/errors.ts';
import { outcomeOf, type SentRequest, waitedMs } from '../errors/outcome.ts';
import { redactor } from '../errors/redact.ts';
import type { Limiter } from '../limiter/limiter.ts';
import type { PendingTokens } from '../request/auth.ts';
import { type OnStop, reasonOf, sleep, throwIfAborted, within } from '../util/abort.ts';
import { swallow } from '../util/swallow.ts';
import { exchange, requestOf } from './exchange.ts';
import { type BodyEvent, type CallEvent, tell } from './hooks.ts';
import { clean, connectionError, phaseOf } from './network-error.ts';
import { withoutResending } from './platform-fetch.ts';
import type { Call, Wire } from './prepared-call.ts';
import { headersOf, readContent } from './read.ts';
import { type ReceivedResponse, tooLargeError } from './response.ts';
import type { Phase } from './retry.ts';

/** What came of an attempt: a response, or the error to end with. */
export interface Result {
  phase: Phase;
  /** Its number among all of the call. */
  attempt: number;
  response?: ReceivedResponse;
  error?: Error;
}

/** Why there is another attempt, and the moment before which it must not be sent. */
export interface Retry {
  reason: string;
  notBefore: number;
}

export async function attempt(wire: Wire, call: Call, retry?: Retry): Promise<Result> {
  const { limiter } = wire;
  throwIfAborted(call.signal);
  // Before every attempt: a token may have been renewed meanwhile. And before the queue: a permission of the limiter
  // holds for this moment only, while a login takes its time.
  const tokens = call.authorization;
  const authorization = typeof tokens === 'object' ? await fetchTokens(wire, call, tokens) : tokens;
  const ticket = limiter && (await admit(limiter, wire, call, retry?.notBefore));
  if (retry) call.progress.retries.push(retry.reason);
  try {
    return await sendOnce(wire, call, authorization);
  } finally {
    swallow(() => limiter?.release(call.host, ticket));
  }
}

async function sendOnce(wire: Wire, call: Call, authorization: string | undefined): Promise<Result> {
  const { clock, listeners, maxResponseBytes: maxBytes } = wire;
  const { progress, signal, operation, timeoutMs } = call;
  const startedAt = clock.now();
  // Of this request alone: a middleware may have several under way.
  const sending: SentRequest = { outcome: 'unknown' };
  progress.sentRequests.push(sending);
  const attempt = ++progress.attempts;
  if (listeners.length > 0) tell(listeners, 'onRequest', () => event(call, attempt));
  let status: number | undefined;
  let content: ReceivedResponse['content'];
  let own: AltegioError | undefined;
  const timedOut = () => {
    own = failed(AltegioTimeoutError, call, `had no complete response within timeoutMs (${timeoutMs} ms)`);
    return own;
  };
  const request = async (signal: AbortSignal, onStop: OnStop) => {
    const init = requestOf(call, authorization, signal);
    const done = operation.safe ? undefined : withoutResending(init);
    try {
      const response = await exchange(wire, call, init, sending);
      const tooLarge = () => {
        status = response.status;
        own = tooLargeError(call, status, maxBytes);
        return own;
      };
      content = await readContent(response, { onStop, maxBytes, tooLarge });
      return response;
    } finally {
      done?.();
    }
  };
  try {
    const response = await within(clock, timeoutMs, signal, request, timedOut);
    status = response.status;
    // A write that succeeded is done, even if a middleware sends it again and that fails.
    const isDone = !operation.safe && status >= 200 && status <= 299;
    sending.outcome = isDone ? 'unknown' : outcomeOf(status);
    const headers = headersOf(response);
    const received = { status, headers, content, original: response, sending };
    // Without listeners not even the function that makes the event is made.
    if (listeners.length > 0) tell(listeners, 'onBody', () => bodyEvent(call, attempt, received));
    return { phase: 'responded', attempt, response: received };
  } catch (error) {
    if (signal?.aborted || error instanceof AltegioConfigError) throw error;
    if (own && error === own) return { phase: 'sent', attempt, error: own };
    const phase = phaseOf(error);
    if (phase === 'not-connected') sending.outcome = 'not-sent';
    return { phase, attempt, error: connectionError(call, error, phase) };
  } finally {
    const durationMs = clock.now() - startedAt;
    const { waitedMs } = progress;
    if (listeners.length > 0)
      // Assigned: spreading one object into another would cost more than the rest of the event.
      tell(listeners, 'onResponse', () =>
        Object.assign(event(call, attempt), { status, durationMs, waitedMs }),
      );
  }
}

/** What was sent and what came, for those who look at bodies. */
function bodyEvent(call: Call, attempt: number, { status, headers, content }: ReceivedResponse): BodyEvent {
  return Object.assign(
    {
      // Hiding secrets takes longer than all the rest, and most events are not looked at.
      get url() {
        return redactor(call.secrets)(call.url);
      },
    },
    event(call, attempt),
    { status, contentType: headers.get('content-type'), sent: call.body.content, received: content },
  );
}

/** Waits until the limiter lets one attempt through; returns its ticket. */
async function admit(
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
      // The caller has gone, or this limiter does not honour the pause.
      swallow(() => limiter.release(host, ticket));
      await sleep(clock, earlyMs, signal);
    }
  } catch (error) {
    if (signal?.aborted) throw reasonOf(signal);
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

/** The error of a call that cannot wait for the end of a pause. */
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

/** Calls the token functions, within the time of an attempt. */
async function fetchTokens({ clock }: Wire, call: Call, pending: PendingTokens): Promise<string> {
  const { timeoutMs, signal, progress } = call;
  const timedOut = () => {
    const what = `the ${pending.names} function did not return within timeoutMs (${timeoutMs} ms)`;
    return failed(AltegioTimeoutError, call, `got no token: ${what}`);
  };
  try {
    return await within(clock, timeoutMs, signal, pending.ask, timedOut);
  } catch (error) {
    if (signal?.aborted) throw reasonOf(signal);
    if (error instanceof AltegioTimeoutError || progress.attempts === 0) throw error;
    const cause = clean(call, error);
    throw failed(AltegioError, call, 'got no token for another attempt', { cause });
  }
}

export function event({ operation, progress }: Call, attempt = progress.attempts): CallEvent {
  const { id, method, path } = operation;
  return { callId: progress.callId, operationId: id, method, path, attempt };
}
