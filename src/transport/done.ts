// What the hooks learn of a call as a whole: that it has ended, and that its operation is deprecated.
import { isAltegioError } from '../errors/errors.ts';
import { waitedMs, worstOf } from '../errors/outcome.ts';
import { facts, type Operation } from '../operations/operation.ts';
import { type DoneEvent, type Hooks, tell } from './hooks.ts';
import type { Call } from './prepared-call.ts';
import type { ReceivedResponse } from './response.ts';

/** The event of a call that has ended; `error` is `undefined` for a success. */
export function doneEvent(
  { operation, progress }: Call,
  startedAt: number,
  now: number,
  response: ReceivedResponse | undefined,
  error: unknown,
): DoneEvent {
  const { callId, attempts, sentRequests } = progress;
  const failure = isAltegioError(error) ? error.outcome : worstOf(sentRequests);
  return {
    callId,
    ...facts(operation),
    outcome: error === undefined ? 'ok' : failure,
    status: response?.status,
    error,
    attempts,
    waitedMs: waitedMs(progress, now),
    durationMs: now - startedAt,
    bytes: response?.content?.length ?? 0,
  };
}

const reported = new WeakSet<Operation>();

/** Tells of a deprecated operation, once per process. */
export function warnOfDeprecation(listeners: readonly Hooks[], { operation, progress }: Call): void {
  const { deprecated } = operation;
  if (deprecated === undefined || reported.has(operation)) return;
  if (!listeners.some((hooks) => hooks.onDeprecated)) return;
  reported.add(operation);
  tell(listeners, 'onDeprecated', () => ({
    callId: progress.callId,
    ...facts(operation),
    replacement: deprecated || undefined,
  }));
}
