// Webhooks with this edition's operations: the settings' two calls, and events from the fake through a handler.
import { expect, it } from 'vitest';
import { createAltegio } from '../../src/index.ts';
import { createFakeAltegio } from '../../src/testing.ts';
import {
  createWebhookHandler,
  type ParsedWebhookEvent,
  updateWebhookSettings,
  type WebhookData,
} from '../../src/webhooks.ts';
import { json, recorder } from '../support/recorder.ts';

const ours = 'https://ours.example/hooks';
const theirs = 'https://theirs.example/hooks';

function location(settings: object) {
  const { fetch, sent } = recorder(
    json(200, { success: true, data: settings, meta: [] }),
    json(201, { success: true, data: { urls: [theirs, ours], active: 1 }, meta: [] }),
  );
  const { developers } = createAltegio({ partnerToken: 'partner', userToken: 'user', fetch, limiter: false });
  return { developers, sent };
}

it('are read, changed, and sent back whole', async () => {
  const { developers, sent } = location({ urls: [theirs], active: 1, record: 0, master: 1 });
  const change = await updateWebhookSettings(developers, {
    path: { location_id: 5 },
    body: { urls: [ours], record: 1 },
    others: 'keep',
  });
  expect(sent.map(({ method, target, body }) => [method, target, body])).toEqual([
    ['GET', '/api/v1/hooks_settings/5', undefined],
    ['POST', '/api/v1/hooks_settings/5', { urls: [theirs, ours], active: 1, record: 1, master: 1 }],
  ]);
  expect(change).toMatchObject({ changed: true, after: { urls: [theirs, ours] } });
});

it('are read only, when others would lose their URL', async () => {
  const { developers, sent } = location({ urls: [theirs], active: 1 });
  const update = updateWebhookSettings(developers, { path: { location_id: 5 }, body: { urls: [ours] } });
  await expect(update).rejects.toThrow('theirs.example');
  expect(sent.map(({ method }) => method)).toEqual(['GET']);
});

it('are received when something changes in the fake, and say what a read would', async () => {
  const secret = 'secret-of-the-test';
  const work: Promise<unknown>[] = [];
  const statuses: number[] = [];
  const seen: string[] = [];
  const unknown: ParsedWebhookEvent[] = [];
  const appointments: WebhookData<'record'>[] = [];
  const errors: unknown[] = [];
  const note = (event: { resource: string; status: string }) =>
    void seen.push(`${event.resource} ${event.status}`);
  const handler = createWebhookHandler({
    secret,
    on: {
      client: note,
      record: (event) => {
        note(event);
        appointments.push(event.data);
      },
      service: note,
    },
    onUnknown: (event) => void unknown.push(event),
    onError: (error) => void errors.push(error),
  });
  const fake = createFakeAltegio({
    sendWebhook: async (url, body) => {
      const request = new Request(url, { method: 'POST', body });
      statuses.push((await handler(request, { waitUntil: (each) => work.push(each) })).status);
    },
  });
  const tokens = { partnerToken: 'partner', userToken: 'user' };
  const altegio = createAltegio({ ...tokens, fetch: fake.fetch, limiter: false });
  const path = { location_id: fake.locationId };

  const url = `https://example.com/hooks/${secret}`;
  await updateWebhookSettings(altegio.developers, { path, body: { urls: [url], active: 1 } });
  const { data: client } = await altegio.v1.create_client({
    path,
    body: { name: 'Zoe', phone: '442070000001' },
  });
  await altegio.v1.create_service({ path, body: { title: 'Massage' } });
  const [found] = await altegio.v1.get_appointment_list.items({ path }).toArray({ limit: 1 });
  await altegio.v1.delete_appointment({ path: { ...path, record_id: found!.id! } });
  await altegio.v1.delete_client({ path: { ...path, id: client.id! } });
  await fake.idle();
  await Promise.all(work);

  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(seen).toEqual(['client create', 'service create', 'record delete', 'client delete']);
  expect(appointments.map(({ id }) => id)).toEqual([found!.id]);
  expect([unknown, errors]).toEqual([[], []]);
});
