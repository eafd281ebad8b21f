// `altegio-sdk doctor` against servers that are well, ill, and not there.
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../src/cli/checks/finding.ts';
import { checkDns, checkNode, checkProxy, checkReach, checkTls } from '../../src/cli/checks/network.ts';
import { selfSigned } from '../support/certificate.ts';
import { closedPort } from '../support/loopback.ts';
import { routeOf } from '../support/places.ts';
import { cli, tokensFor } from './cli.ts';
import { json, type Routes, serve } from './server.ts';

const list = (data: unknown) => ({ success: true, data, meta: [] });

/** The operations that the doctor proves tokens with, wherever they stand. */
const countries = routeOf('developers', 'get_country_list');
const locations = routeOf('v1', 'get_location_list');

const healthy: Routes = {
  [countries]: (_, response) => json(response, 200, list([])),
  [locations]: (_, response) => json(response, 200, list([{ id: 7, title: 'Salon' }])),
  [routeOf('v1', 'get_permission_list', { location_id: 7 })]: (_, response) =>
    json(
      response,
      200,
      list({ timetable: { timetable_access: true, schedule_edit_access: false, master_id: 5 } }),
    ),
};

const refused: Routes[string] = (_, response) =>
  json(response, 401, { success: false, data: null, meta: {} });

async function findingsOf(base: string, env = tokensFor(base)) {
  const { code, stdout } = await cli(['doctor', '--json'], { env });
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  return { code, by: (check: string) => findings.find((each) => each.check === check) };
}

it('finds everything well, and what the user may do', async () => {
  const { base, arrived } = await serve(healthy);
  const { code, stdout, stderr } = await cli(['doctor'], { env: tokensFor(base) });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/ok +node: Node /);
  expect(stdout).toMatch(/ok +clock: agrees/);
  expect(stdout).toMatch(/ok +partner token: is accepted/);
  expect(stdout).toMatch(/ok +user token: is accepted; its locations: 7 Salon/);
  expect(stdout).toMatch(/ok +rights: in location 7: timetable 1\/2/);
  expect(stdout).toContain('Nothing keeps calls from working.');
  expect(stdout).not.toContain('-token-of-the-test');
  // The first one is to see whether anything responds: no token goes with it.
  expect(arrived.map(({ authorization }) => authorization !== undefined)).toEqual([false, true, true, true]);
  expect(arrived[2]?.url).toContain('my=1');
});

it('tells a partner token that is not accepted, and leaves the user token', async () => {
  const { base } = await serve({ ...healthy, [countries]: refused });
  const { code, by } = await findingsOf(base);
  expect([code, by('partner token')?.status, by('user token')?.status]).toEqual([1, 'problem', 'skipped']);
  expect(by('partner token')?.cure).toContain('developer cabinet');
});

it('tells a user token that is not accepted', async () => {
  const { base } = await serve({ ...healthy, [locations]: refused });
  const { code, by } = await findingsOf(base);
  expect([code, by('partner token')?.status, by('user token')?.status]).toEqual([1, 'ok', 'problem']);
  expect(by('user token')?.cure).toContain('altegio-sdk login');
});

it('is content without a user token, and says what that means', async () => {
  const { base } = await serve(healthy);
  const { ALTEGIO_USER_TOKEN: _, ...env } = tokensFor(base);
  const { code, by } = await findingsOf(base, env as Record<string, string>);
  expect([code, by('user token')?.status]).toEqual([0, 'note']);
});

it('tells a limit that is used up, and for how long', async () => {
  const { base } = await serve({
    ...healthy,
    [countries]: (_, response) => {
      response.setHeader('retry-after', '7');
      json(response, 429, {});
    },
  });
  const { code, by } = await findingsOf(base);
  expect([code, by('limit')]).toEqual([
    1,
    expect.objectContaining({ status: 'problem', text: expect.stringContaining('for 7 s') }),
  ]);
});

it('tells a server that does not respond, and asks it nothing more', async () => {
  const { code, by } = await findingsOf(`${await closedPort()}/api`);
  expect([code, by('reach')?.status, by('tokens')?.status]).toEqual([1, 'problem', 'skipped']);
  expect(by('reach')?.text).toContain('ECONNREFUSED');
});

it('tells that there are no tokens', async () => {
  const { base } = await serve(healthy);
  const { code, by } = await findingsOf(base, { ALTEGIO_BASE_URL: base });
  expect([code, by('settings')?.status]).toEqual([1, 'problem']);
});

it.each([
  ['20.19.0', 'ok'],
  ['24.1.0', 'ok'],
  ['20.18.3', 'problem'],
  ['18.20.0', 'problem'],
])('Node %s is %s', (version, status) => {
  expect(checkNode(version).status).toBe(status);
});

it('notes a proxy that fetch does not use', () => {
  expect(checkProxy({})).toBeUndefined();
  expect(checkProxy({ HTTPS_PROXY: 'http://proxy', NODE_USE_ENV_PROXY: '1' })).toBeUndefined();
  expect(checkProxy({ HTTPS_PROXY: 'http://user:secret@proxy' })).toMatchObject({
    status: 'note',
    text: expect.not.stringContaining('secret'),
  });
});

it('tells a name that is not found', async () => {
  expect(await checkDns(new URL('https://nowhere.invalid'))).toMatchObject({
    status: 'problem',
    cure: expect.any(String),
  });
});

it('tells a server without TLS', async () => {
  const base = await closedPort();
  expect(await checkTls(new URL(base.replace('http:', 'https:')))).toMatchObject({ status: 'problem' });
});

it('tells a certificate that nobody vouches for', async () => {
  const server = createServer(selfSigned());
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const finding = await checkTls(new URL(`https://127.0.0.1:${port}`));
  expect(finding).toMatchObject({ status: 'problem', cure: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
  expect(finding.text).toMatch(/not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
});

const responding = (headers: Record<string, string>, status = 200) =>
  (async () => new Response('', { status, headers })) as typeof fetch;

it.each([
  ['Sun, 01 Jan 2023 00:00:10 GMT', 'ok', /agrees/],
  ['Sun, 01 Jan 2023 00:02:00 GMT', 'problem', /120 s behind/],
  ['Sat, 31 Dec 2022 23:00:00 GMT', 'problem', /3600 s ahead of|3599 s ahead of/],
])('compares the clocks with %s', async (date, status, words) => {
  const now = () => Date.UTC(2023, 0, 1);
  const { findings } = await checkReach('https://api.example', responding({ date }), now);
  expect(findings[1]).toMatchObject({ check: 'clock', status, text: expect.stringMatching(words) });
});

it('tells a fence before the API', async () => {
  const { findings } = await checkReach(
    'https://api.example',
    responding({ 'content-type': 'text/html' }, 403),
  );
  expect(findings[0]).toMatchObject({ status: 'note', text: expect.stringContaining('HTML') });
});
