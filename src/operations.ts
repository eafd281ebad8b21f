// One call, from its arguments to its value, and the methods by operationId.
import { type Answer, decode } from './answer.ts';
import { errorOf, isFailure } from './answer-error.ts';
import type { CallOptions, PageOptions, Token } from './call.ts';
import { callOptions, checkCallOptions } from './client-options.ts';
import { type AltegioApiError, AltegioConfigError } from './errors.ts';
import { type Middleware, throughMiddleware } from './middleware.ts';
import { itemsOf, pagesOf } from './pagination.ts';
import { secretsIn } from './redact.ts';
import { buildBody, buildHeaders, buildPath, buildQuery, type Input, type PathStyle } from './request.ts';
import { facts, label, type Operation } from './table.ts';
import { begin, type Outgoing, send, type Wire } from './transport.ts';

/** What a call takes: the three parts of the request and the call's options. */
export interface CallInput extends Input, CallOptions {}

/** Everything that the calls of one client have in common. */
export interface Context {
  wire: Wire;
  middleware: readonly Middleware[];
  partnerToken: Token;
  userToken: Token | undefined;
  defaults: CallOptions;
  paths: PathStyle | undefined;
  /** Absolute base URL of an operation, without a slash at its end. */
  baseOf(operation: Operation): string;
}

const parts = new Set(['path', 'query', 'body']);

/** Calls an operation and returns its value; throws what went wrong. */
export async function call(context: Context, operation: Operation, input: CallInput = {}): Promise<unknown> {
  const outgoing = prepare(context, operation, input);
  return unwrap(outgoing, await dispatch(context, outgoing));
}

/** Checks and builds a call. Everything that is wrong with the arguments is thrown here. */
export function prepare(context: Context, operation: Operation, input: CallInput): Outgoing {
  checkNames(operation, input);
  checkCallOptions(input, `${label(operation)} was not sent`);
  const { defaults } = context;
  const body = buildBody(operation, input.body);
  const base = context.baseOf(operation);
  // 0 is no limit, as in timeoutMs.
  const deadlineMs = (input.deadlineMs ?? defaults.deadlineMs) || undefined;
  return {
    operation,
    url: base + buildPath(operation, input.path, context.paths) + buildQuery(operation, input.query),
    host: base.split('/', 3)[2]!,
    headers: buildHeaders(operation, body, defaults.headers, input.headers),
    body,
    tokens: { partner: context.partnerToken, user: input.userToken ?? context.userToken },
    secrets: new Set(secretsIn([input.path, input.query, input.body, defaults.headers, input.headers])),
    signal: input.signal ?? defaults.signal,
    timeoutMs: input.timeoutMs ?? defaults.timeoutMs ?? 30_000,
    deadlineMs,
    deadlineAt: deadlineMs && context.wire.clock.now() + deadlineMs,
    retry: input.retry ?? defaults.retry ?? 2,
    idempotent: input.idempotent ?? defaults.idempotent ?? false,
  };
}

/** Sends a call through the client's middleware. */
export function dispatch(context: Context, outgoing: Outgoing): Promise<Answer> {
  const { wire, middleware } = context;
  if (middleware.length === 0) return begin(wire, outgoing, (call) => send(wire, call));
  return begin(wire, outgoing, (call) =>
    throughMiddleware(middleware, call, (changed) => send(wire, changed)),
  );
}

/** The value of an answer, or the error that it means. */
export function settle(
  { operation, secrets }: Outgoing,
  answer: Answer,
  read: typeof decode = decode,
): { value: unknown; error: AltegioApiError | undefined } {
  const value = isFailure(answer.status) ? undefined : read(operation, answer, secrets);
  return { value, error: errorOf(operation, answer, value, secrets) };
}

/** The value of an answer; throws the error that it means. */
export function unwrap(outgoing: Outgoing, answer: Answer): unknown {
  const { value, error } = settle(outgoing, answer);
  if (error) throw error;
  return value;
}

function checkNames(operation: Operation, input: CallInput): void {
  if (typeof input !== 'object' || input === null) {
    throw new AltegioConfigError(
      `${label(operation)} takes one object { path, query, body }.`,
      facts(operation),
    );
  }
  for (const name of Object.keys(input)) {
    if (parts.has(name) || callOptions.has(name)) {
      const value: unknown = input[name as 'path'];
      const isRecord = typeof value === 'object' && value !== null && !(Symbol.iterator in value);
      const mustBe = name === 'path' || name === 'query';
      if (value === undefined || name === 'body' || (mustBe ? isRecord : value !== null)) continue;
      const problem = mustBe
        ? `${name} must be a plain object of parameters`
        : `${name} is null; leave it out`;
      throw new AltegioConfigError(`${label(operation)} was not sent: ${problem}.`, facts(operation));
    }
    throw new AltegioConfigError(
      `${label(operation)} was not sent: "${name}" is neither path, query, body nor a call option. ` +
        `Parameters stand inside these three: { path: { … }, query: { … }, body: { … } }.`,
      facts(operation),
    );
  }
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
