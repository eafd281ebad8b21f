// What an error says, so that the reader knows whom to ask and what to do next.
import { describe, expect, it } from 'vitest';
import { altegioWith, failureOf, json } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const path = { id: 1 };

const no = (status: number) => json(status, { success: false, meta: { message: 'No.' } });

describe('a refusal speaks of whom it is about', () => {
  it.each([
    ['get', 403, 'The user of this token lacks a right in this location (the API does not say which).'],
    ['list', 403, 'The partner of this token lacks a right (the API does not say which).'],
    ['open', 403, ''],
    ['get', 401, 'Check both tokens; some operations answer a missing right with 401 too.'],
    [
      'list',
      401,
      'Check the partner token, and the user token where one was sent; some operations answer a missing right with 401 too.',
    ],
    ['open', 401, ''],
  ] as const)('%s, HTTP %d', async (name, status, says) => {
    const { client } = recorded(no(status));
    const { message } = await failureOf(client[name](name === 'get' ? { path } : {}));
    expect(message).toBe(`${name} failed with HTTP ${status}: No. ${says}`.trim());
  });
});

describe('a request that nobody answers shows where it went', () => {
  const noMatch = Object.assign(
    new Error(
      'No match for request {"method":"GET","url":"https://api.alteg.io/api/v1/things/77","headers":{}}',
    ),
    { code: 'ERR_NO_MATCH' },
  );

  it('as the template of its URL, with the name of its method', async () => {
    const { client } = recorded(() => Promise.reject(noMatch));
    const { message } = await failureOf(client.get({ path: { id: 77 } }));
    expect(message).toBe(
      'get lost the connection before a complete answer (GET https://api.alteg.io/api/v1/things/{id}, ERR_NO_MATCH): ' +
        'No match for request {"method":"GET","url":"[url]","headers":{}}. The call may be repeated.',
    );
  });

  it('below a base of the caller’s, and by the path that was really sent', async () => {
    const refused = () => Promise.reject(new TypeError('refused'));
    const { client } = recorded(refused, {
      baseUrl: { v1: 'http://127.0.0.1:4010/api/v1' },
      paths: 'canonical',
    });
    const { message } = await failureOf(client.limited());
    expect(message).toContain('(GET http://127.0.0.1:4010/api/v1/limits): refused');
  });
});

describe('an operation that needs the token of another login', () => {
  it.each([
    ['update_online_booking_datetime', { path: { location_id: 1, record_id: 2 }, body: {} }],
    ['get_booking_user', {}],
    ['update_booking_user_password', { body: {} }],
  ])('%s names the operations that return one', async (name, input) => {
    const { booking, sent } = altegioWith([], { userToken: undefined });
    const error = await failureOf(booking[name]!(input));
    expect(error.message).toBe(
      `${name} needs a userToken: call it with { userToken }, the one that authorize_online_booking_user or log_in_with_phone_number_and_code returns.`,
    );
    expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
    expect(sent).toHaveLength(0);
  });
});

describe('the read that shows what a write has done', () => {
  it.each([
    ['create_client', {}, 'get_client_list'],
    ['delete_event', { event_id: 2 }, 'v2.get_event'],
    ['delete_service', { service_id: 2 }, 'get_service'],
    ['update_tag_by_tag_id', { tag_id: 2 }, 'v2.list_tags'],
  ])('of %s is none that is deprecated', async (name, more, read) => {
    const { v1 } = altegioWith(json(503, {}));
    const body = name.startsWith('delete') ? undefined : { name: 'x' };
    const error = await failureOf(v1[name]!({ path: { location_id: 1, ...more }, body }));
    expect(error.message).toContain(`read it back with ${read} before trying again`);
  });
});
