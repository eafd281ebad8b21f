// Sends a call, attempt after attempt, until there is a response or an error to end with.
import { failed } from '../errors/call-error.ts';
import { AltegioConfigError, AltegioDecodeError } from '../errors/errors.ts';
import { longestWaitMs } from '../limiter/limiter.ts';
import { lengthProblem, toWire, type WireBody } from '../request/wire-body.ts';
import { sleep } from '../util/abort.ts';
import { isForm, isStream } from '../util/content.ts';
import { swallow } from '../util/swallow.ts';
import { attempt, event, type Result, type Retry } from './attempt.ts';
import { tell } from './hooks.ts';
import { clean, failureCode, innermostMessage } from './network-error.ts';
import type { Call, Wire } from './prepared-call.ts';
import type { ReceivedResponse } from './response.ts';
import { backoffMs, mayRetry, pauseMs } from './retry.ts';
import { retryAfterSeconds } from './retry-after.ts';

/**
 * Sends a call and returns its response, whatever its status. Rejects with `AltegioConnectionError`,
 * `AltegioTimeoutError`, `AltegioDecodeError` (response too large), or the reason of the caller's signal.
 */
export async function send(wire: Wire, given: Call): Promise<ReceivedResponse> {
  const { clock, listeners, limiter } = wire;
  const call = await withWireBody(given);
  const { signal, deadlineAt = Number.POSITIVE_INFINITY } = call;
  let retry: Retry | undefined;
  for (let tries = 1; ; tries++) {
    const result = await attempt(wire, call, retry);
    const { response, error } = result;
    const now = clock.now();
    const delayMs = nextDelay(wire, call, tries, result);
    if (delayMs === undefined || now + delayMs >= deadlineAt) {
      if (response) return response;
      throw error;
    }
    const reason = response ? `HTTP ${response.status}` : (failureCode(error) ?? 'no response');
    retry = { reason, notBefore: now + delayMs };
    tell(listeners, 'onRetry', () => ({ ...event(call, result.attempt), reason, delayMs }));
    // After a 429 the call waits in the limiter, at the head of the queue.
    if (!limiter || response?.status !== 429) await sleep(clock, delayMs, signal);
  }
}

/** The call with its body as every fetch takes it; throws for one that none takes. */
async function withWireBody(call: Call): Promise<Call> {
  const { content } = call.body;
  const isReady = typeof content === 'string' || content === undefined;
  if (isReady && !call.headers['content-length']) return call;
  let body: WireBody;
  try {
    body = await toWire(content);
  } catch (error) {
    const cause = clean(call, error);
    throw failed(AltegioConfigError, call, `was not sent: ${innermostMessage(cause)}`, { cause });
  }
  const headers = { ...call.headers };
  if (body.type && (isForm(content) || !headers['content-type'])) headers['content-type'] = body.type;
  const problem = lengthProblem(headers['content-length'], body.content);
  if (problem) throw failed(AltegioConfigError, call, `was not sent: headers ${problem}`);
  return { ...call, headers, body: { ...call.body, content: body.content } };
}

/**
 * Milliseconds until the next attempt, or `undefined` when this result is the last word. A wait that the response asks
 * for goes before our own. Pauses all on a 429.
 */
function nextDelay(wire: Wire, call: Call, tries: number, result: Result): number | undefined {
  const { response, phase, error } = result;
  const { limiter, listeners, random } = wire;
  if (response && response.status < 400) return undefined;
  const retryAfter = response && retryAfterSeconds(response, Date.now());
  const pause = response?.status === 429 ? pauseMs(retryAfter, tries) : undefined;
  if (pause !== undefined && limiter) {
    swallow(() => limiter.pause(call.host, pause));
    tell(listeners, 'onLimit', () => ({ ...event(call, result.attempt), waitedMs: 0, pausedMs: pause }));
  }
  // A stream can be sent once, and a connection that failed may have begun to read it.
  const spent = isStream(call.body.content);
  const repeatable = call.operation.safe || call.idempotent;
  if (spent || tries > call.retry || error instanceof AltegioDecodeError) return undefined;
  if (!mayRetry({ phase, status: response?.status, repeatable })) return undefined;
  const delayMs = pause ?? (retryAfter ? retryAfter * 1000 : backoffMs(tries, random));
  // The longest wait of a call that has no deadline.
  if (call.deadlineAt === undefined && delayMs > longestWaitMs) return undefined;
  // Without a limiter, calls that were refused together would be retried together.
  const spread = pause !== undefined && !limiter ? Math.round(random() * Math.min(1000, pause)) : 0;
  return delayMs + spread;
}
