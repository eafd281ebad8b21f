// One call, from its arguments to its value, and the methods by operationId.
import { type Answer, decode, type Read } from './answer.ts';
import { errorOf, isFailure } from './answer-error.ts';
import { authorize, type Tokens } from './auth.ts';
import type { CallOptions, PageOptions } from './call.ts';
import { checkInput } from './client-options.ts';
import type { AltegioApiError } from './errors.ts';
import { type Middleware, throughMiddleware } from './middleware.ts';
import { newProgress } from './outcome.ts';
import type { Strategy } from './page-strategies.ts';
import { itemsOf, pagesOf } from './pagination.ts';
import { secretsIn } from './redact.ts';
import { buildBody, buildHeaders, buildPath, buildQuery, type Input, type PathStyle } from './request.ts';
import type { Operation, PagingStyle } from './table.ts';
import { begin, type Call, send, type Wire } from './transport.ts';

/** What a call takes: the three parts of the request and the call's options. */
export interface CallInput extends Input, CallOptions {}

/** Everything that the calls of one client have in common. */
export interface Context extends Tokens {
  wire: Wire;
  middleware: readonly Middleware[];
  defaults: CallOptions;
  paths: PathStyle | undefined;
  /** Ways of paging that this API has besides numbered pages. */
  strategies: Partial<Record<PagingStyle, Strategy>> | undefined;
  /** Absolute base URL of an operation, without a slash at its end. */
  baseOf(operation: Operation): string;
}

/** Calls an operation and returns its value; throws what went wrong. */
export async function call(context: Context, operation: Operation, input: CallInput = {}): Promise<unknown> {
  const ready = prepare(context, operation, input);
  return unwrap(ready, await dispatch(context, ready));
}

/** Checks and builds a call. Everything that is wrong with the arguments is thrown here. */
export function prepare(context: Context, operation: Operation, input: CallInput): Call {
  checkInput(operation, input);
  const { defaults, partnerToken, wire } = context;
  const body = buildBody(operation, input.body);
  const base = context.baseOf(operation);
  const url = base + buildPath(operation, input.path, context.paths) + buildQuery(operation, input.query);
  const secrets = new Set(secretsIn([input.path, input.query, input.body, defaults.headers, input.headers]));
  const userToken = input.userToken ?? context.userToken;
  // 0 is no limit, as in timeoutMs.
  const deadlineMs = (input.deadlineMs ?? defaults.deadlineMs) || undefined;
  return {
    operation,
    url,
    host: base.split('/', 3)[2]!,
    headers: buildHeaders(operation, body, defaults.headers, input.headers),
    body,
    authorization: authorize(operation, { partnerToken, userToken }, secrets),
    secrets,
    signal: input.signal ?? defaults.signal,
    timeoutMs: input.timeoutMs ?? defaults.timeoutMs ?? 30_000,
    deadlineMs,
    deadlineAt: deadlineMs && wire.clock.now() + deadlineMs,
    retry: input.retry ?? defaults.retry ?? 2,
    idempotent: input.idempotent ?? defaults.idempotent ?? false,
    progress: newProgress(),
  };
}

/** Sends a call through the client's middleware. */
export function dispatch({ wire, middleware }: Context, call: Call): Promise<Answer> {
  const sent = (call: Call) => send(wire, call);
  return begin(
    wire,
    call,
    middleware.length === 0 ? sent : (call) => throughMiddleware(middleware, call, sent),
  );
}

/** The value of an answer, or the error that it means. */
export function settle(
  call: Call,
  answer: Answer,
  read: Read = decode,
): { value: unknown; error: AltegioApiError | undefined } {
  const value = isFailure(answer.status) ? undefined : read(call, answer);
  return { value, error: errorOf(call, answer, value) };
}

/** The value of an answer; throws the error that it means. */
export function unwrap(call: Call, answer: Answer): unknown {
  const { value, error } = settle(call, answer);
  if (error) throw error;
  return value;
}

/** The method of an operation, with `.items` and `.pages` where it is paged. */
export function method(context: Context, operation: Operation): unknown {
  const plain = (input?: CallInput) => call(context, operation, input);
  if (!operation.paging) return plain;
  return Object.assign(plain, {
    items: (input?: CallInput & PageOptions) => itemsOf(context, operation, input),
    pages: (input?: CallInput & PageOptions) => pagesOf(context, operation, input),
  });
}
