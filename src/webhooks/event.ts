// The events that Altegio sends, as types, and which of them this version knows.
import {
  type WebhookData as Data,
  webhookResources as resources,
  webhookStatuses as statuses,
  type WebhookResource,
  type WebhookStatus,
} from '../../generated/webhooks.ts';

export type { WebhookResource, WebhookStatus };

/**
 * What an event says of its resource, for example `WebhookData<'client'>`. That of an appointment has the type that v1
 * responds with, so that one function takes both.
 */
export type WebhookData<R extends WebhookResource = WebhookResource> = Data[R];

/** One event, of one resource and one status. */
export interface WebhookEventOf<R extends WebhookResource, S extends WebhookStatus> {
  /** The location's id. */
  company_id: number;
  resource: R;
  /** The id of what the event is about; for `schedule`, of the team member. */
  resource_id: number;
  status: S;
  /** How it is now; for `schedule` always an empty list: read the schedule itself. */
  data: WebhookData<R>;
}

/**
 * An event that Altegio sends, discriminated by `resource` and `status`. `WebhookEvent<'record'>` is one about an
 * appointment, `WebhookEvent<'record', 'delete'>` that of a deleted one.
 *
 * @example
 * import type { WebhookEvent } from 'altegio-sdk/webhooks';
 * function titleOf(event: WebhookEvent): string {
 *   if (event.status === 'delete') return `${event.resource} ${event.resource_id} is gone`;
 *   return event.resource === 'record' ? `appointment at ${event.data.datetime}` : event.resource;
 * }
 * void titleOf;
 */
export type WebhookEvent<
  R extends WebhookResource = WebhookResource,
  S extends WebhookStatus = WebhookStatus,
> = R extends unknown ? (S extends unknown ? WebhookEventOf<R, S> : never) : never;

/** Any text. A type of its own, so that `event.resource === 'record'` leaves only the events about appointments. */
export declare enum UnknownResource {
  text = '',
}

/** An event of another resource, status or form than this version knows, as it was sent. */
export interface UnknownWebhookEvent {
  company_id?: unknown;
  resource: UnknownResource;
  resource_id?: unknown;
  status?: unknown;
  data?: unknown;
}

/** What {@link parseWebhook} returns. */
export type ParsedWebhookEvent = WebhookEvent | UnknownWebhookEvent;

/**
 * Whether an event is one that this version knows: by resource, status and ids.
 *
 * @param event an event of {@link parseWebhook}
 * @returns `false` for what `onUnknown` of a handler is called with
 * @example
 * import { isWebhookEvent, parseWebhook } from 'altegio-sdk/webhooks';
 * const known = parseWebhook('{"resource":"record","status":"create","company_id":1,"resource_id":2,"data":{}}').filter(isWebhookEvent);
 * console.log(known[0]?.resource);
 */
export function isWebhookEvent(event: ParsedWebhookEvent): event is WebhookEvent {
  const { resource, status, company_id, resource_id, data } = event as UnknownWebhookEvent;
  const isKnown = resources.includes(resource as never) && (statuses as readonly unknown[]).includes(status);
  // An empty object comes as [], so that a list passes too.
  return isKnown && isId(company_id) && isId(resource_id) && typeof data === 'object' && data !== null;
}

const isId = (value: unknown) => Number.isSafeInteger(value);
