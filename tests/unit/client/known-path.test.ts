// The operation behind a path, or the path that was probably meant.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import { httpOf } from '../../support/http.ts';
import { failureOf } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('a method or path that is no text', () => {
  const { client, sent } = recorded();
  it.each<[string, () => Promise<unknown>]>([
    ['method', () => client.request(undefined as never, '/x')],
    ['path', () => client.request('GET', undefined as never)],
    ['method', () => httpOf(client).request(undefined as never, '/things')],
    ['path', () => httpOf(client).GET({} as never)],
  ])('is refused by a rejection that names the %s: %s', async (name, call) => {
    const error = await failureOf(call());
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toContain(`was not sent: its ${name} must be text`);
    expect(sent).toEqual([]);
  });
});

describe('a path that does not exist', () => {
  const refusal = (method: 'GET' | 'POST' | 'TRACE', path: string, init?: object) =>
    failureOf(httpOf(recorded().client)[method](path, init)).then(({ message }) => message);

  it('is reported before its parameters are checked, with the nearest one', async () => {
    expect(await refusal('GET', '/thing/{id}', { path: { id: 7 } })).toMatch(
      /^GET \/thing\/\{id\} was not sent: there is no such path\. The nearest one is \/things\/\{id\}\. /,
    );
  });

  it.each([
    ['/things/{thing_id}', '/things/{id}'],
    ['/Things', '/things'],
    ['things', '/things'],
    ['/things/', '/things'],
    ['/box/{box_id}/part/{id}', '/box/{box_id}/parts/{id}'],
    ['/elsewhere', '/elsewhere/{id}'],
  ])('%s is near %s', async (given, nearest) => {
    expect(await refusal('GET', given)).toMatch(
      new RegExp(`The nearest one is ${nearest.replaceAll(/[{}]/g, '\\$&')}[.,] `),
    );
  });

  it('that is filled already is shown where its values belong', async () => {
    expect(await refusal('GET', '/things/7/file')).toContain(
      'nearest one is /things/{id}/file, with the values of its parameters in params: { path: { … } }',
    );
  });

  it('with this method is reported with the methods that it has', async () => {
    expect(await refusal('POST', '/things/{id}')).toBe(
      'POST /things/{id} was not sent: this path has DELETE, GET, PUT only.',
    );
    expect(await refusal('TRACE', '/things')).toContain('has GET, POST only');
  });

  it('is nothing for request, which is for what no description knows', async () => {
    const { client, sent } = recorded();
    await client.request('GET', '/thing/{id}', { path: { id: 7 } });
    expect(sent[0]!.target).toBe('/api/v1/thing/7');
  });
});
