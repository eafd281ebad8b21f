// The reader of the operation table: what lines say, and what they leave to the lines above them.

import { describe, expect, it } from 'vitest';
import { undescribed } from '../../../src/operations/operation.ts';
import { readTable } from '../../../src/operations/table.ts';

const read = (...lines: string[]) => readTable(lines.join('\n'));

describe('a line of the table', () => {
  it('with nothing but its four fields is a plain JSON operation', () => {
    const { byId, byPath } = read('/things/{id} GET partner get_thing');
    const operation = byId.get('get_thing');
    expect(operation).toStrictEqual({
      id: 'get_thing',
      method: 'GET',
      path: '/things/{id}',
      canonical: undefined,
      optional: [],
      security: 'partner',
      body: 'none',
      bodyRequired: false,
      answer: 'json',
      safe: true,
      needs: [],
      comma: [],
      server: undefined,
      paging: undefined,
      readBack: undefined,
    });
    expect([...byPath]).toStrictEqual([['GET /things/{id}', operation]]);
  });

  it('tells all that it has words for', () => {
    const words = 'multipart! blob safe needs=a,b[c] comma=d server=https://x.example/api back=get_thing';
    const { byId } = read(`/things/{box_id}/{id?} POST user ${words} alias=/old/{box_id}/{id} send`);
    expect(byId.get('send')).toMatchObject({
      path: '/things/{box_id}/{id}',
      optional: ['id'],
      security: 'user',
      body: 'multipart',
      bodyRequired: true,
      answer: 'blob',
      safe: true,
      needs: ['a', 'b[c]'],
      comma: ['d'],
      server: 'https://x.example/api',
      readBack: 'get_thing',
    });
  });

  it.each([
    ['GET', 'unsafe ', { safe: false }],
    ['POST', '', { safe: false }],
    ['PUT', 'json ', { body: 'json', bodyRequired: false }],
    ['PUT', 'json! ', { body: 'json', bodyRequired: true }],
  ])('%s … %sis read as %j', (method, word, expected) => {
    expect(read(`/a ${method} none ${word}a`).byId.get('a')).toMatchObject(expected);
  });

  it.each([
    [
      'page-count:page:count:300:data:meta.total:id',
      {
        style: 'page-count',
        in: 'query',
        page: 'page',
        size: 'count',
        max: 300,
        items: [['data']],
        total: ['meta', 'total'],
        key: 'id',
      },
    ],
    ['page-limit:page:limit::data::', { in: 'query', max: undefined, total: undefined, key: undefined }],
    ['page-count@body:page:limit::data::', { style: 'page-count', in: 'body' }],
    ['page-body:page:page_size::data::', { style: 'page-body', in: 'body' }],
    [
      'date-cursor:from:to::data.a+data.b::',
      {
        style: 'date-cursor',
        in: 'body',
        items: [
          ['data', 'a'],
          ['data', 'b'],
        ],
      },
    ],
  ])('knows the pages of %s', (text, expected) => {
    expect(read(`/a GET none paging=${text} a`).byId.get('a')?.paging).toMatchObject(expected);
  });
});

describe('a line of the table without a path', () => {
  it('has that of the line above, with its optional parameters', () => {
    const { byId, byPath } = read('/a/{id?} GET user get_a', ' PUT user set_a', ' DELETE user drop_a');
    expect(byId.get('drop_a')).toMatchObject({ path: '/a/{id}', optional: ['id'] });
    expect([...byPath.keys()].sort()).toEqual(['DELETE /a/{id}', 'GET /a/{id}', 'PUT /a/{id}']);
  });
});

describe('back', () => {
  it('alone is the nearest GET above, whatever stands between', () => {
    const { byId } = read(
      '/a GET user get_a',
      '/b GET user get_b',
      '/c POST user make_c',
      '/b PUT user back set_b',
      '/a PUT user back=get_a set_a',
    );
    const backs = [...byId.values()].map((each) => each.readBack);
    expect(backs).toEqual([undefined, undefined, undefined, 'get_b', 'get_a']);
  });
});

describe('the renamings', () => {
  const rules = ['/staff/{id} /locations/{id}/team', '/company/ /locations/', '/staff /team'];

  it.each([
    ['/staff/{id}/x', '/locations/{id}/team/x'],
    ['/company/{id}/staff/quick', '/locations/{id}/team/quick'],
    ['/staff', '/team'],
    ['/other/{id}', undefined],
  ])('give %s the canonical path %s', (path, canonical) => {
    const { byId, byPath } = read(...rules, `${path} GET user a`);
    expect(byId.get('a')).toMatchObject({ path, canonical });
    expect([...byPath.keys()].sort()).toEqual(
      [`GET ${path}`, canonical && `GET ${canonical}`].filter(Boolean).sort(),
    );
  });

  it('give way to what a line says itself', () => {
    const { byId, byPath } = read(
      ...rules,
      '/company/{id} GET user canon=/c/{id} a',
      '/company/{id}/b GET user canon= b',
    );
    expect(byId.get('a')?.canonical).toBe('/c/{id}');
    expect(byId.get('b')?.canonical).toBeUndefined();
    expect(byPath.has('GET /locations/{id}/b')).toBe(false);
  });

  it('are not operations', () => {
    const { byId, byPath } = read(...rules);
    expect([byId.size, byPath.size]).toEqual([0, 0]);
  });
});

describe('the paths of the table', () => {
  it('lead to what is published under them before what was once called so, in either order', () => {
    const lines = ['/new GET user canon=/b alias=/c a', '/b GET user b', '/c GET user c'];
    for (const { byPath } of [read(...lines), read(...lines.reverse())]) {
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
      answer: 'any',
      safe,
    });
  });

  it('shares no list with another', () => {
    expect(undescribed('GET', '/x').needs).not.toBe(undescribed('GET', '/x').needs);
  });
});
