// Paths of this edition: canonical spellings, hosts of their own, and the one GET with a body.
import { describe, expect, it } from 'vitest';
import { createAltegio, createClient } from '../../src/index.ts';
import { v1 } from '../../src/v1.ts';
import { loopback } from '../support/loopback.ts';
import { templateOf } from '../support/places.ts';
import { altegioWith, json, ok, partner, recorder, user } from '../support/recorder.ts';

const path = { location_id: 1 };

describe('the canonical path', () => {
  it('is that of pages, and of users made from the same client', async () => {
    const { fetch, sent } = recorder(ok());
    const all = createAltegio({ partnerToken: partner, limiter: false, fetch, paths: 'canonical' });
    await all.withUser(user).v1.get_appointment_list.items({ path }).toArray({ limit: 1 });
    expect(sent[0]?.url.pathname).toBe('/api/v1/locations/1/appointments');
  });

  it('is taken by path, typed, as the same operation', async () => {
    const refusal = json(403, { success: false, data: null, meta: { message: 'No right' } });
    const { fetch, sent } = recorder(refusal, ok());
    const client = createClient(v1, {
      partnerToken: partner,
      userToken: user,
      limiter: false,
      fetch,
      paths: 'canonical',
    });
    const { error } = await client.http.GET('/locations/{location_id}/appointments', { params: { path } });
    expect(error).toMatchObject({
      operationId: 'get_appointment_list',
      path: templateOf('v1', 'get_appointment_list'),
    });
    const { data } = await client.http.GET('/locations/{location_id}/appointments', { params: { path } });
    const same: Awaited<ReturnType<typeof client.get_appointment_list>> | undefined = data;
    expect(same).toMatchObject({ success: true });
    expect(sent[1]?.target).toBe('/api/v1/locations/1/appointments');
  });
});

it('a canonical path may have another method, and do without a parameter', async () => {
  const { v1, sent } = altegioWith([ok(), ok()], { paths: 'canonical' });
  await v1.enable_team_member_tips!({ path: { location_id: 1, master_tips_settings_id: 2 } });
  const input = { path: { entity: 'service' }, body: { image_group_id: 7 } };
  await v1.delete_image!(input);
  expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    'POST /api/v1/tips/1/settings/2/enable',
    'DELETE /api/v1/images',
  ]);
});

it('an operation with a host of its own is sent there', async () => {
  const { developers, sent } = altegioWith();
  const query = { page: 1, count: 5 };
  await developers.list_marketplace_app_locations!({ path: { application_id: 3 }, query });
  expect(sent[0]!.url.href).toBe('https://app.alteg.io/marketplace/application/3/salons?page=1&count=5');
});

it('the GET that wants a body is sent as a GET with a body', async () => {
  const seen: unknown[] = [];
  const server = await loopback(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    seen.push(request.method, request.url, request.headers.authorization, JSON.parse(text));
    response.setHeader('content-type', 'application/json').end('{"success":true,"data":[{"id":1}]}');
  });
  const { developers } = altegioWith([], { baseUrl: server.base, fetch: undefined });
  const response = await developers.list_voip_calls!({ body: { page: 1 } });
  await server.close();
  expect(seen).toEqual(['GET', '/v1/voip/integration/calls', `Bearer ${partner}, User ${user}`, { page: 1 }]);
  expect(response).toMatchObject({ data: [{ id: 1 }] });
});
