// The settings of webhooks through this edition's client: two calls, and what the second one sends.
import { expect, it } from 'vitest';
import { createAltegio } from '../../src/index.ts';
import { updateWebhookSettings } from '../../src/webhooks.ts';
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
