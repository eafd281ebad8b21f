// The table of faults in other runtimes: their fetch tells of a lost connection in words of its own.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostileServer, hostileServer } from '../faults/hostile-server.ts';
import { bearOut } from '../faults/outcomes.bear-out.ts';
import type { Played } from '../faults/outcomes.play.ts';
import { circumstantial, scripts, table } from '../faults/outcomes.table.ts';
import { description, tableOf } from '../support/tiny/tiny.ts';
import { commands, titled } from './commands.ts';
import type { Task } from './faults.program.ts';

const all = { ...table, ...scripts, ...circumstantial };
const folder = join(import.meta.dirname, '../../.cache/runtimes');
const program = join(folder, 'faults.mjs');

beforeAll(async () => {
  await build({
    entryPoints: [join(import.meta.dirname, 'faults.program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});

describe.each(commands)('$name', (command) => {
  let server: HostileServer;
  let played: Record<string, Played[]> = {};
  beforeAll(async () => {
    server = await hostileServer();
    if (!command.file) return;
    const patience = Object.entries(all).map(([script, { timeoutMs }]) => [script, timeoutMs ?? 0]);
    const task: Task = {
      base: server.base,
      operations: tableOf(description),
      scripts: Object.fromEntries(patience),
    };
    const file = join(folder, `${command.name.replaceAll(' ', '-')}.json`);
    await writeFile(file, JSON.stringify(task));
    const { stdout } = await promisify(execFile)(command.file, [...command.args, program, file], {
      timeout: 240_000,
      maxBuffer: 2 ** 26,
    });
    played = JSON.parse(stdout, withRetryAfter);
  }, 300_000);
  afterAll(() => server.close());

  it.runIf(command.file)(`${titled(command)}: every fault was played`, () => {
    expect(Object.keys(played).sort()).toEqual(Object.keys(all).sort());
  });

  for (const [script, row] of Object.entries(all)) {
    if (command.file) it(script, () => bearOut(server, row, played[script]!, command.resendsReads));
  }
});

/** What is `undefined` gets lost on the way. */
function withRetryAfter(key: string, value: unknown): unknown {
  return key === 'error' ? { retryAfter: undefined, ...(value as object) } : value;
}
