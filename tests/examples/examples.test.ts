// Each example of examples/ does what its first line says. Needs `npm run build`, and `npm ci --prefix examples`.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeAltegio, type FakeAltegio, type Listening } from '../../src/testing.ts';
import { folder, isInstalled, type Running, start, tokens } from './run.ts';

const runtimes = join(import.meta.dirname, '../runtimes/node_modules');
const newerNode = join(runtimes, 'node-22/bin/node');

const salon = { clock: () => Date.parse('2026-03-02T09:00:00Z'), clients: 450, appointments: 600 };

let fake: FakeAltegio;
let server: Listening;
const running: Running[] = [];

beforeAll(async () => {
  fake = createFakeAltegio(salon);
  server = await fake.listen();
});

afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL');
  await server.close();
});

function example(name: string, args: string[] = [], { node = process.execPath, env = {} } = {}): Running {
  const run = start(name, node, args, { ALTEGIO_BASE_URL: server.url, ...env });
  running.push(run);
  return run;
}

it('every example is listed, described, and in the one install', () => {
  const { workspaces } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    workspaces: string[];
  };
  const own = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'package.json')));
  // The test tools have an install of their own; the quickstart is run from the sources.
  expect([...workspaces, 'testing'].sort()).toEqual(own.sort());
  const page = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const name of [...own, 'quickstart']) expect(page).toContain(`](${name})`);
});

