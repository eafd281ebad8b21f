// Spans and metrics, as OpenTelemetry's own SDK collects them.
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AltegioConfigError, createLimiter, type Middleware } from '../../../src/index.ts';
import { type OpenTelemetryOptions, openTelemetry } from '../../../src/opentelemetry.ts';
import { fakeClock, throughWaits } from '../../support/clock.ts';
import { failureOf, json, ok, partner, type Reply, user } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});

afterAll(() => {
  context.disable();
  propagation.disable();
});

function collected(replies: Reply | Reply[], options = {}, own: OpenTelemetryOptions = {}) {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const measured = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const meterProvider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 3_600_000 })],
  });
  const clock = fakeClock();
  const parts = openTelemetry({ tracerProvider, meterProvider, ...own });
  async function measurements() {
    await meterProvider.forceFlush();
    const metrics =
      measured
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
    await meterProvider.shutdown();
    return Object.fromEntries(
      metrics.map(({ descriptor, dataPoints }) => [
        descriptor.name,
        { unit: descriptor.unit, points: dataPoints.map(({ attributes, value }) => ({ attributes, value })) },
      ]),
    );
  }
  const made = recorded(replies, { clock, ...parts, ...options });
  return { ...made, ...parts, clock, tracerProvider, spans: () => spans.getFinishedSpans(), measurements };
}

const input = { path: { id: 1 } };

describe('a span', () => {
  it('is one call, named by its template', async () => {
    const { client, spans } = collected(ok());
    await client.get(input);
    expect(spans()).toHaveLength(1);
    expect(spans()[0]).toMatchObject({
      name: 'GET /things/{id}',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'http.request.method': 'GET',
        'url.template': '/things/{id}',
        'server.address': 'api.alteg.io',
        'server.port': 443,
        'http.response.status_code': 200,
        'altegio.operation_id': 'get',
        'altegio.outcome': 'ok',
      },
    });
    expect(spans()[0]!.attributes).not.toHaveProperty('error.type');
  });

  it.each([
    ['HTTP 200 with success: false', json(200, { success: false }), 'AltegioApiError', 200],
    ['HTTP 404', json(404, {}), '404', 404],
  ])('has failed where the call has: %s', async (_, reply, type, status) => {
    const { client, spans } = collected(reply);
    await failureOf(client.get(input));
    expect(spans()[0]!.status.code).toBe(SpanStatusCode.ERROR);
    expect(spans()[0]!.attributes).toMatchObject({
      'error.type': type,
      'http.response.status_code': status,
    });
  });

  it('holds all attempts of its call, with an event per retry and wait', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ perSecond: 1, clock });
    const { client, spans } = collected([json(503, {}), ok()], { retry: 1, clock, limiter });
    await throughWaits(clock, client.get(input));
    expect(spans()).toHaveLength(1);
    expect(spans()[0]!.attributes['http.request.resend_count']).toBe(1);
    expect(spans()[0]!.events.map(({ name }) => name)).toEqual(['altegio.retry', 'altegio.limit']);
    expect(spans()[0]!.events[0]!.attributes).toMatchObject({ 'altegio.retry.reason': 'HTTP 503' });
  });

  it('is the child of the span that is active where the call is made', async () => {
    const { client, spans, tracerProvider } = collected(ok());
    const tracer = tracerProvider.getTracer('test');
    const parent = tracer.startSpan('job');
    await context.with(trace.setSpan(context.active(), parent), () => client.get(input));
    expect(spans()[0]!.parentSpanContext?.spanId).toBe(parent.spanContext().spanId);
    parent.end();
  });

  it('is active inside: for other middleware, and for the fetch', async () => {
    const active: (string | undefined)[] = [];
    const { client, spans } = collected(() => {
      active.push(trace.getActiveSpan()?.spanContext().spanId);
      return ok();
    });
    await client.get(input);
    expect(active).toEqual([spans()[0]!.spanContext().spanId]);
  });

  it('stays one where a middleware around it sends the call again', async () => {
    const { hooks, middleware, spans } = collected(ok());
    const again: Middleware = async (request, next) => {
      await next(request);
      return next(request);
    };
    const active: (string | undefined)[] = [];
    const reply = () => {
      active.push(trace.getActiveSpan()?.spanContext().spanId);
      return ok();
    };
    await recorded(reply, { middleware: [again, ...middleware], hooks }).client.get(input);
    const [span] = spans();
    expect(spans()).toHaveLength(1);
    expect(active).toEqual([span!.spanContext().spanId, span!.spanContext().spanId]);
    expect(span!.attributes['http.request.resend_count']).toBe(1);
  });

  it('goes to nobody else, unless that is asked for', async () => {
    propagation.setGlobalPropagator({
      inject: (_, carrier, setter) => setter.set(carrier, 'traceparent', '00-1-1-01'),
      extract: (context) => context,
      fields: () => ['traceparent'],
    });
    const [silent, telling] = [collected(ok()), collected(ok(), {}, { propagate: true })];
    await silent.client.get(input);
    await telling.client.get(input);
    expect(silent.sent[0]!.headers).not.toHaveProperty('traceparent');
    expect(telling.sent[0]!.headers.traceparent).toBe('00-1-1-01');
  });

  it('holds no token, filled path, query or body', async () => {
    const { client, spans, measurements } = collected([json(422, { meta: { message: `${user} secret-9` } })]);
    await failureOf(client.get({ path: { id: 'secret-7' }, query: { record_hash: 'secret-8' } }));
    const text = JSON.stringify([spans()[0]!.attributes, spans()[0]!.status, await measurements()]);
    for (const secret of [partner, user, 'secret-7', 'secret-8', 'secret-9'])
      expect(text).not.toContain(secret);
  });
});

describe('the metrics', () => {
  it('measure requests by the conventions, and calls as a whole', async () => {
    const { client, clock, measurements } = collected([json(503, {}), ok()], { retry: 1 });
    await throughWaits(clock, client.get(input));
    const found = await measurements();
    const common = {
      'http.request.method': 'GET',
      'url.template': '/things/{id}',
      'server.address': 'api.alteg.io',
      'server.port': 443,
    };
    expect(found['http.client.request.duration']).toMatchObject({
      unit: 's',
      points: [
        {
          attributes: { ...common, 'http.response.status_code': 503, 'error.type': '503' },
          value: { count: 1 },
        },
        { attributes: { ...common, 'http.response.status_code': 200 }, value: { count: 1 } },
      ],
    });
    expect(found['altegio.call.duration']).toMatchObject({
      unit: 's',
      points: [
        { attributes: { 'altegio.operation_id': 'get', 'altegio.outcome': 'ok' }, value: { count: 1 } },
      ],
    });
    expect(found['altegio.limiter.wait.duration']).toMatchObject({
      unit: 's',
      points: [{ value: { sum: 0 } }],
    });
  });

  it('tell a request without a response', async () => {
    const { client, measurements } = collected(() => Promise.reject(new Error('reset')));
    await failureOf(client.note({ body: {} }));
    const { points } = (await measurements())['http.client.request.duration']!;
    expect(points[0]!.attributes).toMatchObject({ 'error.type': 'no_response' });
    expect(points[0]!.attributes['http.response.status_code']).toBeUndefined();
  });
});

it.each([{ propagate: 'yes' }, { tracerProvider: {} }, { meterProvider: 'none' }, { tracer: {} }, null])(
  'refuses options that cannot work: %j',
  (options) => {
    expect(() => openTelemetry(options as never)).toThrow(AltegioConfigError);
  },
);
