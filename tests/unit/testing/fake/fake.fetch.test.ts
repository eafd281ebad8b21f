// The fake as a fetch function: what it serves, what it refuses, and what a fetch has to take.
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeAltegio, type JournalEntry } from '../../../../src/testing.ts';
import { clientOf, headers, path } from '../../../support/fake.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

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
