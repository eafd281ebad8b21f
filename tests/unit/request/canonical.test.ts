// One operation, several paths: the published one, the canonical one, those of earlier editions, and shorter ones.

import { describe, expect, it } from 'vitest';
import {
  AltegioConfigError,
  AltegioPermissionError,
  createAltegio,
  createClient,
} from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { v1 } from '../../../src/v1.ts';
import {
  failureOf,
  json,
  ok,
  partner,
  type Reply,
  recorder,
  tinyWith,
  user,
} from '../../support/recorder.ts';

const path = { location_id: 1 };

const refusal = () => json(403, { success: false, data: null, meta: { message: 'No right' } });

function clientOf(paths?: 'published' | 'canonical', ...replies: Reply[]) {
  const { fetch, sent } = recorder(...replies);
  const client = createClient(v1, {
    partnerToken: partner,
    userToken: user,
    limiter: false,
    fetch,
    paths,
    hooks: { onResponse: (event) => void events.push(event.path) },
  });
  const events: string[] = [];
  return { client, sent, events };
}

describe('the path style', () => {
  it('is that of the published description by default', async () => {
    const { client, sent } = clientOf();
    await client.get_appointment_list({ path, query: { page: 2 } });
    expect(sent[0]?.target).toBe('/api/v1/records/1?page=2');
  });

  it('sends the canonical path when asked to, with the same arguments', async () => {
    const { client, sent } = clientOf('canonical');
    await client.get_appointment_list({ path, query: { page: 2 } });
    await client.get_appointment({ path: { location_id: 1, record_id: 7 } });
    expect(sent.map((each) => each.target)).toEqual([
      '/api/v1/locations/1/appointments?page=2',
      '/api/v1/locations/1/appointments/7',
    ]);
  });

  it('changes nothing for an operation that did not move', async () => {
    const { client, sent } = clientOf('canonical');
    await client.get_account_list({ path });
    expect(sent[0]?.target).toBe('/api/v1/accounts/1');
  });

  it('holds for pages, and for users made from the same client', async () => {
    const { fetch, sent } = recorder(ok());
    const all = createAltegio({ partnerToken: partner, limiter: false, fetch, paths: 'canonical' });
    await all.withUser(user).v1.get_appointment_list.items({ path }).toArray({ limit: 1 });
    expect(sent[0]?.url.pathname).toBe('/api/v1/locations/1/appointments');
  });

  it('leaves errors and events under the published path', async () => {
    const { client, events } = clientOf('canonical', refusal);
    const error = await failureOf(client.get_appointment_list({ path }));
    expect(error).toBeInstanceOf(AltegioPermissionError);
    expect(error).toMatchObject({ operationId: 'get_appointment_list', path: '/records/{location_id}' });
    expect(events).toEqual(['/records/{location_id}']);
  });

  it('is one of two', () => {
    expect(() => clientOf('canon' as 'canonical')).toThrow(AltegioConfigError);
    expect(() => clientOf('canon' as 'canonical')).toThrow('paths must be one of published, canonical');
  });
});

describe('the path-keyed door', () => {
  it('takes the canonical path, typed, as the same operation', async () => {
    const { client, sent } = clientOf('canonical', refusal, ok());
    const { error } = await client.GET('/locations/{location_id}/appointments', { params: { path } });
    expect(error).toMatchObject({ operationId: 'get_appointment_list', path: '/records/{location_id}' });
    const { data } = await client.GET('/locations/{location_id}/appointments', { params: { path } });
    const same: Awaited<ReturnType<typeof client.get_appointment_list>> | undefined = data;
    expect(same).toMatchObject({ success: true });
    expect(sent[1]?.target).toBe('/api/v1/locations/1/appointments');
  });

  it('sends the path in the style of the client, however it was asked for', async () => {
    const { client, sent } = clientOf();
    await client.GET('/locations/{location_id}/appointments', { params: { path } });
    expect(sent[0]?.target).toBe('/api/v1/records/1');
  });

  it('knows every path of an earlier edition', async () => {
    const table: OperationTable = {
      get_thing: ['/things/{id}', 'GET', 'user', { aliases: ['/stuff/{id}', '/old/{id}'] }],
    };
    const { client, sent } = tinyWith(table, [refusal, refusal, refusal]);
    for (const alias of ['/stuff/{id}', '/old/{id}']) {
      const error = await failureOf(client.request('GET', alias, { path: { id: 1 } }));
      expect(error).toMatchObject({ operationId: 'get_thing', path: '/things/{id}' });
    }
    const unknown = await failureOf(client.request('POST', '/old/{id}', { path: { id: 1 } }));
    expect(unknown.operationId).toBeUndefined();
    expect(sent.map((each) => each.target)).toEqual([
      '/api/v1/things/1',
      '/api/v1/things/1',
      '/api/v1/old/1',
    ]);
  });

  it('prefers the operation that is published under a path to one that was called by it', async () => {
    const table: OperationTable = {
      new_thing: ['/things/{id}', 'GET', 'user', { canonical: '/items/{id}' }],
      get_item: ['/items/{id}', 'GET', 'user'],
    };
    const { client } = tinyWith(table, refusal);
    const error = await failureOf(client.request('GET', '/items/{id}', { path: { id: 1 } }));
    expect(error.operationId).toBe('get_item');
  });
});

describe('a path parameter that may be left out', () => {
  const table: OperationTable = {
    get_thing: [
      '/box/{box_id}/things/{id}',
      'GET',
      'user',
      { canonical: '/boxes/{box_id}/things/{id}', optional: ['id'] },
    ],
  };

  it.each([
    ['published', { box_id: 1 }, '/api/v1/box/1/things'],
    ['published', { box_id: 1, id: undefined }, '/api/v1/box/1/things'],
    ['published', { box_id: 1, id: 2 }, '/api/v1/box/1/things/2'],
    ['canonical', { box_id: 1 }, '/api/v1/boxes/1/things'],
    ['canonical', { box_id: 1, id: 2 }, '/api/v1/boxes/1/things/2'],
  ] as const)('takes its segment with it: %s, %j', async (paths, values, target) => {
    const { client, sent } = tinyWith(table, ok(), { paths });
    await client.get_thing?.({ path: values });
    expect(sent[0]?.target).toBe(target);
  });

  it('leaves the others required, and stays in the path that errors name', async () => {
    const { client, sent } = tinyWith(table, refusal);
    const missing = await failureOf(Promise.resolve(client.get_thing?.({ path: { id: 1 } })));
    expect(missing).toMatchObject({ name: 'AltegioConfigError', path: '/box/{box_id}/things/{id}' });
    expect(missing.message).toContain('path.box_id is missing');
    const refused = await failureOf(Promise.resolve(client.get_thing?.({ path: { box_id: 1 } })));
    expect(refused.path).toBe('/box/{box_id}/things/{id}');
    expect(sent).toHaveLength(1);
  });

  it.each(['', null, '..'])('is still refused as %j', async (id) => {
    const { client, sent } = tinyWith(table, ok());
    const error = await failureOf(Promise.resolve(client.get_thing?.({ path: { box_id: 1, id } })));
    expect(error.name).toBe('AltegioConfigError');
    expect(sent).toEqual([]);
  });
});
