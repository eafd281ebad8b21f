// `redocly drift` reads what this package writes down: the log of traffic, and the requests that the mock records.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createAltegio } from '../../src/index.ts';
import { createTrafficLog } from '../../src/validation.ts';
import { appointment, path, start as startFake } from '../support/fake.ts';
import { root, start, temporary } from './cli.ts';

interface Drift {
  documented: number;
  findings: string[];
}

/** What the command of docs/validation.md says about a file. */
async function driftOf(file: string, server: string): Promise<Drift> {
  const command = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const report = join(temporary(), 'report.json');
  const contract = join(root, 'contract/v1.json');
  const options = ['--server', server, '--format', 'json', '--output', report];
  await new Promise((resolve) =>
    // It ends with 1 where it finds something.
    execFile('node', [command, 'drift', file, '--api', contract, ...options], resolve),
  );
  const { run, problems } = JSON.parse(readFileSync(report, 'utf8')) as {
    run: { documentedExchanges: number };
    problems: { message: string; operationId: string }[];
  };
  return {
    documented: run.documentedExchanges,
    findings: problems.map(({ message, operationId }) => `${operationId}: ${message}`),
  };
}

it('reads a log of traffic, and finds what differs from the contract', async () => {
  const { fake } = startFake();
  const lines: string[] = [];
  const log = createTrafficLog({ api: 'v1', write: (line) => lines.push(line) });
  const tokens = { partnerToken: 'partner-token', userToken: 'user-token' };
  const altegio = createAltegio({ ...tokens, fetch: fake.fetch, limiter: false, hooks: log.hooks });
  await altegio.v1.create_appointment({ path, body: appointment });
  await altegio.v1.get_appointment_list({ path, query: { start_date: '2026-03-01' } });
  await altegio.v1.get_client_list({ path, body: {} });
  const file = join(temporary(), 'v1.ndjson');
  const server = 'https://api.alteg.io/api/v1';
  writeFileSync(file, lines.join(''));
  expect(await driftOf(file, server)).toEqual({ documented: 3, findings: [] });
  const broken = JSON.parse(lines[1]!);
  broken.response.body.data[0].id = 'seven';
  writeFileSync(file, `${JSON.stringify(broken)}\n`);
  expect(await driftOf(file, server)).toEqual({
    documented: 1,
    findings: ['get_appointment_list: Response field "data[0].id" must be number.'],
  });
}, 60_000);

it('reads the requests that the mock records', async () => {
  const file = join(temporary(), 'requests.ndjson');
  const running = start(['mock', '--port', '0', '--salon', '--quiet', '--record', file]);
  const url = await running.saying(/http:\/\/127\.0\.0\.1:\d+\/api(?= )/);
  const altegio = createAltegio({
    partnerToken: 'partner-token',
    userToken: 'user-token',
    baseUrl: url,
    limiter: false,
  });
  await altegio.v1.get_appointment_list({ path, query: { start_date: '2026-03-01' } });
  await altegio.v1.create_appointment({ path, body: appointment });
  running.child.kill('SIGTERM');
  await running.ended;
  expect(readFileSync(file, 'utf8')).not.toMatch(/partner-token|user-token/);
  expect(await driftOf(file, `${url}/v1`)).toEqual({ documented: 2, findings: [] });
}, 60_000);
