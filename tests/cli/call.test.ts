// `altegio-sdk call` against a server on this machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { closedPort } from '../support/loopback.ts';
import { routeOf } from '../support/places.ts';
import { cli, collector, temporary, tokensFor } from './cli.ts';
import { json, serve } from './server.ts';

const one = { success: true, data: { id: 2, name: 'Ann' }, meta: [] };

it('calls an operation and prints its response', async () => {
  const { base, arrived } = await serve({
    'GET /api/v1/client/1/2': (_, response) => json(response, 200, one),
  });
  const args = ['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2'];
  const { code, stdout, stderr } = await cli(args, { env: tokensFor(base) });
  expect([code, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual(one);
  expect(arrived).toMatchObject([
    { authorization: 'Bearer partner-token-of-the-test, User user-token-of-the-test' },
  ]);
  const forProgram = await cli([...args, '--json'], { env: tokensFor(base) });
  expect(forProgram.stdout).toBe(`${JSON.stringify(one)}\n`);
});

it('sends query values by their types, and lists by repeated names', async () => {
  const { base, arrived } = await serve({
    [routeOf('v1', 'get_location_list')]: (_, response) =>
      json(response, 200, { success: true, data: [], meta: [] }),
  });
  const query = ['my=true', 'page=2', 'include=staff', 'include=positions'].flatMap((pair) => [
    '--query',
    pair,
  ]);
  expect((await cli(['call', 'get_location_list', ...query], { env: tokensFor(base) })).code).toBe(0);
  const { searchParams } = new URL(arrived[0]!.url, base);
  expect([...searchParams].sort()).toEqual([
    ['include[]', 'positions'],
    ['include[]', 'staff'],
    ['my', '1'],
    ['page', '2'],
  ]);
});

it.each(['argument', 'file', 'standard input'])('takes the body from the %s', async (from) => {
  const { base, arrived } = await serve({
    'POST /api/v1/clients/1': (_, response) => json(response, 201, one),
  });
  const body = '{"name":"Ann","phone":"+15550100"}';
  const file = join(temporary(), 'body.json');
  writeFileSync(file, `\uFEFF${body}`);
  const argument = { argument: body, file: `@${file}`, 'standard input': '-' }[from]!;
  const { code } = await cli(['call', 'create_client', '--path', 'location_id=1', '--body', argument], {
    env: tokensFor(base),
    input: from === 'standard input' ? body : '',
  });
  expect(code).toBe(0);
  expect(JSON.parse(arrived[0]!.body)).toEqual(JSON.parse(body));
});

it('sends a filled path as it is, its query too', async () => {
  const { base, arrived } = await serve({
    'GET /api/v1/company/1/staff/0': (_, response) =>
      json(response, 200, { success: true, data: [], meta: [] }),
  });
  expect((await cli(['call', 'get', '/company/1/staff/0?deleted=1'], { env: tokensFor(base) })).code).toBe(0);
  expect(arrived).toMatchObject([{ method: 'GET', url: '/api/v1/company/1/staff/0?deleted=1' }]);
});

it('takes a template for its operation', async () => {
  const { base, arrived } = await serve({
    'GET /api/v1/client/1/2': (_, response) => json(response, 200, one),
  });
  const args = ['call', 'GET', '/client/{location_id}/{id}', '--path', 'location_id=1', '--path', 'id=2'];
  expect((await cli(args, { env: tokensFor(base) })).code).toBe(0);
  expect(arrived).toMatchObject([{ url: '/api/v1/client/1/2' }]);
});

it('writes the response to a file', async () => {
  const { base } = await serve({ 'GET /api/v1/client/1/2': (_, response) => json(response, 200, one) });
  const file = join(temporary(), 'client.json');
  const args = ['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2', '--out', file];
  expect(await cli(args, { env: tokensFor(base) })).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(one);
});

it.each([
  ['a filled path', '/client/1/2', /^v1\.delete_client {2}DELETE/],
  ['a template', '/client/{location_id}/{id}', /^v1\.delete_client {2}DELETE/],
  ['an undocumented path', '/nobody/knows/it', /^Usage: altegio-sdk call/],
])('shows help for %s after a method, and sends nothing', async (_, path, words) => {
  const { base, arrived } = await serve({});
  const { code, stdout } = await cli(['call', 'DELETE', path, '--help'], { env: tokensFor(base) });
  expect([code, arrived]).toEqual([0, []]);
  expect(stdout).toMatch(words);
});

const create = [
  'call',
  'create_client',
  '--path',
  'location_id=1',
  '--body',
  '{"phone":"15550100","name":"A"}',
];

it('refuses a file that cannot be written to before it sends', async () => {
  const { base, arrived } = await serve({
    'POST /api/v1/clients/1': (_, response) => json(response, 201, one),
  });
  const out = join(temporary(), 'missing', 'client.json');
  const { code, stderr } = await cli([...create, '--out', out], { env: tokensFor(base) });
  expect([code, stderr, arrived]).toEqual([2, expect.stringContaining('cannot be opened (ENOENT)'), []]);
});

it('leaves the file as it was when the call fails', async () => {
  const { base } = await serve({ 'POST /api/v1/clients/1': (_, response) => json(response, 422, {}) });
  const out = join(temporary(), 'client.json');
  writeFileSync(out, 'of yesterday');
  expect((await cli([...create, '--out', out], { env: tokensFor(base) })).code).toBe(1);
  expect(readFileSync(out, 'utf8')).toBe('of yesterday');
});

it('replaces what a longer file held', async () => {
  const { base } = await serve({ 'POST /api/v1/clients/1': (_, response) => json(response, 201, one) });
  const out = join(temporary(), 'client.json');
  writeFileSync(out, 'of yesterday '.repeat(100));
  expect((await cli([...create, '--json', '--out', out], { env: tokensFor(base) })).code).toBe(0);
  expect(readFileSync(out, 'utf8')).toBe(`${JSON.stringify(one)}\n`);
});

it('ends with 1 when a document comes for a terminal: the request was sent', async () => {
  const { base } = await serve({
    'GET /api/v1/report': (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF'),
  });
  const stdout = Object.assign(collector(), { isTTY: true });
  const stderr = collector();
  const { stdin } = process;
  const code = await run(['call', 'GET', '/report'], { stdin, stdout, stderr, env: tokensFor(base) });
  expect([code, stdout.text()]).toEqual([1, '']);
  expect(stderr.text()).toContain('write it to a file with --out');
});

it.each([
  ['a write', 'POST', 3, 'Stopped. The write may have happened: read it back before trying again.\n'],
  ['a read', 'GET', 130, 'Stopped.\n'],
])('stops %s with Ctrl+C', async (_, method, exitCode, words) => {
  const stop = new AbortController();
  const { base } = await serve({ [`${method} /api/v1/slow`]: () => stop.abort() });
  const [stdout, stderr] = [collector(), collector()];
  const { stdin } = process;
  const terminal = { stdin, stdout, stderr, env: tokensFor(base), stop: stop.signal };
  expect(await run(['call', method, '/slow'], terminal)).toBe(exitCode);
  expect(stderr.text()).toBe(words);
});

it('names no operation itself: its examples are of the descriptions', async () => {
  const { stdout } = await cli(['call', '--help']);
  expect(stdout).toMatch(/altegio-sdk call \w+ --query my=1 --all --out/);
});

it.each([
  ['an unknown parameter', ['--query', 'pgae=1'], /has no query parameter pgae.*It has: .*page/s],
  ['a parameter without a value', ['--path', 'location_id'], /takes name=value/],
  ['a value too many', ['--path', 'location_id=1', '--path', 'location_id=2'], /takes one value/],
  ['a missing parameter', [], /location_id/],
  ['a body that is no JSON', ['--body', '{"a":'], /is not JSON/],
  ['a body that is not there', ['--body', '@nowhere.json'], /cannot be read \(ENOENT\)/],
  ['--all without pages', ['--all'], /has no pages/, 'get_client'],
  ['--resume without --all', ['--resume', 'state'], /--resume goes with --all/],
  [
    '--resume without --out',
    ['--path', 'location_id=1', '--all', '--resume', 'state'],
    /--resume needs --out/,
  ],
  ['a timeout that is none', ['--path', 'location_id=1', '--timeout', 'soon'], /takes seconds/],
])(
  'refuses %s before anything is sent',
  async (_, args, message, operation = 'deprecated_get_client_list') => {
    const { base, arrived } = await serve({});
    const { code, stdout, stderr } = await cli(['call', operation, ...args], { env: tokensFor(base) });
    expect(stderr).toMatch(message);
    expect([code, stdout, arrived]).toEqual([2, '', []]);
  },
);

it('needs a partner token', async () => {
  const { code, stderr } = await cli(['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/There are no tokens.*ALTEGIO_PARTNER_TOKEN/s);
});

it('ends with 1 when the API refuses, and names the fields', async () => {
  const refusal = {
    success: false,
    data: null,
    meta: { message: 'Wrong data', errors: { phone: ['is too short'] } },
  };
  const { base } = await serve({ 'POST /api/v1/clients/1': (_, response) => json(response, 422, refusal) });
  const args = ['call', 'create_client', '--path', 'location_id=1', '--body', '{"phone":"1","name":"A"}'];
  const { code, stdout, stderr } = await cli(args, { env: tokensFor(base) });
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/422.*Wrong data.*\n {2}phone: is too short/s);
  const asJson = await cli([...args, '--json'], { env: tokensFor(base) });
  expect(JSON.parse(asJson.stderr)).toMatchObject({
    error: { status: 422, fields: { phone: ['is too short'] } },
  });
});

it('ends with 3 when a write may have happened, and with 1 when a read failed the same way', async () => {
  const { base } = await serve({
    'POST /api/v1/clients/1': (_, response) => json(response, 500, {}),
    'GET /api/v1/client/1/2': (_, response) => json(response, 504, {}),
  });
  const failed = await cli(create, { env: tokensFor(base) });
  expect([failed.code, failed.stderr]).toEqual([3, expect.stringContaining('may have happened')]);
  const read = ['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2'];
  expect((await cli(read, { env: tokensFor(base) })).code).toBe(1);
});

it('ends with 1 when nothing listens', async () => {
  const args = ['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2'];
  const { code, stderr } = await cli(args, { env: tokensFor(`${await closedPort()}/api`) });
  expect([code, stderr]).toEqual([1, expect.stringContaining('error:')]);
  for (const secret of ['partner-token', 'user-token']) expect(stderr).not.toContain(secret);
});

it('shows attempts with --verbose, without tokens', async () => {
  const { base } = await serve({ 'GET /api/v1/client/1/2': (_, response) => json(response, 200, one) });
  const args = ['call', 'get_client', '--path', 'location_id=1', '--path', 'id=2', '--verbose'];
  const { code, stderr } = await cli(args, { env: tokensFor(base) });
  expect([code, stderr]).toEqual([0, expect.stringContaining('get_client')]);
  expect(stderr).not.toContain('-token-of-the-test');
});
