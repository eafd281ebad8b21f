// `altegio-sdk mock`, as the built command.
import { cpSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createAltegio } from '../../src/index.ts';
import { cli, root, start, temporary, tokensFor } from './cli.ts';

/** Starts a mock on a free port, and waits until it listens. */
async function mocking(...args: string[]) {
  const running = start(['mock', '--port', '0', ...args]);
  const url = await running.saying(/http:\/\/127\.0\.0\.1:\d+\/api(?= )/);
  const stop = async () => {
    running.child.kill('SIGTERM');
    return running.ended;
  };
  const altegio = createAltegio({
    partnerToken: 'any-partner',
    userToken: 'any-user',
    baseUrl: url,
    limiter: false,
  });
  return { url, altegio, stop };
}

/** The status for a path that `fetch` would tidy up. */
function statusOf(url: string, path: string): Promise<number | undefined> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

it('serves a salon that keeps what is written, without Prism', async () => {
  const { altegio, stop } = await mocking('--salon');
  const path = { location_id: 123 };
  const made = await altegio.v1.create_client({ path, body: { name: 'Ann', phone: '+15550100' } });
  const { id } = made.data as { id: number };
  expect(await altegio.v1.get_client({ path: { ...path, id } })).toMatchObject({ data: { name: 'Ann' } });
  const { code, stdout } = await stop();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^201 POST \/clients\/\{location_id\} {2}v1\.create_client\n200 GET /);
});

it.each([['--salon'], []])('responds to a malformed path with 400 and lives on (%s)', async (...args) => {
  const { url, altegio, stop } = await mocking(...args);
  expect(await statusOf(url, '/api/v1/companies/%E0%A4%A')).toBe(400);
  expect(await altegio.developers.get_country_list()).toMatchObject({ success: true });
  expect((await stop()).code).toBe(0);
});

it.each([['--salon'], []])('serves only the APIs that are named (%s)', async (...args) => {
  const { altegio, stop } = await mocking(...args, 'developers');
  expect(await altegio.developers.get_country_list()).toMatchObject({ success: true });
  await expect(altegio.v2.list_services({ path: { location_id: 123 } })).rejects.toMatchObject({
    status: 404,
  });
  await stop();
});

it.each([['--salon'], []])('records every request, without tokens and passwords (%s)', async (...args) => {
  const file = join(temporary(), 'requests.ndjson');
  const { altegio, stop } = await mocking(...args, '--record', file, '--quiet');
  await altegio.developers.get_country_list();
  await altegio.login({ login: 'a@example.com', password: 'a-secret-password' }).catch(() => {});
  const { stdout } = await stop();
  expect(stdout).toBe('');
  const text = readFileSync(file, 'utf8');
  const entries = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(entries).toMatchObject([
    { method: 'GET', operationId: 'get_country_list', status: 200 },
    { method: 'POST', path: '/auth', body: { login: 'a@example.com', password: '[redacted]' } },
  ]);
  expect(text).not.toMatch(/any-partner|any-user|a-secret-password/);
});

it('responds with the examples of the contract', async () => {
  const { altegio, stop } = await mocking();
  const contract = JSON.parse(readFileSync(join(root, 'contract/developers.json'), 'utf8')) as {
    components: { examples: { countries_response_data_types: { value: object } } };
  };
  const { value } = contract.components.examples.countries_response_data_types;
  expect(await altegio.developers.get_country_list()).toEqual(value);
  await stop();
});

it('responds with the same made-up values for a seed', async () => {
  const { altegio, stop } = await mocking('--dynamic', '--seed', 'one');
  const read = () => altegio.v1.get_location({ path: { location_id: 1 } });
  expect(await read()).toEqual(await read());
  const headers = { prefer: 'code=404' };
  await expect(altegio.v1.get_location({ path: { location_id: 1 }, headers })).rejects.toMatchObject({
    status: 404,
  });
  await stop();
});

it('says in one line what to install where Prism is missing; the salon does without', async () => {
  const folder = temporary();
  for (const name of ['dist', 'contract', 'package.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  const { code, stdout, stderr } = await start(['mock', '--port', '0'], { folder }).ended;
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: .*npm install --save-dev @stoplight\/prism-http\n$/);
  await start(['mock', '--port', '0', '--salon'], { folder }).saying(/Salon with the location 123 on http/);
});

it('is well for the doctor, and can be called', async () => {
  const { url, stop } = await mocking('--salon');
  const env = tokensFor(url);
  const doctor = await cli(['doctor'], { env });
  expect([doctor.code, doctor.stdout]).toEqual([
    0,
    expect.stringMatching(/rights: in location 123: timetable /),
  ]);
  const { code, stdout } = await cli(['call', 'get_client_list', '--path', 'location_id=123', '--all'], {
    env,
  });
  const rows = stdout.trimEnd().split('\n');
  expect([code, rows.length, new Set(rows).size]).toEqual([0, 60, 60]);
  await stop();
});

it.each([
  [['nothing'], /There is no API nothing/],
  [['--port', 'x'], /--port takes a number/],
  [['--salon', '--dynamic'], /--dynamic is for the mock without --salon/],
])('refuses %j', async (args, words) => {
  const { code, stderr } = await cli(['mock', ...args]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
});

it('tells once that requests can no longer be recorded, and lives on', async () => {
  // A disk that is full, as Linux has it.
  const { altegio, stop } = await mocking('--salon', '--record', '/dev/full', '--quiet');
  await altegio.developers.get_country_list();
  await altegio.developers.get_country_list();
  const { code, stderr } = await stop();
  expect([code, stderr.match(/\/dev\/full cannot be written: ENOSPC/g)]).toEqual([0, [expect.any(String)]]);
});

it('closes the record when it cannot start', async () => {
  const { url, stop } = await mocking('--salon');
  const { port } = new URL(url);
  const file = join(temporary(), 'requests.ndjson');
  expect((await cli(['mock', '--salon', '--port', port, '--record', file])).code).toBe(1);
  const open = readdirSync('/proc/self/fd').map((fd) => linkOf(`/proc/self/fd/${fd}`));
  expect(open).not.toContain(file);
  await stop();
});

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // The descriptor that listed the others is closed again.
    return '';
  }
}

it('says what to do when its port is taken', async () => {
  const { url, stop } = await mocking('--salon');
  const { port } = new URL(url);
  const { code, stderr } = await cli(['mock', '--salon', '--port', port]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  await stop();
});
