// The log of traffic: which calls are in it, in which form, and what is hidden.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../src/index.ts';
import { createFakeAltegio } from '../../src/testing.ts';
import { createTrafficLog, type TrafficLogOptions } from '../../src/validation.ts';
import { clientOf, now, path } from '../support/fake.ts';
import { routeOf } from '../support/places.ts';

interface Exchange {
  request: { method: string; url: string; headers: Record<string, string>; body?: unknown };
  response: { status: number; headers: Record<string, string>; body?: { data: unknown } };
}

function logged(options: Partial<TrafficLogOptions> = {}) {
  const lines: string[] = [];
  const log = createTrafficLog({ api: 'v1', write: (line) => lines.push(line), ...options });
  const altegio = clientOf(createFakeAltegio({ clock: () => now }), { hooks: log.hooks });
  return { altegio, lines, exchanges: () => lines.map((line) => JSON.parse(line) as Exchange) };
}

describe('a traffic log', () => {
  it('has a line for each exchange, refused ones too', async () => {
    const { altegio, lines, exchanges } = logged();
    await altegio.v1.get_client_list({ path, body: { page: 1 } });
    await altegio.v1.get_client({ path: { ...path, id: 999_999 } }).catch(() => {});
    const json = { 'content-type': 'application/json' };
    expect(exchanges()).toMatchObject([
      {
        request: {
          method: 'POST',
          url: `https://api.alteg.io${routeOf('v1', 'get_client_list', path).split(' ')[1]}`,
          headers: { authorization: 'Bearer [redacted]', ...json },
          body: { page: 1 },
        },
        response: { status: 200, body: { success: true } },
      },
      {
        request: { method: 'GET', url: 'https://api.alteg.io/api/v1/client/123/999999' },
        response: { status: 404 },
      },
    ]);
    expect(lines.every((line) => line.endsWith('}\n'))).toBe(true);
  });

  it('hides tokens and passwords, those of the response too', async () => {
    const { altegio, lines, exchanges } = logged();
    await altegio.v1.authorize_user({ body: { login: 'ada@example.com', password: 'a-secret-password' } });
    expect(exchanges()).toMatchObject([
      {
        request: { body: { password: '[redacted]' } },
        response: { body: { data: { user_token: '[redacted]' } } },
      },
    ]);
    expect(lines.join()).not.toMatch(/partner-token|user-token|a-secret-password/);
  });

  it('is about one API', async () => {
    const { altegio, exchanges } = logged({ api: 'v2' });
    await altegio.v1.get_service({ path: { ...path, service_id: 1 } }).catch(() => {});
    await altegio.v2.get_service({ path: { ...path, service_id: 1 } }).catch(() => {});
    expect(exchanges().map(({ request }) => new URL(request.url).pathname)).toEqual([
      '/api/v2/locations/123/services/1',
    ]);
  });

  it('holds the share of calls that it is asked for, and fails none of them', async () => {
    const chance = [0.4, 0.6, 0.1];
    const { altegio, exchanges } = logged({ sample: 0.5, random: () => chance.shift()! });
    for (let calls = 0; calls < 3; calls++) await altegio.v1.get_client_list({ path, body: {} });
    expect(exchanges()).toHaveLength(2);
    const full = logged({
      write: () => {
        throw new Error('no space left');
      },
    });
    expect(await full.altegio.v1.get_client_list({ path, body: {} })).toMatchObject({ success: true });
  });

  it.each([
    [{ write: () => {} }, /api is missing/],
    [{ api: 'v1' }, /write is missing/],
    [{ api: 'v3', write: () => {} }, /api must be one of v1, v2, booking, developers/],
    [{ api: 'v1', write: () => {}, sample: -1 }, /sample must be a number from 0 to 1, not -1/],
  ])('checks its options: %j', (options, message) => {
    const make = () => createTrafficLog(options as TrafficLogOptions);
    expect(make).toThrow(AltegioConfigError);
    expect(make).toThrow(message);
  });
});
