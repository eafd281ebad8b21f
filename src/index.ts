// What the package exports. The types of each API come from its own subpath.

export { type Altegio, createAltegio } from './altegio.ts';
export { booking } from './booking.ts';
export { type Api, type ClientMembers, createClient } from './client/client.ts';
export type {
  ClientMethod,
  HttpClient,
  HttpMethod,
  HttpMiddleware,
  HttpRequest,
  HttpResponse,
} from './client/http.ts';
export type { ClientOptions } from './client/options.ts';
export { developers } from './developers.ts';
export * from './errors/errors.ts';
export type { AcquireOptions, Limiter } from './limiter/limiter.ts';
export { createLimiter, type LimiterOptions } from './limiter/memory.ts';
export {
  byDateWindow,
  type DateRange,
  type DateWindow,
  type WindowCursor,
  type WindowItems,
  type WindowPage,
} from './pagination/date-window.ts';
export type { ItemDate } from './pagination/dates.ts';
export type { AppInfo } from './request/agent.ts';
export type { ApiName, BaseUrl } from './request/base-url.ts';
export type { PathStyle } from './request/url.ts';

export type {
  BodyEvent,
  CallEvent,
  DeprecatedEvent,
  DoneEvent,
  DriftEvent,
  Hooks,
  LimitEvent,
  ResponseEvent,
  RetryEvent,
} from './transport/hooks.ts';
export type { Logger, LogLevel } from './transport/logger.ts';
export type { Middleware, MiddlewareRequest } from './transport/middleware.ts';
export type {
  AnyFields,
  CallInput,
  CallOptions,
  Cursor,
  Date_DDMMYYYY,
  Date_YYYYMMDD,
  DateTime,
  IsoDateTime,
  Items,
  LocalDateTime,
  NoFields,
  OrEmpty,
  Page,
  PageOptions,
  Pages,
  Time_HHMM,
  Token,
  UnixSeconds,
} from './types.ts';
export type { Clock } from './util/clock.ts';

export { v1 } from './v1.ts';

export { v2 } from './v2.ts';
