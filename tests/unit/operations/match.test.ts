// The operation behind a path that the caller filled in: what protects its calls holds there too.
import { describe, expect, it } from 'vitest';
import { booking } from '../../../src/booking.ts';
import { developers } from '../../../src/developers.ts';
import { findOperation } from '../../../src/operations/match.ts';
import { indexTable } from '../../../src/operations/table.ts';
import { v1 } from '../../../src/v1.ts';
import { v2 } from '../../../src/v2.ts';
import { failureOf, json, raw, user } from '../../support/recorder.ts';
import { recorded, tinyApi } from '../../support/tiny/tiny.ts';

const table = indexTable(tinyApi.operations());
const found = (method: string, path: string) => findOperation(table, method, path);

describe('a filled path', () => {
  it.each([
    ['GET', '/things/5/send', 'send'],
    ['GET', '/things/5/send/', 'send'],
    ['GET', '//things/5//send', 'send'],
    ['GET', '/Things/5/SEND', 'send'],
    ['GET', '/things/5/%73end', 'send'],
    ['GET', '/things/{thing_id}/send', 'send'],
    ['HEAD', '/things/5/send', 'send'],
    ['PUT', '/things/5', 'update'],
    ['GET', '/box/1/parts/2', 'part'],
    ['GET', '/box/1/parts', 'part'],
    ['GET', '/boxes/1/parts/2', 'part'],
    ['GET', '/crates/1/parts/2', 'part'],
    ['POST', '/things/search', 'search'],
    ['PATCH', '/things/5', undefined],
    ['GET', '/things/5/send/6', undefined],
    ['GET', '/things/5/%zz', undefined],
    ['GET', '/', undefined],
  ])('%s %s is that of %s', (method, path, id) => {
    expect(found(method, path).id).toBe(id);
  });

  it('is sent as it was written, once where its operation is no read', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { client, sent } = recorded(raw(503), { retry: 2 });
      const error = await failureOf(client.request(method, '/things/5/send'));
      expect(error).toMatchObject({ operationId: 'send', outcome: 'unknown', path: '/things/5/send' });
      expect(sent.map(({ target }) => target)).toEqual(['/api/v1/things/5/send']);
    }
  });

  it('of a POST that only reads may be repeated', async () => {
    const { client, sent } = recorded([() => Promise.reject(new TypeError('x')), json(200, {})], {
      retry: 1,
    });
    await client.request('POST', '/things/search/', { body: {} });
    expect(sent).toHaveLength(2);
  });

  it('goes to the host and with the tokens of its operation', async () => {
    const { client, sent } = recorded();
    await client.request('GET', '/elsewhere/7');
    await client.request('GET', '/things/7');
    expect(sent[0]!.url.href).toBe('https://app.example.com/elsewhere/7');
    expect(sent[1]!.headers.authorization).toContain(user);
  });

  it('leaves open what the operation demands: the endpoint may only look like it', async () => {
    const { client, sent } = recorded(raw(200, 'a,b', { 'content-type': 'text/csv' }));
    expect(await client.request('PUT', '/things/export')).toBe('a,b');
    expect(await client.request('DELETE', '/things/5', { body: { why: 1 } })).toBe('a,b');
    expect(sent[1]!.body).toEqual({ why: 1 });
  });

  it.each(['/things/../x', '/things/5?a=b', '/things/5#a'])('%s is refused all the same', async (path) => {
    const error = await failureOf(recorded().client.request('PUT', path));
    expect(error.message).toContain('the path must begin with "/" and hold no query');
  });
});

describe('every operation of the real APIs', () => {
  it.each([v1, v2, booking, developers])(
    '$name: is found by its filled path, no read among the writes',
    (api) => {
      const real = indexTable(api.operations());
      for (const operation of real.byId.values()) {
        const filled = operation.path.replace(/\{[^}]+\}/g, '12345');
        const { id, safe, security } = findOperation(real, operation.method, filled);
        expect({ filled, safe }).toEqual({ filled, safe: operation.safe });
        expect(id).toBeDefined();
        expect(security).toBe(real.byId.get(id!)!.security);
      }
    },
  );
});
