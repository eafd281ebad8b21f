// What an entry of the operation table names besides itself: other paths, and other operations.
import { describe, expect, it } from 'vitest';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { indexTable } from '../../../src/operations/table.ts';
import { entryOf, tableOf } from './table.ts';
import { document, id, single, user } from './tiny.ts';

describe('the operation table', () => {
  it("turns a shared path template back into the vendor's", () => {
    const shared = { ...id, name: 'tag_id', 'x-altegio-name': 'entity' };
    const doc = single({ parameters: [shared] }, 'get', '/labels/{tag_id}');
    expect(entryOf(doc)).toEqual(['/labels/{entity}', 'GET', 'user']);
  });

  it('names the other paths of an operation and the path parameters that may be left out', () => {
    const doc = single({
      parameters: [{ ...id, 'x-altegio-optional': true }],
      'x-altegio-canonical': '/all/things/{id}',
      'x-altegio-aliases': ['/old/{id}', '/older/{id}'],
    });
    const facts = {
      canonical: '/all/things/{id}',
      optional: ['id'],
      aliases: ['/old/{id}', '/older/{id}'],
    };
    expect(entryOf(doc)).toEqual(['/things/{id}', 'GET', 'user', facts]);
  });

  it('refuses another path that the same arguments would not fill', () => {
    const doc = single({ 'x-altegio-aliases': ['/old/{thing_id}'] });
    expect(() => entryOf(doc)).toThrow(
      'get_thing: /old/{thing_id} needs the same parameters as /things/{id}',
    );
  });

  it('names the paths of earlier editions before those of overlays, with another method where it was another', () => {
    const doc = single({
      'x-altegio-earlier': ['POST /thing/{id}', 'GET /old/{id}', 'DELETE /all/{kind}/{id}'],
      'x-altegio-earlier-names': ['thing'],
      'x-altegio-aliases': ['/old/{id}', '/older/{id}'],
    });
    expect(entryOf(doc)).toEqual([
      '/things/{id}',
      'GET',
      'user',
      {
        aliases: ['POST /thing/{id}', '/old/{id}', 'DELETE /all/{kind}/{id}', '/older/{id}'],
        formerIds: ['thing'],
      },
    ]);
  });

  it('leaves out a canonical path that has become the published one', () => {
    expect(entryOf(single({ 'x-altegio-canonical': '/things/{id}' }))).toHaveLength(3);
  });

  it('refuses an earlier path of an overlay that is the published one', () => {
    const doc = single({ 'x-altegio-aliases': ['/things/{id}'] });
    expect(() => entryOf(doc)).toThrow('/things/{id} is the published path by now');
  });

  it('names the GET that shows what a write has done, unless it is that of the same path', () => {
    const operation = { parameters: [id], security: user, responses: {} };
    const doc = document({
      '/things/{id}': {
        get: { operationId: 'get_thing', ...operation },
        delete: { operationId: 'delete_thing', ...operation },
      },
      '/others': { get: { operationId: 'get_others', security: user, responses: {} } },
      '/things/{thing_id}': {
        put: { operationId: 'update_thing', ...operation, parameters: [{ ...id, name: 'thing_id' }] },
      },
      '/others/{id}': { delete: { operationId: 'delete_other', ...operation } },
    });
    const table = Object.fromEntries(tableOf(doc)) as OperationTable;
    expect(table).toMatchObject({
      delete_other: ['/others/{id}', 'DELETE', 'user', { readBack: 'get_others' }],
      delete_thing: ['/things/{id}', 'DELETE', 'user'],
      update_thing: ['/things/{thing_id}', 'PUT', 'user', { readBack: 'get_thing' }],
    });
    const backs = [...indexTable(table).byId.values()].map((each) => each.readBack);
    expect(backs).toEqual(['get_others', 'get_thing', undefined, undefined, 'get_thing']);
  });

  it('names no deprecated GET: its replacement, else the list, else none', () => {
    const operation = { parameters: [id], security: user, responses: {} };
    const old = (operationId: string, replacement?: string) => ({
      operationId,
      ...operation,
      deprecated: true,
      ...(replacement && { 'x-altegio-replaced-by': replacement }),
    });
    const write = (operationId: string) => ({ operationId, ...operation });
    const doc = document({
      '/a/{id}': { get: old('get_a', 'tiny.find_a'), put: write('put_a') },
      '/b/{id}': { get: old('get_b', 'v2.get_b'), put: write('put_b') },
      '/c': { get: { operationId: 'list_c', security: user, responses: {} } },
      '/c/{id}': { get: old('get_c'), put: write('put_c') },
      '/d/{id}': { get: old('get_d'), put: write('put_d'), patch: write('patch_d') },
    });
    const table = indexTable(Object.fromEntries(tableOf(doc)) as OperationTable);
    const advised = ['put_a', 'put_b', 'put_c', 'put_d', 'patch_d'].map(
      (name) => table.byId.get(name)!.readBack,
    );
    expect(advised).toEqual(['find_a', 'v2.get_b', 'list_c', '', '']);
  });

  it('names where the user token comes from, and refuses a name that is no operation', () => {
    const source = ['get_thing'];
    expect(entryOf(single({ 'x-altegio-token-from': source }))).toContainEqual({ tokenFrom: source });
    expect(() => entryOf(single({ 'x-altegio-token-from': ['log_in'] }))).toThrow(
      'get_thing: x-altegio-token-from names log_in, which is no operation of this API',
    );
  });
});
