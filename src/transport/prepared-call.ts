// The record of a call that is ready to go, and what all calls of a client share.
import type { Progress } from '../errors/outcome.ts';
import type { Limiter } from '../limiter/limiter.ts';
import type { Operation } from '../operations/operation.ts';
import type { Authorization } from '../request/auth.ts';
import type { Body } from '../request/body.ts';
import type { Clock } from '../util/clock.ts';
import type { Hooks } from './hooks.ts';

/** Makes a stand-in for this fetch, for a GET with a body; `undefined` where nothing is known to go the same way. */
export type FetchWithBody = (refusing: typeof fetch) => typeof fetch | undefined;

/** What all calls of a client share on their way. */
export interface Wire {
  fetch: typeof fetch | undefined;
  /** A stand-in for a fetch that refuses a GET with a body; only where the API needs one. */
  fetchWithBody: FetchWithBody | undefined;
  limiter: Limiter | undefined;
  listeners: readonly Hooks[];
  clock: Clock;
  random: () => number;
  maxResponseBytes: number;
}

/** One call, ready to go: checked, built and with all its options settled. */
export interface Call {
  operation: Operation;
  /** As it is sent. */
  method: string;
  url: string;
  /** The URL with the names of its path parameters in place of their values, for messages. */
  template: string;
  /** Budget of the limiter: host and port. */
  host: string;
  headers: Record<string, string>;
  body: Body;
  /** Further options for fetch, such as `cache`; the SDK's own settings override them. */
  fetchOptions: RequestInit | undefined;
  authorization: Authorization;
  /** Values that must not show up anywhere, the tokens among them. */
  secrets: Set<string>;
  signal: AbortSignal | undefined;
  timeoutMs: number;
  deadlineMs: number | undefined;
  /** The same as a moment of the clock. */
  deadlineAt: number | undefined;
  retry: number;
  idempotent: boolean;
  /** The same object for everything that is sent for this call. */
  progress: Progress;
}
