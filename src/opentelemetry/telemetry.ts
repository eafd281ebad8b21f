// Spans and metrics by OpenTelemetry's semantic conventions for HTTP clients, out of hooks and a middleware.
import {
  type Attributes,
  context,
  type MeterProvider,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { AltegioConfigError } from '../errors/errors.ts';
import type { DoneEvent, Hooks } from '../transport/hooks.ts';
import type { Middleware, MiddlewareRequest } from '../transport/middleware.ts';
import { type Check, firstProblem, having, isRecord, oneOf } from '../util/check.ts';

/** Options of {@link openTelemetry}. */
export interface OpenTelemetryOptions {
  /** Where spans go; default: the provider that the program has registered. */
  tracerProvider?: TracerProvider | undefined;
  /** Where measurements go; default: the provider that the program has registered. */
  meterProvider?: MeterProvider | undefined;
  /**
   * `true` sends the context of the trace (`traceparent`, `baggage`) along. Default `false`: Altegio takes no part in
   * your traces, and baggage is nobody else's business.
   */
  propagate?: boolean | undefined;
}

/** What {@link openTelemetry} gives: options of a client, to be spread into its others. */
export interface OpenTelemetryParts {
  /** Ends the spans, and measures. */
  hooks: Hooks;
  /** Begins the spans: as the first one, so that other middleware is inside. */
  middleware: Middleware[];
}

/** A call under way. */
interface Watched {
  span: Span;
  /** What spans and measurements of the call have in common. */
  attributes: Attributes;
}

const name = 'altegio-sdk';

/** Bounds of the histogram as the conventions advise them, in seconds. */
const explicitBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Makes spans and metrics of calls. A span is one call, its waits and all its attempts: named by method and path
 * template, of kind `CLIENT`, with an event per retry and per wait for the limiter, and failed where the call fails, HTTP
 * 200 with `success: false` included. `http.client.request.duration` measures each attempt, `altegio.call.duration` and
 * `altegio.limiter.wait.duration` each call. No attribute holds a token, a filled path, a query or a body: `url.template`
 * stands in place of `url.full`.
 *
 * @param options providers other than the registered ones; whether to pass the trace on
 * @returns `hooks` and `middleware` of a client; both are needed
 * @throws AltegioConfigError for options that cannot work
 * @example
 * import { createAltegio } from 'altegio-sdk';
 * import { openTelemetry } from 'altegio-sdk/opentelemetry';
 * const altegio = createAltegio({ partnerToken: 'partner', userToken: 'user', ...openTelemetry() });
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): OpenTelemetryParts {
  check(options);
  const { tracerProvider = trace, meterProvider = metrics, propagate = false } = options;
  const tracer = tracerProvider.getTracer(name);
  const meter = meterProvider.getMeter(name);
  const inSeconds = (description: string) => ({
    description,
    unit: 's',
    advice: { explicitBucketBoundaries },
  });
  const requests = meter.createHistogram(
    'http.client.request.duration',
    inSeconds('Duration of HTTP client requests.'),
  );
  const calls = meter.createHistogram(
    'altegio.call.duration',
    inSeconds('Duration of a call, all its attempts and waits included.'),
  );
  const waits = meter.createHistogram(
    'altegio.limiter.wait.duration',
    inSeconds('How long a call waited for the rate limiter.'),
  );
  const underWay = new Map<string, Watched>();

  const middleware: Middleware = (request, next) => {
    // A middleware around this one may send the call again: it is the same call, and the same span.
    const known = underWay.get(request.callId);
    if (known) return inside(known.span, request, next);
    const attributes = attributesOf(request);
    const span = tracer.startSpan(`${request.method} ${request.path}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        ...attributes,
        'altegio.operation_id': request.operationId,
        'altegio.call_id': request.callId,
      },
    });
    underWay.set(request.callId, { span, attributes });
    return inside(span, request, next);
  };

  const inside = (span: Span, request: MiddlewareRequest, next: Parameters<Middleware>[1]) => {
    const within = trace.setSpan(context.active(), span);
    if (propagate) propagation.inject(within, request.headers);
    return context.with(within, () => next(request));
  };

  const hooks: Hooks = {
    onResponse({ callId, method, path, status, durationMs }) {
      const watched = underWay.get(callId);
      requests.record(durationMs / 1000, {
        ...(watched?.attributes ?? { 'http.request.method': method, 'url.template': path }),
        'http.response.status_code': status,
        'error.type': status === undefined ? 'no_response' : status >= 400 ? String(status) : undefined,
      });
    },
    onRetry({ callId, reason, delayMs }) {
      underWay.get(callId)?.span.addEvent('altegio.retry', {
        'altegio.retry.reason': reason,
        'altegio.retry.delay_ms': delayMs,
      });
    },
    onLimit({ callId, waitedMs, pausedMs }) {
      underWay.get(callId)?.span.addEvent('altegio.limit', {
        'altegio.limit.waited_ms': waitedMs,
        'altegio.limit.paused_ms': pausedMs,
      });
    },
    onDone(event) {
      const { callId, operationId, durationMs, waitedMs, outcome } = event;
      const labels = { 'altegio.operation_id': operationId, 'altegio.outcome': outcome };
      calls.record(durationMs / 1000, { ...labels, 'error.type': errorType(event) });
      waits.record(waitedMs / 1000, labels);
      const watched = underWay.get(callId);
      underWay.delete(callId);
      if (watched) end(watched.span, event);
    },
  };
  return { hooks, middleware: [middleware] };
}

const checks: Record<keyof OpenTelemetryOptions, Check> = {
  tracerProvider: having('a TracerProvider', 'getTracer'),
  meterProvider: having('a MeterProvider', 'getMeter'),
  propagate: oneOf(true, false),
};

function check(options: OpenTelemetryOptions): void {
  const names = Object.keys(checks).join(', ');
  const problem = isRecord(options)
    ? firstProblem(checks, options, (name) => `"${name}" is not an option (${names})`)
    : `it takes an object (${names})`;
  if (problem) throw new AltegioConfigError(`openTelemetry cannot be set up: ${problem}.`);
}

function attributesOf({ method, path, url }: MiddlewareRequest): Attributes {
  const { hostname, port, protocol } = new URL(url);
  return {
    'http.request.method': method,
    'url.template': path,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
}

function end(span: Span, event: DoneEvent): void {
  const { attempts, error, outcome, status, waitedMs } = event;
  span.setAttributes({
    'http.response.status_code': status,
    'http.request.resend_count': attempts > 1 ? attempts - 1 : undefined,
    'error.type': errorType(event),
    'altegio.outcome': outcome,
    'altegio.limiter.waited_ms': waitedMs,
  });
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(error) });
  span.end();
}

/** Few values only, as the conventions ask: the status, or the class of the error. */
function errorType({ error, status }: DoneEvent): string | undefined {
  if (error === undefined) return undefined;
  return status !== undefined && status >= 400 ? String(status) : nameOf(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '_OTHER';
}