describe.skipIf(!isInstalled)('the example', () => {
  it('win-back: writes those who have not come for long, as CSV', async () => {
    const csv = await example('win-back', ['win-back.mjs', '20']).ended;
    const [head, ...rows] = csv.trimEnd().split('\r\n');
    expect(head).toBe('"id","name","phone","email","last_visit_date","sold_amount"');
    expect(rows.length).toBeGreaterThan(5);
    const paid = rows.map((row) => Number(/"(-?[\d.]*)"$/.exec(row)![1]));
    expect(paid).toEqual([...paid].sort((a, b) => b - a));
  });

  it('booking-bot: books what the conversation is about, once', async () => {
    const before = fake.snapshot().appointments.length;
    const bot = example('booking-bot', ['bot.mjs']);
    for (const [question, reply] of [
      [/What may we do/, '1'],
      [/Which day/, '1'],
      [/At what time/, '2'],
      [/Your name/, 'Ada Berg'],
      [/phone number/, '442071234567'],
    ] as const) {
      await bot.printed(question);
      bot.child.stdin!.write(`${reply}\n`);
    }
    expect(await bot.ended).toMatch(/Booked: .+ \(number \d+\)/);
    expect(fake.snapshot().appointments.length).toBe(before + 1);
  });

  it('tanstack-query: reads once, keeps it, and has the error of the SDK', async () => {
    expect(await example('tanstack-query', ['queries.mjs']).ended).toMatch(
      /^\d+ appointments\nagain, from the cache\nAltegioNotFoundError: HTTP 404\n$/,
    );
  });

  it('pino: writes a record per call, and no token', async () => {
    const records = (await example('pino', ['log.mjs']).ended)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => String(msg).startsWith('call'));
    expect(records).toMatchObject([
      { level: 30, operationId: 'get_service_list', outcome: 'ok', status: 200, attempts: 1 },
      { level: 50, operationId: 'get_client', outcome: 'refused', status: 404 },
    ]);
  });

  it('open-telemetry: prints a span per call, the failed one as failed, and the metrics', async () => {
    const text = await example('open-telemetry', ['telemetry.mjs']).ended;
    expect(text.match(/'altegio\.outcome': '(ok|refused)'/g)?.length).toBeGreaterThanOrEqual(2);
    expect(text).toContain('http.client.request.duration');
    expect(text).toContain("'error.type': '404'");
  });

  it('webhook-receiver: takes what Altegio sends, and refuses a wrong secret', async () => {
    const receiver = example('webhook-receiver', ['server.mjs'], {
      env: { PORT: '0', WEBHOOK_SECRET: 'secret-of-the-url' },
    });
    const [, port] = await receiver.printed(/listening on (\d+)/);
    const url = `http://127.0.0.1:${port}/hooks?secret=`;
    const sender = createFakeAltegio({ webhookUrls: [`${url}secret-of-the-url`] });
    const create = (to: FakeAltegio) =>
      to.fetch(`https://api.alteg.io/api/v1/clients/${to.locationId}`, {
        method: 'POST',
        headers: { authorization: 'Bearer any, User any', 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Ada Berg', phone: '442071234567' }),
      });
    await create(sender);
    await sender.idle();
    await receiver.printed(/client \d+ create: Ada Berg/);
    const wrong = await fetch(`${url}guessed`, { method: 'POST', body: '{}' });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
    receiver.child.kill();
  });

  it('nest-module: injects the client into a service of a CommonJS project', {
    timeout: 120_000,
  }, async () => {
    const compiler = join(folder, 'node_modules/typescript/bin/tsc');
    await example('nest-module', [compiler, '-p', '.']).ended;
    expect(await example('nest-module', ['dist/main.js', 'Emma']).ended).toMatch(/^\[\s*'Emma /);
  });

  it.skipIf(!existsSync(newerNode))(
    'nightly-export: goes on where it was killed, without a row lost or doubled',
    {
      timeout: 120_000,
    },
    async () => {
      const out = mkdtempSync(join(tmpdir(), 'altegio-sdk-export-'));
      const args = ['nightly-export.mjs', join(out, 'salon.sqlite'), '2025-01-01', '2026-12-31'];
      // The first page comes, no other ever does; then the process is killed.
      const stuck = createFakeAltegio(salon);
      stuck.fail('get_client_list', { slowMs: 1 });
      stuck.fail('get_client_list', { timeout: true }, Number.POSITIVE_INFINITY);
      const dead = await stuck.listen();
      const killed = example('nightly-export', args, {
        node: newerNode,
        env: { ALTEGIO_BASE_URL: dead.url },
      });
      await killed.printed(/clients 200/);
      killed.child.kill('SIGKILL');
      await expect(killed.ended).rejects.toThrow(/SIGKILL/);
      await dead.close();
      const before = fake.journal.length;
      const again = await example('nightly-export', args, { node: newerNode }).ended;
      const pages = fake.journal.slice(before).filter(({ operationId }) => operationId === 'get_client_list');
      // The page before is read once more, to find the place: without the cursor it would print 200 again.
      expect(pages.length).toBe(3);
      expect(again).not.toMatch(/clients 200\b/);
      expect(again).toContain(`clients ${fake.snapshot().clients.length}`);
      expect(again).toContain(`appointments ${fake.snapshot().appointments.length}`);
      rmSync(out, { recursive: true });
    },
  );

  it.skipIf(!existsSync(join(runtimes, 'miniflare')))(
    'worker: hands out free times in workerd',
    {
      timeout: 60_000,
    },
    async () => {
      const { build } = await import('esbuild');
      const { Miniflare } = (await import(join(runtimes, 'miniflare/dist/src/index.js'))) as {
        Miniflare: new (
          options: object,
        ) => { dispatchFetch(url: string): Promise<Response>; dispose(): Promise<void> };
      };
      const { outputFiles } = await build({
        entryPoints: [join(folder, 'worker/worker.mjs')],
        bundle: true,
        write: false,
        format: 'esm',
        conditions: ['workerd', 'worker'],
      });
      const miniflare = new Miniflare({
        modules: true,
        script: outputFiles[0]!.text,
        compatibilityDate: '2026-01-01',
        bindings: { ...tokens, ALTEGIO_LOCATION_ID: '123', ALTEGIO_BASE_URL: server.url },
      });
      try {
        const path = 'http://worker/times?team_member=11&service=501&date=2026-03-23';
        const times = (await (await miniflare.dispatchFetch(path)).json()) as object[];
        expect(times.length).toBeGreaterThan(3);
        expect(times[0]).toMatchObject({ time: expect.stringMatching(/^\d+:\d\d$/) as string });
        fake.fail('get_time_slots_for_booking', { status: 422, message: 'for the log' });
        const refused = await miniflare.dispatchFetch(path);
        expect([refused.status, await refused.text()]).toEqual([400, '{"error":"no times"}']);
      } finally {
        await miniflare.dispose();
      }
    },
  );

  it('next-route: builds, and hands out the services', { timeout: 180_000 }, async () => {
    const next = join(folder, 'node_modules/next/dist/bin/next');
    const env = { NEXT_TELEMETRY_DISABLED: '1' };
    await example('next-route', [next, 'build'], { env }).ended;
    const site = example('next-route', [next, 'start', '-p', '0', '-H', '127.0.0.1'], { env });
    const [, url] = await site.printed(/(http:\/\/127\.0\.0\.1:\d+)/);
    const response = await fetch(`${url}/api/services`);
    expect(await response.json()).toContainEqual({ id: 501, title: 'Haircut', price_min: 40 });
    site.child.kill();
  });

  // The last one: it looks at what the others have printed.
  it('prints no token', () => {
    expect(running.length).toBeGreaterThan(5);
    const text = running.map((each) => each.output()).join('\n');
    for (const token of Object.values(tokens)) expect(text).not.toContain(token);
  });
});
