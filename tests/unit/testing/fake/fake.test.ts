// The fake by its public surface: what it is as a fetch function and as a server, faults, journal and limits.
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AltegioConfigError, createAltegio } from '../../../../src/index.ts';
import {
  createFakeAltegio,
  type FakeAltegio,
  type FakeOptions,
  type JournalEntry,
} from '../../../../src/testing.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function clientOf(fake: FakeAltegio, options: object = {}) {
  return createAltegio({
    ...{
      partnerToken: 'partner-token',
      userToken: 'user-token',
      fetch: fake.fetch,
      limiter: false,
      retry: 0,
    },
    ...options,
  });
}

const headers = { accept: 'application/vnd.api.v2+json', authorization: 'Bearer partner, User user' };

const path = { location_id: 123 };

describe('as a fetch function', () => {
  it('serves an operation of each API', async () => {
    const { v1, v2, booking, developers } = clientOf(createFakeAltegio());
    expect(await v1.get_location({ path })).toMatchObject({ success: true });
    expect(await v2.list_custom_fields({ path })).toHaveProperty('data');
    expect(await booking.get_booking_form_config({ path: { id: 1 } })).toMatchObject({ success: true });
    expect(await developers.get_country_list()).toMatchObject({ success: true });
  });

  it('refuses what the contract refuses, field by field', async () => {
    const { v1 } = clientOf(createFakeAltegio());
    const body = { name: 7, email: 'ada@example.com' } as never;
    await expect(v1.create_client({ path, body })).rejects.toMatchObject({
      status: 422,
      outcome: 'refused',
      fields: { name: ['must be string'], phone: ['is required'] },
    });
  });

  it.each([
    ['GET', '/api/v1/client/%E0%A4%A/1', 400],
    ['GET', '/api/v1/nowhere', 404],
    ['PATCH', '/api/v1/client/1/2', 405],
  ])('responds to %s %s with %i', async (method, address, status) => {
    const { fetch } = createFakeAltegio();
    const response = await fetch(`https://api.alteg.io${address}`, { method, headers });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false, meta: { message: expect.any(String) } });
  });

  it.each([
    ['no token', {}, '/api/v1/company/123', 401],
    ['no user token', { authorization: 'Bearer partner' }, '/api/v1/company/123', 401],
    [
      'no Accept on v2',
      { authorization: headers.authorization, accept: 'text/html' },
      '/api/v2/locations/123/services',
      400,
    ],
  ])('refuses a request with %s', async (_what, sent, address, status) => {
    const { fetch } = createFakeAltegio();
    expect((await fetch(`https://api.alteg.io${address}`, { headers: sent })).status).toBe(status);
  });

  it('takes only the tokens that it was given', async () => {
    const fake = createFakeAltegio({ partnerToken: 'partner-token', userToken: 'user-token' });
    expect(await clientOf(fake).v1.get_location({ path })).toMatchObject({ success: true });
    const other = clientOf(fake, { userToken: 'another' }).v1.get_location({ path });
    await expect(other).rejects.toMatchObject({ status: 401 });
  });

  it('takes a Request, a form and a GET with a body', async () => {
    const fake = createFakeAltegio();
    const { developers, v1 } = clientOf(fake);
    const request = new Request('https://api.alteg.io/api/v1/company/123', { headers });
    expect((await fake.fetch(request)).status).toBe(200);
    const body = { salon_id: 123, date_from: '2026-01-01', date_to: '2026-01-31', page: 1 } as never;
    expect(await developers.list_voip_calls({ body })).toMatchObject({ success: true });
    const image = new Blob(['x'], { type: 'image/png' });
    const upload = { path: { entity: 'client' }, body: { image } } as never;
    await v1.upload_image(upload);
    expect(fake.journal.at(-1)).toMatchObject({ operationId: 'upload_image', status: 200 });
  });

  it('rejects with the reason of the signal', async () => {
    const { fetch, fail } = createFakeAltegio();
    fail('get_location', { timeout: true });
    const controller = new AbortController();
    const call = fetch('https://api.alteg.io/api/v1/company/123', { headers, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
  });

  it('responds with 500 to a request that meets an exception, as does the server', async () => {
    const clock = () => {
      throw new Error('the clock stands still');
    };
    const fake = createFakeAltegio({ clock });
    const server = await fake.listen();
    closing.push(server.close);
    for (const [send, url] of [
      [fake.fetch, 'https://api.alteg.io/api'],
      [fetch, server.url],
    ] as const) {
      const response = await send(`${url}/v1/company/123`, { headers });
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({ meta: { message: 'Error: the clock stands still' } });
    }
  });

  it('has no response with a status that cannot be', async () => {
    const { fetch } = createFakeAltegio();
    const call = (code: number) =>
      fetch('https://api.alteg.io/api/v1/company/123', { headers: { ...headers, prefer: `code=${code}` } });
    expect((await call(999)).status).toBe(404);
    expect((await call(503)).status).toBe(503);
  });

  it('reports each request with its status', async () => {
    const seen: unknown[] = [];
    const onRequest = ({ operationId, status }: JournalEntry) => {
      seen.push([operationId, status]);
      throw new Error('which is ignored');
    };
    const fake = createFakeAltegio({ onRequest });
    fake.fail('get_location', { status: 503 });
    await clientOf(fake)
      .v1.get_location({ path })
      .catch(() => {});
    await clientOf(fake).v1.get_location({ path });
    await fake.fetch('https://api.alteg.io/api/v1/nowhere', { headers });
    expect(seen).toEqual([
      ['get_location', 503],
      ['get_location', 200],
      [undefined, 404],
    ]);
  });

  it('has the response that the header Prefer names', async () => {
    const { v1 } = clientOf(createFakeAltegio());
    const call = v1.get_location({ path, headers: { prefer: 'code=404' } });
    await expect(call).rejects.toMatchObject({ status: 404 });
  });
});

