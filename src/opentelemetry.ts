// Spans and metrics of OpenTelemetry.

export {
  type OpenTelemetryOptions,
  type OpenTelemetryParts,
  openTelemetry,
} from './opentelemetry/telemetry.ts';
