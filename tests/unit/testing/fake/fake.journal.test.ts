// The journal: what arrived, without a secret.
import { describe, expect, it } from 'vitest';
import { createFakeAltegio } from '../../../../src/testing.ts';
import { clientOf, headers, path } from '../../../support/fake.ts';

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

  it('hides a token in the headers of whoever sends it, however often they came before', async () => {
    const { fetch, journal } = createFakeAltegio();
    for (const token of ['first-token', 'other-token', 'first-token']) {
      const sent = { authorization: `Bearer ${token}`, 'user-agent': 'made by other-token' };
      await fetch('https://api.alteg.io/api/v1/company/123', { headers: sent });
    }
    const agents = journal.map((entry) => entry.headers['user-agent']);
    expect(agents).toEqual(['made by other-token', 'made by [redacted]', 'made by other-token']);
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
