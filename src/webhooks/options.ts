// The options of a webhook handler, and their check.
import { webhookResources as resources } from '../../generated/webhooks.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import type { Clock } from '../util/clock.ts';
import type { ParsedWebhookEvent, UnknownWebhookEvent, WebhookEvent, WebhookResource } from './event.ts';
import type { WebhookStore } from './store.ts';

/** One function per resource. Their promises are awaited, one event of a request after the other. */
export type WebhookFunctions = {
  readonly [R in WebhookResource]?: ((event: WebhookEvent<R>) => unknown) | undefined;
};

/** Options of {@link createWebhookHandler}. */
export interface WebhookHandlerOptions {
  /**
   * What the URL that you gave to Altegio holds, as `?secret=…` or as the last part of its path, or what the sender puts
   * into `Authorization: Bearer …`. Several while you change it. Make it long and random: whoever knows it can send events.
   */
  secret: string | readonly string[];
  /** What to do, by resource. A known event without a function here is ignored. */
  on?: WebhookFunctions | undefined;
  /** Called for events of another resource, status or form than this version knows. */
  onUnknown?: ((event: UnknownWebhookEvent) => unknown) | undefined;
  /**
   * Called with what failed: a function of `on` (with its event), the store, the queue, and each refused request (an
   * `AltegioWebhookError`; wrong secrets too, so count rather than alert). Default: `console.error`. What it throws is ignored.
   */
  onError?: ((error: unknown, event?: ParsedWebhookEvent) => unknown) | undefined;
  /**
   * Takes the new events of a request, plain JSON, in place of `on`: puts them into a queue that outlives the process.
   * The response waits for its promise, at most 5 seconds: 503 when it is rejected, so that the sender may try again.
   * Where the events come out of the queue, `handler.dispatch(events)` runs the functions of `on`.
   */
  queue?: ((events: ParsedWebhookEvent[]) => unknown) | undefined;
  /**
   * Remembers the last event of each entity, for those that are sent twice. Default: in this process, for ten minutes;
   * `false`: every event is worked on.
   */
  store?: WebhookStore | false | undefined;
  /** Largest body in bytes, 1 or more; default 1,048,576. An appointment takes some 10,000. */
  maxBodyBytes?: number | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

/** Refuses options with which a handler would be open to all, or deaf. */
export function checkOptions(options: WebhookHandlerOptions): void {
  const problem = problemOf(options ?? {});
  if (problem) throw new AltegioConfigError(`createWebhookHandler: ${problem}.`);
}

function problemOf(options: Partial<WebhookHandlerOptions>): string | undefined {
  const { secret, on, store, maxBodyBytes = 1 } = options;
  const secrets: unknown[] = Array.isArray(secret) ? secret : [secret];
  if (secrets.length === 0 || secrets.some((each) => typeof each !== 'string' || each.trim() === ''))
    return 'secret must be a text that is not empty, or a list of such: without one, anybody could send events';
  if (on !== undefined && (typeof on !== 'object' || on === null))
    return 'on must be an object with one function per resource';
  for (const [name, run] of Object.entries(on ?? {})) {
    if (!resources.includes(name as WebhookResource))
      return `on.${name} would never be called: the resources are ${resources.join(', ')}; others go to onUnknown`;
    if (run !== undefined && typeof run !== 'function') return `on.${name} must be a function`;
  }
  for (const name of ['onUnknown', 'onError', 'queue'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function')
      return `${name} must be a function`;
  }
  if (!on && !options.onUnknown && !options.queue)
    return 'there is neither on, onUnknown nor queue to hand events to';
  if (store && (typeof store.seen !== 'function' || typeof store.forget !== 'function'))
    return 'store must have the methods seen and forget, or be false';
  if (!(maxBodyBytes >= 1)) return 'maxBodyBytes must be a number of 1 or more';
  return undefined;
}
