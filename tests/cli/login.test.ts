// `altegio-sdk login` and profiles.
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { profileFile } from '../../src/cli/support/profile.ts';
import { cli, collector, temporary } from './cli.ts';
import { json, serve } from './server.ts';

const token = 'user-token-from-the-server';

async function authServer() {
  return serve({
    'POST /api/v1/auth': ({ body }, response) => {
      const { password } = JSON.parse(body) as { password: string };
      if (password === 'right') json(response, 201, { success: true, data: { user_token: token }, meta: [] });
      else json(response, 401, { success: false, data: null, meta: { message: 'Wrong password' } });
    },
    'GET /api/v1/client/1/2': (_, response) => json(response, 200, { success: true, data: {}, meta: [] }),
  });
}

const args = ['login', '--login', '+15550100', '--password-stdin'];

it('keeps the token in a profile that only its owner can read, and prints it nowhere', async () => {
  const { base, arrived } = await authServer();
  const HOME = temporary();
  const env = { HOME, ALTEGIO_PARTNER_TOKEN: 'the-partner', ALTEGIO_BASE_URL: base };
  const { code, stdout, stderr } = await cli(args, { env, input: 'right\n' });
  expect([code, stdout]).toEqual([0, '']);
  const file = join(HOME, '.config/altegio-sdk/default.json');
  expect(stderr).toContain(file);
  expect(stderr + stdout).not.toContain(token);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    partnerToken: 'the-partner',
    userToken: token,
    baseUrl: base,
  });
  // Without an environment, the profile `default` is what a call goes by.
  const call = await cli(['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2'], {
    env: { HOME },
  });
  expect(call.code).toBe(0);
  expect(arrived.at(-1)?.authorization).toBe(`Bearer the-partner, User ${token}`);
});

it('prints the token on request, and keeps nothing', async () => {
  const { base } = await authServer();
  const HOME = temporary();
  const env = { HOME, ALTEGIO_PARTNER_TOKEN: 'the-partner', ALTEGIO_BASE_URL: base };
  expect(await cli([...args, '--print'], { env, input: 'right' })).toEqual({
    code: 0,
    stdout: `${token}\n`,
    stderr: '',
  });
  expect(() => statSync(join(HOME, '.config'))).toThrow(/ENOENT/);
});

it('fails with the words of the API, without the password', async () => {
  const { base } = await authServer();
  const env = { ALTEGIO_PARTNER_TOKEN: 'the-partner', ALTEGIO_BASE_URL: base };
  const { code, stdout, stderr } = await cli(args, { env, input: 'wrong-password' });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('Wrong password');
  expect(stderr).not.toMatch(/wrong-password|the-partner/);
});

it.each([
  ['HTTP 502', (response: ServerResponse) => json(response, 502, {})],
  ['the connection broke', (response: ServerResponse) => void response.destroy()],
])('ends with 1 when the server fails: there is nothing to read back (%s)', async (reason, respond) => {
  const { base } = await serve({ 'POST /api/v1/auth': (_, response) => respond(response) });
  const env = { ALTEGIO_PARTNER_TOKEN: 'the-partner', ALTEGIO_BASE_URL: base };
  const { code, stdout, stderr } = await cli(args, { env, input: 'right' });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toBe(`error: The login failed (${reason}), and no token was kept. Run the command again.\n`);
});

it.each([[['--profile', 'salon']], [[]]])('writes a damaged profile anew (%j)', async (profile) => {
  const { base } = await authServer();
  const HOME = temporary();
  const env = { HOME, ALTEGIO_PARTNER_TOKEN: 'the-partner', ALTEGIO_BASE_URL: base };
  expect((await cli([...args, ...profile], { env, input: 'right' })).code).toBe(0);
  const file = join(HOME, `.config/altegio-sdk/${profile[1] ?? 'default'}.json`);
  writeFileSync(file, '{"partnerToken":');
  expect((await cli([...args, ...profile], { env, input: 'right' })).code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ userToken: token });
  // Without an environment, it asks for what the damaged profile does not tell.
  writeFileSync(file, '{"partnerToken":');
  const asking = await cli([...args, ...profile], { env: { HOME }, input: 'right' });
  expect([asking.code, asking.stderr]).toEqual([2, expect.stringContaining('ask for: Partner token')]);
});

