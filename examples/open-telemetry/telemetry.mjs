// Spans and metrics of calls, printed; in a program the exporters of your platform stand in their place.
import {
  ConsoleMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, ConsoleSpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createAltegio } from 'altegio-sdk';
import { openTelemetry } from 'altegio-sdk/opentelemetry';

const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;
const tracerProvider = new BasicTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(new ConsoleSpanExporter())],
});
const meterProvider = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter: new ConsoleMetricExporter() })],
});
const altegio = createAltegio({
  partnerToken: ALTEGIO_PARTNER_TOKEN,
  userToken: ALTEGIO_USER_TOKEN,
  baseUrl: ALTEGIO_BASE_URL,
  ...openTelemetry({ tracerProvider, meterProvider }),
});

const path = { location_id: Number(ALTEGIO_LOCATION_ID) };
await altegio.v1.get_service_list({ path });
// HTTP 200 with success: false would be a failed span too.
await altegio.v1.get_client({ path: { ...path, id: 999_999 } }).catch(() => {});
await meterProvider.shutdown();
