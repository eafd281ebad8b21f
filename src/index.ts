// What the package exports. The types of each API come from its own subpath.
export { type Altegio, createAltegio } from './altegio.ts';
export type { ApiName, BaseUrl } from './base-url.ts';
export { booking } from './booking.ts';
export type { CallOptions, Cursor, Items, Page, PageOptions, Pages, Token } from './call.ts';
export { type Api, createClient, type Untyped } from './client.ts';
export type { ClientOptions } from './client-options.ts';
export type { Clock } from './clock.ts';
export { byDateWindow, type DateRange, type DateWindow } from './date-window.ts';
export { developers } from './developers.ts';
export * from './errors.ts';
export type {
  CallEvent,
  DriftEvent,
  Hooks,
  LimitEvent,
  Logger,
  LogLevel,
  ResponseEvent,
  RetryEvent,
} from './hooks.ts';
export { createLimiter, type Limiter, type LimiterOptions } from './limiter.ts';
export type { Middleware, MiddlewareRequest } from './middleware.ts';
export { v1 } from './v1.ts';
export { v2 } from './v2.ts';
