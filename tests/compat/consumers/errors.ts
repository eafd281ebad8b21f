// What goes wrong, and what an error says about it.
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import {
  AltegioApiError,
  AltegioAuthenticationError,
  AltegioConfigError,
  AltegioConflictError,
  AltegioConnectionError,
  AltegioNotFoundError,
  AltegioRateLimitError,
  AltegioServerError,
  AltegioTimeoutError,
  AltegioValidationError,
  isAltegioApiError,
  isAltegioError,
} from 'altegio-sdk';
import { BookingErrorCode } from 'altegio-sdk/codes';
import { ada, altegio, fake, haircut, location_id, mira, nextTime, type Program } from './salon.js';

const { v1, booking } = altegio;
const path = { location_id };
const getClient = () => v1.get_client({ path: { location_id, id: ada } });

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}

export const program: Program = {
  AltegioNotFoundError: async () => {
    const error = await errorOf(v1.get_client({ path: { location_id, id: 999_999 } }));
    ok(error instanceof AltegioNotFoundError && error instanceof AltegioApiError);
    equal(error.status, 404);
    equal(error.operationId, 'get_client');
    equal(error.outcome, 'refused');
  },
  AltegioValidationError: async () => {
    const error = await errorOf(v1.create_client({ path, body: { name: '', phone: '' } }));
    ok(error instanceof AltegioValidationError);
    ok(Object.keys(error.fields).length > 0);
    ok(error.issues.every(({ message }) => message.length > 0));
  },
  AltegioConflictError: async () => {
    const body = {
      staff_id: mira,
      services: [{ id: haircut }],
      client: { phone: '442071234567', name: 'Ada Berg' },
      datetime: nextTime(),
      seance_length: 2700,
      save_if_busy: false,
    };
    await v1.create_appointment({ path, body });
    await rejects(v1.create_appointment({ path, body }), AltegioConflictError);
  },
  'booking.create_online_booking': async () => {
    const visit = { id: 1, services: [haircut], staff_id: mira, datetime: nextTime() };
    const body = {
      phone: '442071234567',
      fullname: 'Ada Berg',
      email: 'a@example.com',
      appointments: [visit],
    };
    await booking.create_online_booking({ path, body });
    const error = await errorOf(booking.create_online_booking({ path, body }));
    ok(isAltegioApiError(error));
    deepEqual(
      error.issues.map(({ code }) => code),
      [BookingErrorCode.timeTaken],
    );
  },
  AltegioAuthenticationError: async () => {
    fake.fail('v1.get_client', { status: 401 });
    await rejects(getClient(), AltegioAuthenticationError);
  },
  AltegioRateLimitError: async () => {
    fake.fail('v1.get_client', { status: 429, retryAfter: 7 });
    const error = await errorOf(getClient());
    ok(error instanceof AltegioRateLimitError);
    equal(error.retryAfter, 7);
  },
  AltegioServerError: async () => {
    fake.fail('v1.get_client', { status: 503 });
    await rejects(getClient(), AltegioServerError);
  },
  AltegioConnectionError: async () => {
    fake.fail('v1.create_client', { reset: true });
    const error = await errorOf(v1.create_client({ path, body: { name: 'Uma', phone: '442071230099' } }));
    ok(error instanceof AltegioConnectionError && isAltegioError(error));
    equal(error.outcome, 'unknown');
    equal(error.attempts, 1);
  },
  AltegioTimeoutError: async () => {
    fake.fail('v1.get_client', { timeout: true });
    await rejects(
      v1.get_client({ path: { location_id, id: ada }, timeoutMs: 20 }),
      (error: unknown) => error instanceof AltegioTimeoutError,
    );
  },
  AltegioConfigError: async () => {
    const anonymous = altegio.withOptions({ headers: { 'x-job': 'compat' } });
    const error = await errorOf(anonymous.v1.get_client({ path: { location_id, id: ada }, retry: 99 }));
    ok(error instanceof AltegioConfigError);
    equal(error.outcome, 'not-sent');
  },
  'http error': async () => {
    const { data, error, response } = await v1.http.GET('/client/{location_id}/{id}', {
      params: { path: { location_id, id: 999_999 } },
    });
    equal(data, undefined);
    ok(error instanceof AltegioApiError);
    equal(response.status, 404);
  },
  signal: async () => {
    const controller = new AbortController();
    controller.abort();
    const error = await errorOf(v1.get_client({ path: { location_id, id: ada }, signal: controller.signal }));
    equal(error instanceof Error && error.name, 'AbortError');
  },
};
