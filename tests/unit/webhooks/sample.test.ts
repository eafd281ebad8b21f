// The sample events.
import { expect, it } from 'vitest';
import { webhookResources } from '../../../generated/webhooks.ts';
import { AltegioConfigError } from '../../../src/index.ts';
import {
  isWebhookEvent,
  parseWebhook,
  sampleWebhookEvent,
  type WebhookResource,
} from '../../../src/webhooks.ts';

it.each(webhookResources)('%s is an event that is known', (resource) => {
  const event = sampleWebhookEvent(resource);
  expect(parseWebhook(JSON.stringify(event))).toEqual([event]);
  expect(isWebhookEvent(event)).toBe(true);
  expect(event).toMatchObject({ resource, status: 'update' });
});

it('is changed as one says, and only there', () => {
  const event = sampleWebhookEvent('loyalty_card', { status: 'delete', resource_id: 5 });
  expect(event).toEqual({ ...sampleWebhookEvent('loyalty_card'), status: 'delete', resource_id: 5 });
});

it('is another object each time', () => {
  const event = sampleWebhookEvent('client');
  const { name } = event.data;
  event.data.name = 'changed';
  expect(sampleWebhookEvent('client').data.name).toBe(name);
});

it.each(['records', 'toString', ''])('there is none of %j', (resource) => {
  const make = () => sampleWebhookEvent(resource as WebhookResource);
  expect(make).toThrow(AltegioConfigError);
  expect(make).toThrow(/there is no resource .*; there are salon, company, staff/);
});
