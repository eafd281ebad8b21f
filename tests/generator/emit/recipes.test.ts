// generated/recipes.ts, from what overlays say of an online booking.
import { describe, expect, it } from 'vitest';
import { readBackFinder } from '../../../scripts/emit/read-back.ts';
import { emitRecipes } from '../../../scripts/emit/recipes.ts';
import type { Operation, Schema } from '../../../scripts/openapi/document.ts';
import { operationsOf } from '../../../scripts/openapi/operations.ts';
import { document, json, list } from './tiny.ts';

const operation = (operationId: string, more: Partial<Operation> = {}): Operation => ({
  operationId,
  responses: { 200: json(list) },
  ...more,
});

const marks = { 'x-altegio-checked-by': 'booking.check', 'x-altegio-read-back': 'v1.list' };

function contracts(more: Partial<Operation>) {
  const booking = document({
    '/check': { post: operation('check') },
    '/book': { get: operation('look'), post: operation('book', more) },
  });
  return { booking, v1: document({ '/rows': { get: operation('list') } }) };
}

describe('the recipe of an online booking', () => {
  it('has the operations that the overlay names', () => {
    expect(emitRecipes(contracts(marks))).toContain(
      "export const onlineBooking = { check: 'check', create: 'book', list: 'list' } as const;",
    );
  });

  it.each([
    [{}, 'must stand on one operation'],
    [{ ...marks, 'x-altegio-read-back': 'v1.lists' }, 'v1.lists, which is no operation'],
    [{ ...marks, 'x-altegio-read-back': 'booking.look' }, 'listed by v1'],
  ])('cannot be made of %o', (more, message) => {
    expect(() => emitRecipes(contracts(more))).toThrow(message);
  });

  it('is read back by what the overlay names, before the GET of its path', () => {
    const readBackOf = (more: Partial<Operation>) => {
      const { booking } = contracts(more);
      const entries = operationsOf(booking);
      return readBackFinder(entries, booking, 'booking')(entries.find(({ id }) => id === 'book')!);
    };
    expect(readBackOf({})).toBe('look');
    expect(readBackOf(marks)).toBe('v1.list');
    expect(readBackOf({ 'x-altegio-read-back': 'booking.check' })).toBe('check');
  });
});

describe('a list that can be read by what has changed', () => {
  const changes = { after: 'since', before: 'until', at: 'changed_at', time: 'local' } as const;
  const paging = { style: 'page-count', in: 'query', page: 'page', size: 'count', items: 'data', key: 'id' };
  const withList = (more: object) => {
    const { booking } = contracts(marks);
    return { booking, v1: document({ '/rows': { get: operation('list', more as Partial<Operation>) } }) };
  };

  it('has its queries, its fields and its types', () => {
    const text = emitRecipes(withList({ 'x-altegio-changes': changes, 'x-altegio-paging': paging }));
    const facts = { ...changes, key: 'id', pages: ['page', 'count'] };
    expect(text).toContain(`  list: ${JSON.stringify(facts)},`);
    expect(text).toContain('  list: { input: ListInput; item: ListItem };');
  });

  it.each([{}, { 'x-altegio-paging': { ...paging, key: undefined } }])('needs pages with a key', (more) => {
    expect(() => emitRecipes(withList({ 'x-altegio-changes': changes, ...more }))).toThrow(
      'list: x-altegio-changes is for a list of v1 with pages in its query and a key',
    );
  });
});

describe('a write that replaces', () => {
  const replaces = { read: 'get', flags: ['force'], from: { tags: 'labels' } };
  const thing = {
    type: 'object',
    properties: {
      name: { type: ['string', 'null'] },
      labels: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } },
      owner: { allOf: [{ type: 'object', properties: { id: { type: 'integer' } } }] },
    },
  };
  const fields = {
    name: { type: 'string' },
    tags: { type: 'array', items: { type: 'integer' } },
    owner: { type: 'object', properties: { id: { type: ['integer', 'string'] } } },
    force: { type: 'boolean' },
  };
  const writing = (mark: object, body: Record<string, Schema> = fields) => {
    const { booking } = contracts(marks);
    const get = {
      get: operation('get', { responses: { 200: json({ type: 'object', properties: { data: thing } }) } }),
    };
    const put = { requestBody: json({ type: 'object', properties: body }), 'x-altegio-replaces': mark };
    const paths = { '/rows': { get: operation('list') }, '/a': get, '/b': { get: operation('other') } };
    const v1 = document({ ...paths, '/a': { ...get, put: operation('put', put as Partial<Operation>) } });
    return { booking, v1 };
  };

  it('has the fields of its body, each with what it takes', () => {
    const facts = {
      read: 'get',
      fields: { name: 's', tags: ['n'], owner: { id: 'ns' } },
      flags: ['force'],
      from: { tags: 'labels' },
    };
    expect(emitRecipes(writing(replaces))).toContain(`  put: ${JSON.stringify(facts)},`);
  });

  it('takes of several names of a field the one that the GET has', () => {
    const marked = writing(replaces, { ...fields, employee: {}, name: { type: 'string' } });
    const put = marked.v1.paths['/a']!.put!;
    put['x-altegio-families'] = [{ names: ['employee', 'owner'], required: false }];
    expect(emitRecipes(marked)).toContain(
      '"flags":["force"],"from":{"tags":"labels"},"alike":{"employee":"owner"}',
    );
  });

  it.each([
    ['the GET of another path', { ...replaces, read: 'other' }, fields, 'names other, which is not the GET'],
    [
      'a field that the GET does not show',
      replaces,
      { ...fields, size: { type: 'string' } },
      'does not fit, see size',
    ],
    ['a flag that the body does not have', { ...replaces, flags: ['force', 'hurry'] }, fields, 'see hurry'],
  ])('cannot have %s', (_, mark, body, message) => {
    expect(() => emitRecipes(writing(mark, body))).toThrow(message);
  });
});