describe('as a server', () => {
  it('listens on 127.0.0.1 over the same salon', async () => {
    const fake = createFakeAltegio();
    const server = await fake.listen();
    closing.push(server.close);
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    const altegio = clientOf(fake, { fetch: undefined, baseUrl: server.url });
    expect(await altegio.v1.get_location({ path })).toMatchObject({ success: true });
    expect(fake.journal).toHaveLength(1);
  });

  it('lives on after a malformed path, a lost connection and garbage', async () => {
    const fake = createFakeAltegio();
    const server = await fake.listen();
    closing.push(server.close);
    fake.fail('get_location', { reset: true });
    const malformed = await fetch(`${server.url}/v1/client/%E0%A4%A/1`, { headers });
    expect(malformed.status).toBe(400);
    const lost = fetch(`${server.url}/v1/company/123`, { headers });
    await expect(lost).rejects.toMatchObject({ cause: { code: expect.any(String) } });
    await new Promise<void>((resolve) => {
      connect(server.port, '127.0.0.1', function (this: import('node:net').Socket) {
        this.end('GARBAGE\r\n\r\n');
      })
        .on('close', () => resolve())
        .resume();
    });
    expect((await fetch(`${server.url}/v1/company/123`, { headers })).status).toBe(200);
  });

  it('ends with connections open that get no response', async () => {
    const fake = createFakeAltegio();
    const server = await fake.listen();
    fake.fail('get_location', { timeout: true });
    const silent = fetch(`${server.url}/v1/company/123`, { headers }).catch((error: unknown) => error);
    while (fake.journal.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.close();
    expect(await silent).toBeInstanceOf(Error);
  });
});

describe('faults', () => {
  const call = (fake: FakeAltegio) => clientOf(fake).v1.get_location({ path });

  it.each([
    [{ status: 500 }, { status: 500 }],
    [{ code: 433 }, { status: 422, issues: [{ code: 433 }] }],
    [{ code: 434 }, { status: 403, issues: [{ code: 434 }] }],
    [
      { status: 429, retryAfter: 7 },
      { status: 429, retryAfter: 7 },
    ],
    [{ reset: true as const }, { name: 'AltegioConnectionError' }],
    [{ html: true as const }, { status: 502, body: expect.stringContaining('<html>') }],
    [
      { html: true as const, status: 504 },
      { status: 504, body: expect.stringContaining('<html>') },
    ],
  ])('%j is what the client meets, once', async (fault, seen) => {
    const fake = createFakeAltegio();
    fake.fail('get_location', fault);
    await expect(call(fake)).rejects.toMatchObject(seen);
    expect(await call(fake)).toMatchObject({ success: true });
  });

  it('a timeout is no response at all', async () => {
    const fake = createFakeAltegio();
    fake.fail('get_location', { timeout: true });
    const late = clientOf(fake).v1.get_location({ path, timeoutMs: 20 });
    await expect(late).rejects.toMatchObject({ name: 'AltegioTimeoutError' });
  });

  it('a slow response is the usual one', async () => {
    const fake = createFakeAltegio();
    fake.fail('get_location', { slowMs: 30 });
    const late = clientOf(fake).v1.get_location({ path, timeoutMs: 10 });
    await expect(late).rejects.toMatchObject({ name: 'AltegioTimeoutError' });
    fake.fail('get_location', { slowMs: 10 });
    expect(await call(fake)).toMatchObject({ success: true });
  });

  it('come in the order in which they were ordered, as often as ordered', async () => {
    const fake = createFakeAltegio();
    fake.fail('get_location', { status: 500 }, 2);
    fake.fail('v1.get_location', { status: 503 });
    const statuses = [];
    for (let i = 0; i < 4; i++)
      statuses.push(
        await call(fake).then(
          () => 200,
          ({ status }) => status,
        ),
      );
    expect(statuses).toEqual([500, 500, 503, 200]);
  });

  it('can meet every operation', async () => {
    const fake = createFakeAltegio();
    fake.fail('*', { status: 503 }, Number.POSITIVE_INFINITY);
    await expect(call(fake)).rejects.toMatchObject({ status: 503 });
    await expect(clientOf(fake).developers.get_country_list()).rejects.toMatchObject({ status: 503 });
  });

  it.each([
    ['an unknown operation', 'get_locations', { status: 500 }, 1, /no operation "get_locations"/],
    ['an operation of two APIs', 'get_event', { status: 500 }, 1, /"v1.get_event" or "v2.get_event"/],
    ['an unknown fault', 'get_location', { crash: true }, 1, /a fault is one of/],
    ['no fault', 'get_location', null, 1, /a fault is one of/],
    ['two faults at once', 'get_location', { reset: true, timeout: true }, 1, /a fault is one of/],
    ['a fault that is off', 'get_location', { reset: false }, 1, /reset must be/],
    ['a status that cannot be', 'get_location', { status: 99 }, 1, /status must be .* 200 to 599/],
    ['a status that is a text', 'get_location', { html: true, status: '502' }, 1, /status must be/],
    ['a code that is a text', 'get_location', { code: '433' }, 1, /code must be/],
    ['a negative time', 'get_location', { slowMs: -1 }, 1, /slowMs must be/],
    ['a misspelt detail', 'get_location', { status: 429, retryafter: 1 }, 1, /status has no retryafter/],
    ['a number of times that is none', 'get_location', { status: 500 }, 0, /times must be/],
  ])('refuse %s', (_what, operation, fault, times, message) => {
    const order = () => createFakeAltegio().fail(operation, fault as never, times);
    expect(order).toThrow(AltegioConfigError);
    expect(order).toThrow(message);
  });
});

describe('the journal', () => {
  it('tells what arrived, without a secret', async () => {
    const fake = createFakeAltegio({ clock: () => 1_000 });
    const { v1 } = clientOf(fake);
    await v1.authorize_user({ body: { login: 'ada@example.com', password: 'very-secret-word' } });
    expect(fake.journal).toEqual([
      {
        at: 1_000,
        ...{ api: 'v1', operationId: 'authorize_user', method: 'POST', path: '/auth', status: 201 },
        ...{ params: {}, query: {}, body: { login: 'ada@example.com', password: '[redacted]' } },
        headers: expect.objectContaining({ authorization: '[redacted]' }),
      },
    ]);
    expect(JSON.stringify(fake.journal)).not.toMatch(/very-secret-word|partner-token|user-token/);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'login=ada&password=very-secret-word', '[not JSON]'],
    ['text/plain', 'password: very-secret-word', '[not JSON]'],
    ['application/json', '{"password":"very-secret-word"', '[not JSON]'],
    ['multipart/form-data; boundary=x', '--x\r\n\r\nvery-secret-word\r\n--x--', '[form]'],
  ])('shows nothing of a body of %s that is not JSON', async (type, body, shown) => {
    const { fetch, journal } = createFakeAltegio();
    const init = { method: 'POST', headers: { ...headers, 'content-type': type }, body };
    await fetch('https://api.alteg.io/api/v1/auth', init);
    expect(journal).toMatchObject([{ path: '/auth', body: shown }]);
    expect(JSON.stringify(journal)).not.toContain('very-secret-word');
  });

  it('hides a token in an unknown path', async () => {
    const { fetch, journal } = createFakeAltegio();
    const authorization = 'Bearer partner-token, User any';
    await fetch('https://api.alteg.io/api/v1/company/partner-token', {
      headers: { authorization },
      method: 'PATCH',
    });
    expect(journal[0]!.path).toBe('/api/v1/company/[redacted]');
  });

  it('has arguments in the types of the contract', async () => {
    const fake = createFakeAltegio();
    await clientOf(fake).v1.get_appointment_list({ path, query: { page: 2, with_deleted: true } });
    expect(fake.journal[0]).toMatchObject({
      params: { location_id: 123 },
      query: { page: 2, with_deleted: 1 },
    });
  });

  it('is empty after a reset, and no fault is left', async () => {
    const fake = createFakeAltegio();
    await clientOf(fake).v1.get_location({ path });
    fake.fail('get_location', { status: 500 });
    fake.reset();
    expect(fake.journal).toEqual([]);
    expect(await clientOf(fake).v1.get_location({ path })).toMatchObject({ success: true });
  });
});

