// What the errors of this edition's operations advise.
import { describe, expect, it } from 'vitest';
import { altegioWith, failureOf, json } from '../support/recorder.ts';

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
