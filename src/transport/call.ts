// One call, from its arguments to its value: prepared, through the middleware, sent, read.
import { failed } from '../errors/call-error.ts';
import { type AltegioApiError, AltegioTimeoutError } from '../errors/errors.ts';
import { newProgress, waitedMs } from '../errors/outcome.ts';
import { secretsIn } from '../errors/redact.ts';
import type { Operation } from '../operations/operation.ts';
import { authorize, type Tokens } from '../request/auth.ts';
import { buildBody } from '../request/body.ts';
import { checkFamilies } from '../request/families.ts';
import { buildHeaders } from '../request/headers.ts';
import { checkInput } from '../request/input.ts';
import { checkQuery } from '../request/query.ts';
import { buildPath, buildQuery, type PathStyle, placeOf } from '../request/url.ts';
import type { CallInput, CallOptions } from '../types.ts';
import { within } from '../util/abort.ts';
import { errorOf, isFailure } from './api-error.ts';
import { doneEvent, warnOfDeprecation } from './done.ts';
import { tell } from './hooks.ts';
import { type Middleware, throughMiddleware } from './middleware.ts';
import type { Call, Wire } from './prepared-call.ts';
import { decode, type Read, type ReceivedResponse } from './response.ts';
import { send } from './send.ts';

/** Everything that the calls of one client have in common. */
export interface Context extends Tokens {
  wire: Wire;
  middleware: readonly Middleware[];
  defaults: CallOptions;
  paths: PathStyle | undefined;
  /** Absolute base URL of an operation, without a slash at its end. */
  baseOf(operation: Operation): string;
}

/** Calls an operation and returns its value; throws what went wrong. */
export async function call(context: Context, operation: Operation, input: CallInput = {}): Promise<unknown> {
  const ready = prepare(context, operation, input);
  const { value, error } = await finish(context, ready, (response) => settle(ready, response));
  if (error) throw error;
  return value;
}

/** Checks and builds a call. Everything that is wrong with the arguments is thrown here. */
export function prepare(context: Context, operation: Operation, input: CallInput): Call {
  checkInput(operation, input);
  const { defaults } = context;
  const body = buildBody(operation, input.body);
  const base = context.baseOf(operation);
  checkFamilies(operation, input.query, input.body);
  if (!(input.unchecked ?? defaults.unchecked)) checkQuery(operation, input.query);
  const target = buildPath(operation, input.path, context.paths) + buildQuery(operation, input.query);
  const secrets = new Set(secretsIn(input.path, input.query, input.body, defaults.headers, input.headers));
  const call = readyCall(context, operation, base, secrets, input);
  call.url = base + target;
  call.headers = buildHeaders(operation, body, defaults.headers, input.headers);
  call.body = body;
  return call;
}

/** A call with its options and tokens, whose URL, headers and body are still to come. */
export function readyCall(
  context: Context,
  operation: Operation,
  base: string,
  secrets: Set<string>,
  options: CallOptions,
): Call {
  const { defaults, partnerToken, wire } = context;
  const userToken = options.userToken ?? context.userToken;
  // 0 is no limit, as in timeoutMs.
  const deadlineMs = (options.deadlineMs ?? defaults.deadlineMs) || undefined;
  const place = placeOf(operation, context.paths);
  return {
    operation,
    method: place.method,
    url: base,
    template: base + place.path,
    host: base.split('/', 3)[2]!,
    headers: {},
    body: { content: undefined, type: undefined },
    fetchOptions: undefined,
    authorization: authorize(operation, { partnerToken, userToken }, secrets),
    secrets,
    signal: options.signal ?? defaults.signal,
    timeoutMs: options.timeoutMs ?? defaults.timeoutMs ?? 30_000,
    deadlineMs,
    deadlineAt: deadlineMs && wire.clock.now() + deadlineMs,
    retry: options.retry ?? defaults.retry ?? 2,
    idempotent: options.idempotent ?? defaults.idempotent ?? false,
    progress: newProgress(),
  };
}

/**
 * Sends a call, takes from its response what the caller is after, and tells of the end. What `take` throws, or returns as
 * `error`, is what the call has failed with.
 */
export async function finish<Taken extends object>(
  context: Context,
  call: Call,
  take: (response: ReceivedResponse) => Taken,
): Promise<Taken> {
  const { clock, listeners } = context.wire;
  const startedAt = clock.now();
  let response: ReceivedResponse | undefined;
  let error: unknown;
  warnOfDeprecation(listeners, call);
  try {
    response = await dispatch(context, call);
    const taken = take(response);
    ({ error } = taken as { error?: unknown });
    return taken;
  } catch (thrown) {
    // Whatever a middleware throws, `undefined` among it, is no success.
    error = thrown ?? null;
    throw thrown;
  } finally {
    if (listeners.length > 0)
      tell(listeners, 'onDone', () => doneEvent(call, startedAt, clock.now(), response, error));
  }
}

/** Sends a call through the client's middleware. */
function dispatch({ wire, middleware }: Context, call: Call): Promise<ReceivedResponse> {
  const { keyHeader } = call.operation;
  if (keyHeader) {
    // One key for all attempts: the server does the write once, however often it is sent.
    call.headers[keyHeader] ??= crypto.randomUUID();
    call.idempotent = true;
  }
  const sent = (call: Call) => send(wire, call);
  return withinDeadline(
    wire,
    call,
    middleware.length === 0 ? sent : (call) => throughMiddleware(wire, middleware, call, sent),
  );
}

/** The value of a response, or the error that it means. */
export function settle(
  call: Call,
  response: ReceivedResponse,
  read: Read = decode,
): { value: unknown; error: AltegioApiError | undefined } {
  const value = isFailure(response.status) ? undefined : read(call, response);
  return { value, error: errorOf(call, response, value) };
}

/** The value of a response; throws the error that it means. */
export function unwrap(call: Call, response: ReceivedResponse): unknown {
  const { value, error } = settle(call, response);
  if (error) throw error;
  return value;
}

/**
 * Runs a call, its middleware included, within its deadline and until the caller's signal: both end it even where
 * a middleware, token function or limiter of the caller's does not listen.
 */
function withinDeadline(
  { clock }: Wire,
  call: Call,
  run: (call: Call) => Promise<ReceivedResponse>,
): Promise<ReceivedResponse> {
  const { deadlineAt, deadlineMs, signal, progress } = call;
  if (deadlineAt === undefined && !signal) return run(call);
  const late = () => {
    const limit = `deadlineMs (${Math.ceil(deadlineMs!)} ms, ${progress.attempts} attempts)`;
    return failed(AltegioTimeoutError, call, `was not done within ${limit}`, {
      waitedMs: waitedMs(progress, clock.now()),
    });
  };
  const leftMs = deadlineAt && deadlineAt - clock.now();
  if (leftMs !== undefined && leftMs <= 0) throw late();
  return within(clock, leftMs, signal, (own) => run({ ...call, signal: own }), late);
}