describe('the limits', () => {
  async function statuses(options: FakeOptions, count: number, advance: () => void): Promise<number[]> {
    const { fetch } = createFakeAltegio(options);
    const seen: number[] = [];
    for (let i = 0; i < count; i++) {
      seen.push((await fetch('https://api.alteg.io/api/v1/company/123', { headers })).status);
      advance();
    }
    return seen;
  }

  it('are off unless they are asked for', async () => {
    expect(new Set(await statuses({ clock: () => 0 }, 300, () => {}))).toEqual(new Set([200]));
  });

  it('let 5 through in a second, and then the next', async () => {
    let now = 0;
    const seen = await statuses({ limits: true, clock: () => now }, 12, () => {
      now += 100;
    });
    expect(seen).toEqual([200, 200, 200, 200, 200, 429, 429, 429, 429, 429, 200, 200]);
  });

  it('let 200 through in a minute', async () => {
    let now = 0;
    const seen = await statuses({ limits: true, clock: () => now }, 202, () => {
      now += 250;
    });
    expect(seen.indexOf(429)).toBe(200);
  });

  it('say when to come again', async () => {
    const { fetch } = createFakeAltegio({ limits: { perSecond: 0, perMinute: 1 }, clock: () => 0 });
    const call = () => fetch('https://api.alteg.io/api/v1/company/123', { headers });
    await call();
    expect((await call()).headers.get('retry-after')).toBe('60');
  });
});

it.each([
  [{ sed: 'one' }, /no option sed/],
  [{ clock: 5 }, /clock must be a function/],
  [{ locationId: 0 }, /locationId must be/],
  [{ limits: { persecond: 1 } }, /limits are wrong: persecond is none of/],
  [{ limits: { perMinute: -1 } }, /limits are wrong: perMinute must be/],
  [{ limits: [5, 200] }, /limits must be/],
])('refuses the options %j', (options, message) => {
  expect(() => createFakeAltegio(options as never)).toThrow(message);
});
