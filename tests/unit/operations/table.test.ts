// The operation table: what an entry says, and what it leaves to the defaults.

import { describe, expect, it } from 'vitest';
import { type OperationTable, undescribed } from '../../../src/operations/operation.ts';
import { indexTable } from '../../../src/operations/table.ts';

describe('an entry of the table', () => {
  it('without facts is a plain JSON operation', () => {
    const { byId, byPath } = indexTable({ get_thing: ['/things/{id}', 'GET', 'partner'] });
    const operation = byId.get('get_thing');
    expect(operation).toStrictEqual({
      id: 'get_thing',
      method: 'GET',
      path: '/things/{id}',
      canonical: undefined,
      aliases: [],
      formerIds: [],
      deprecated: undefined,
      removed: undefined,
      optional: [],
      security: 'partner',
      body: 'none',
      bodyRequired: false,
      mediaType: undefined,
      keyHeader: undefined,
      response: 'json',
      envelope: undefined,
      safe: true,
      query: '',
      requiredQuery: [],
      families: [],
      commaQuery: [],
      server: undefined,
      paging: undefined,
      readBack: undefined,
      tokenFrom: [],
    });
    expect([...byPath]).toStrictEqual([['GET /things/{id}', operation]]);
  });

  it('is known by all that it says', () => {
    const facts = {
      optional: ['id'],
      body: 'multipart',
      bodyRequired: true,
      mediaType: 'application/merge-patch+json',
      keyHeader: 'idempotency-key',
      response: 'blob',
      envelope: 'maybe',
      safe: true,
      query: 'a b[c] d e@',
      requiredQuery: ['a', 'b[c]'],
      families: [['f', 'g']],
      commaQuery: ['d'],
      server: 'https://x.example/api',
      paging: { style: 'page-count', in: 'query', page: 'page', size: 'count', items: [['data']] },
      readBack: 'get_thing',
      tokenFrom: ['log_in'],
      canonical: 'PUT /boxes/{box_id}/{id}',
      aliases: ['/old/{box_id}/{id}'],
      formerIds: ['send_it'],
      deprecated: 'v2.send',
      removed: 'It is gone',
    } as const satisfies object;
    const table = { send: ['/things/{box_id}/{id}', 'POST', 'user', facts] } as unknown as OperationTable;
    expect(indexTable(table).byId.get('send')).toStrictEqual({
      id: 'send',
      method: 'POST',
      path: '/things/{box_id}/{id}',
      security: 'user',
      ...facts,
    });
  });

  it.each([
    ['GET', true],
    ['POST', false],
    ['PUT', false],
    ['DELETE', false],
  ])('%s is safe: %s, unless it says otherwise', (method, safe) => {
    const { byId } = indexTable({ a: ['/a', method, 'none'], b: ['/b', method, 'none', { safe: !safe }] });
    expect([byId.get('a')?.safe, byId.get('b')?.safe]).toEqual([safe, !safe]);
  });
});

describe('what shows the result of a write', () => {
  const get = ['/a/{id}', 'GET', 'user'] as const;
  const put = ['/a/{id}', 'PUT', 'user'] as const;
  const backs = (table: OperationTable) =>
    [...indexTable(table).byId.values()].map(({ id, readBack }) => [id, readBack]);

  it('is the GET of its path, wherever that stands', () => {
    const remove = ['/a/{id}', 'DELETE', 'user'] as const;
    expect(backs({ drop_a: remove, get_a: get, set_a: put })).toEqual([
      ['drop_a', 'get_a'],
      ['get_a', undefined],
      ['set_a', 'get_a'],
    ]);
  });

  it('is another where the write names one', () => {
    expect(backs({ get_a: get, set_a: [...put, { readBack: 'get_b' }] })).toContainEqual(['set_a', 'get_b']);
  });

  it('is nothing where the GET changes something itself, for that GET too', () => {
    expect(backs({ get_a: [...get, { safe: false }], set_a: put })).toEqual([
      ['get_a', undefined],
      ['set_a', undefined],
    ]);
  });

  it('is nothing for a POST that only reads', () => {
    expect(backs({ get_a: get, find_a: ['/a/{id}', 'POST', 'user', { safe: true }] })).toContainEqual([
      'find_a',
      undefined,
    ]);
  });
});

describe('the paths of the table', () => {
  it('are the published, the canonical and the earlier ones', () => {
    const { byPath } = indexTable({
      a: ['/a/{id}', 'PUT', 'user', { canonical: '/as/{id}', aliases: ['/old/{id}', '/older/{id}'] }],
    });
    expect([...byPath.keys()].sort()).toEqual([
      'PUT /a/{id}',
      'PUT /as/{id}',
      'PUT /old/{id}',
      'PUT /older/{id}',
    ]);
    expect(new Set(byPath.values()).size).toBe(1);
  });

  it('lead to what is published under them before what was once called so, in either order', () => {
    const entries = Object.entries({
      a: ['/new', 'GET', 'user', { canonical: '/b', aliases: ['/c'] }],
      b: ['/b', 'GET', 'user'],
      c: ['/c', 'GET', 'user'],
    } satisfies OperationTable);
    for (const order of [entries, entries.toReversed()]) {
      const { byPath } = indexTable(Object.fromEntries(order) as OperationTable);
      expect(['/new', '/b', '/c'].map((path) => byPath.get(`GET ${path}`)?.id)).toEqual(['a', 'b', 'c']);
    }
  });
});

describe('an operation that no table knows', () => {
  it.each([
    ['GET', true],
    ['HEAD', true],
    ['POST', false],
  ])('%s is open in everything', (method, safe) => {
    expect(undescribed(method, '/x')).toMatchObject({
      id: undefined,
      security: 'any',
      body: 'any',
      response: 'any',
      safe,
    });
  });

  it('shares no list with another', () => {
    expect(undescribed('GET', '/x').requiredQuery).not.toBe(undescribed('GET', '/x').requiredQuery);
  });
});