it('asks on a terminal, and shows no token and no password', async () => {
  const { base } = await authServer();
  const HOME = temporary();
  const keys = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const stdout = collector();
  const stderr = collector();
  const stdin = keys as unknown as NodeJS.ReadStream;
  const ended = run(['login', '--base-url', base, '--profile', 'salon'], {
    stdin,
    stdout,
    stderr,
    env: { HOME },
  });
  for (const [question, typed] of [
    ['Partner token', 'typed-partner'],
    ['Login', '+15550100'],
    ['Password', 'right'],
  ] as const) {
    while (!stderr.text().includes(`${question}`)) await new Promise((done) => setTimeout(done, 5));
    keys.write(`${typed}\r`);
  }
  expect(await ended).toBe(0);
  expect(stderr.text()).toContain('+15550100');
  expect(stderr.text() + stdout.text()).not.toMatch(/typed-partner|right|user-token/);
  const file = join(HOME, '.config/altegio-sdk/salon.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    partnerToken: 'typed-partner',
    userToken: token,
  });
});

it('asks nobody where there is no terminal', async () => {
  const { code, stderr } = await cli(['login']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/no terminal to ask for: Partner token/)]);
});

it('a profile is taken whole: nothing of the environment is mixed in', async () => {
  const { base, arrived } = await authServer();
  const HOME = temporary();
  const env = { HOME, ALTEGIO_PARTNER_TOKEN: 'the-partner', ALTEGIO_BASE_URL: base };
  expect((await cli([...args, '--profile', 'salon'], { env, input: 'right' })).code).toBe(0);
  const call = ['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2', '--profile', 'salon'];
  const others = {
    HOME,
    ALTEGIO_PARTNER_TOKEN: 'another',
    ALTEGIO_USER_TOKEN: 'another',
    ALTEGIO_BASE_URL: 'http://127.0.0.1:9',
  };
  expect((await cli(call, { env: others })).code).toBe(0);
  expect(arrived.at(-1)?.authorization).toBe(`Bearer the-partner, User ${token}`);
});

it.each([
  [
    'that others can read',
    0o644,
    '{"partnerToken":"secret-of-the-file"}',
    /Other users can read .*chmod 600/s,
  ],
  ['that is damaged', 0o600, '{"partnerToken":"secret-of-the-file"', /is damaged/],
  [
    'with a name it does not know',
    0o600,
    '{"partner":"secret-of-the-file"}',
    /is damaged.*partnerToken, userToken, baseUrl/s,
  ],
])('refuses a profile %s, without showing what it holds', async (_, mode, text, words) => {
  const HOME = temporary();
  const env = { HOME, ALTEGIO_PARTNER_TOKEN: 'x', ALTEGIO_BASE_URL: (await authServer()).base };
  expect((await cli([...args, '--profile', 'salon'], { env, input: 'right' })).code).toBe(0);
  const file = join(HOME, '.config/altegio-sdk/salon.json');
  writeFileSync(file, text);
  chmodSync(file, mode);
  const { code, stderr } = await cli(['doctor', '--profile', 'salon'], { env: { HOME } });
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  expect(stderr).not.toContain('secret-of-the-file');
});

it('names the profile that is missing, and how to make it', async () => {
  const { code, stderr } = await cli(['call', 'get_location_list', '--profile', 'nobody']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/no profile nobody.*login --profile nobody/s)]);
});

it('finds the config folder of each system, and no other folder by a name', () => {
  expect(profileFile('a', { XDG_CONFIG_HOME: '/x' }, 'linux')).toBe('/x/altegio-sdk/a.json');
  expect(profileFile('a', { HOME: '/home/u' }, 'darwin')).toBe('/home/u/.config/altegio-sdk/a.json');
  expect(profileFile('a', { APPDATA: '/roaming', HOME: '/home/u' }, 'win32')).toBe(
    '/roaming/altegio-sdk/a.json',
  );
  expect(() => profileFile('../a', { HOME: '/home/u' }, 'linux')).toThrow(/cannot be called/);
});
