// The User-Agent: whom it names, and where none is sent.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import { httpOf } from '../../support/http.ts';
import { ok } from '../../support/recorder.ts';
import { recorded, type Tiny } from '../../support/tiny/tiny.ts';

afterEach(() => vi.unstubAllGlobals());

const input = { path: { id: 1 } };

async function agentOf(options = {}, call = {}): Promise<unknown> {
  const { client, sent } = recorded(ok(), options);
  await client.get({ ...input, ...call });
  return sent[0]!.headers['user-agent'];
}

describe('the User-Agent', () => {
  it('names the SDK', async () => {
    expect(await agentOf()).toMatch(/^altegio-sdk\/[\w.-]+$/);
  });

  it.each([
    [{ name: 'my-crm' }, /^my-crm altegio-sdk\/\S+$/],
    [{ name: 'my-crm', version: '2.1' }, /^my-crm\/2\.1 altegio-sdk\/\S+$/],
    [
      { name: 'my-crm', version: '2.1', url: 'https://crm.example/a' },
      /^my-crm\/2\.1 \(https:\/\/crm\.example\/a\) altegio-sdk\/\S+$/,
    ],
  ])('names the program %j in front of it', async (appInfo, expected) => {
    expect(await agentOf({ appInfo })).toMatch(expected);
  });

  it('is the same by path', async () => {
    const { client, sent } = recorded(ok(), { appInfo: { name: 'my-crm' } });
    const http = httpOf(client);
    await http.GET('/things/{id}', { params: input });
    await http.GET('/things/{id}', { params: input, middleware: [{ onRequest: () => undefined }] });
    expect(sent.map(({ headers }) => headers['user-agent'])).toEqual([
      expect.stringMatching(/^my-crm altegio/),
      expect.stringMatching(/^my-crm altegio/),
    ]);
  });

  it('gives way to a header of the caller, however it is spelt', async () => {
    expect(await agentOf({ headers: { 'User-Agent': 'mine' } })).toBe('mine');
    expect(await agentOf({}, { headers: { 'USER-AGENT': 'mine too' } })).toBe('mine too');
  });

  it('follows withOptions', async () => {
    const { client, sent } = recorded(ok(), { appInfo: { name: 'one' } });
    const { withOptions } = client as Tiny & { withOptions(options: object): Tiny };
    await withOptions({ appInfo: { name: 'two' } }).get(input);
    expect(sent[0]!.headers['user-agent']).toMatch(/^two altegio/);
  });

  it('is left to a browser', async () => {
    const { process, navigator } = globalThis;
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0' });
    vi.stubGlobal('process', undefined);
    const { client, sent } = recorded(ok(), { appInfo: { name: 'my-crm' } });
    vi.stubGlobal('process', process);
    vi.stubGlobal('navigator', navigator);
    await client.get(input);
    expect(sent[0]!.headers).not.toHaveProperty('user-agent');
  });

  it.each(['Cloudflare-Workers', 'Deno/2.5.0', 'Bun/1.3.0'])('is sent by %s', async (userAgent) => {
    const { process } = globalThis;
    vi.stubGlobal('navigator', { userAgent });
    vi.stubGlobal('process', undefined);
    const { client, sent } = recorded(ok());
    vi.stubGlobal('process', process);
    await client.get(input);
    expect(sent[0]!.headers['user-agent']).toMatch(/^altegio-sdk/);
  });

  it.each([
    'my-crm',
    {},
    { name: '' },
    { name: 'my crm' },
    { name: 'a\r\nx: y' },
    { name: 'a', version: '1 2' },
    { name: 'a', url: 'crm.example' },
    { name: 'a', url: 'https://crm.example/a b' },
    { name: 'a', titel: 'b' },
  ])('refuses appInfo %j', (appInfo) => {
    expect(() => recorded(ok(), { appInfo: appInfo as never })).toThrow(AltegioConfigError);
    expect(() => recorded(ok(), { appInfo: appInfo as never })).toThrow(
      /appInfo must be \{ name, version, url \}/,
    );
  });
});
