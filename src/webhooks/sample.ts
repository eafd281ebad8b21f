// Generated events, for tests.
import { webhookSamples } from '../../generated/webhooks.samples.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import type { WebhookEvent, WebhookEventOf, WebhookResource, WebhookStatus } from './event.ts';

/**
 * Makes an event of a resource, as the contract describes it, with every field there. The same each time; a copy, so
 * that changing it changes no other.
 *
 * @param resource what the event is about
 * @param changes what is to be otherwise: `status`, ids, or the whole `data`; by default the status is `update`
 * @returns an event, to be sent as JSON
 * @throws AltegioConfigError for a resource that is not described
 * @example
 * import { createWebhookHandler, sampleWebhookEvent } from 'altegio-sdk/webhooks';
 * const handler = createWebhookHandler({ secret: 'test', on: { record: (event) => console.log(event.data.id) } });
 * const body = JSON.stringify(sampleWebhookEvent('record', { status: 'create' }));
 * await handler(new Request('https://example.com/hooks?secret=test', { method: 'POST', body }));
 */
export function sampleWebhookEvent<R extends WebhookResource, S extends WebhookStatus = 'update'>(
  resource: R,
  changes: Partial<WebhookEventOf<R, S>> = {},
): WebhookEvent<R, S> {
  if (!Object.hasOwn(webhookSamples, resource)) {
    const known = Object.keys(webhookSamples).join(', ');
    throw new AltegioConfigError(`sampleWebhookEvent: there is no resource ${resource}; there are ${known}.`);
  }
  const sample: object = structuredClone(webhookSamples[resource]);
  return { ...sample, ...changes } as WebhookEvent<R, S>;
}
