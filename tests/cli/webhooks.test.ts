// `altegio-sdk webhooks listen`, as the built command.
import { expect, it } from 'vitest';
import { eventChecker } from '../../src/cli/webhooks.ts';
import { isWebhookEvent, parseWebhook, sampleWebhookEvent } from '../../src/webhooks.ts';
import { cli, start } from './cli.ts';

/** Starts it, and waits for the URL that it shows. */
async function listening(args: string[] = [], env: Record<string, string> = {}) {
  const running = start(['webhooks', 'listen', '--port', '0', ...args], { env });
  const url = await running.saying(/http:\/\/127\.0\.0\.1:\d+\/\?secret=\S+/);
  const send = async (body: unknown, to = url) =>
    (await fetch(to, { method: 'POST', body: JSON.stringify(body) })).status;
  const stop = async () => {
    running.child.kill('SIGTERM');
    return running.ended;
  };
  return { url, send, stop };
}

it('shows events, and what is worth a look in them', async () => {
  const { send, stop } = await listening();
  const event = sampleWebhookEvent('record', { status: 'create', resource_id: 7, company_id: 1 });
  expect(await send([event, event])).toBe(200);
  expect(await send({ resource: 'planet', status: 'create' })).toBe(200);
  const { code, stdout } = await stop();
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d {2}record create {2}id 7 {2}location 1$/);
  expect(lines[2]).toMatch(/came before/);
  expect(lines.slice(3).join('\n')).toMatch(
    /planet create {2}id \? {2}location \?\n {2}note: this version .* does not know it/,
  );
});

it('prints a line of JSON per event with --json', async () => {
  const { send, stop } = await listening(['--json']);
  const event = sampleWebhookEvent('client');
  await send(event);
  const { stdout } = await stop();
  expect(JSON.parse(stdout)).toEqual({ event, notes: [] });
});

it('refuses who does not know the secret, and does not show its own', async () => {
  const env = { ALTEGIO_WEBHOOK_SECRET: 'secret-of-the-test' };
  const { url, send, stop } = await listening([], env);
  expect(url).toContain('secret=<ALTEGIO_WEBHOOK_SECRET>');
  const right = url.replace('<ALTEGIO_WEBHOOK_SECRET>', 'secret-of-the-test');
  expect(await send(sampleWebhookEvent('client'), url.replace(/secret=.*/, 'secret=wrong'))).toBe(401);
  expect(await send(sampleWebhookEvent('client'), right)).toBe(200);
  expect((await fetch(right, { method: 'POST', body: 'no json' })).status).toBe(400);
  const { stdout, stderr } = await stop();
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr.match(/refused:/g)).toHaveLength(2);
  expect(stdout + stderr).not.toContain('secret-of-the-test');
});

it.each([
  [{ resource: 'client', status: 'update', resource_id: 1, company_id: 1, data: {} }, []],
  [
    { resource: 'client', status: 'update', resource_id: 1, company_id: '1', data: {} },
    [/does not know it/, /no company_id/],
  ],
  [
    { resource: 'client', status: 'update', company_id: 1 },
    [/does not know it/, /no resource_id/, /no data/],
  ],
])('checks %j', (event, notes) => {
  const [parsed] = parseWebhook(event);
  const found = eventChecker(isWebhookEvent)(parsed!);
  expect(found).toEqual(notes.map((note) => expect.stringMatching(note)));
});

it('says that the port is taken', async () => {
  const { url, stop } = await listening();
  const { port } = new URL(url);
  const { code, stderr } = await cli(['webhooks', 'listen', '--port', port]);
  expect([code, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  await stop();
});

it.each(['70000', '-1', 'x', ''])('refuses the port %j', async (port) => {
  const { code, stderr } = await cli(['webhooks', 'listen', `--port=${port}`]);
  expect([code, stderr]).toEqual([2, expect.stringContaining('--port takes a number')]);
});
