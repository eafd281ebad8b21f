// Any overlay engine can apply the overlays: Redocly's gives the same contracts as ours, and its linter accepts them.
// It reads JSONPath by another library, and passes over what no longer fits; tests of ours see to the latter.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Correction, loadCorrection } from '../../../scripts/contract/contract.ts';
import { stringifyOverlay } from '../../../scripts/contract/derive.ts';
import { apis } from '../../../scripts/openapi/apis.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const cli = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js');

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altegio-overlays-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test.each(apis)(
  'of $vendor are valid, and give the same contract',
  { timeout: 120_000 },
  async ({ name, vendor, snapshot }) => {
    const correction = await loadCorrection(name);
    const files = await overlaysOf(correction, vendor);
    await redocly('lint', ...files, '--config', await minimal());
    const output = join(folder, `${vendor}.json`);
    const overlays = files.flatMap((file) => ['--overlay', file]);
    await redocly('bundle', snapshot, ...overlays, '--ext', 'json', '--output', output);
    expect(JSON.parse(await readFile(output, 'utf8'))).toEqual(plain(correction.contract));
  },
);

/** The documents in the order in which they are applied. */
async function overlaysOf({ derived, written, answers }: Correction, vendor: string): Promise<string[]> {
  const [first, last] = ['computed', 'answers'].map((kind) => join(folder, `${vendor}.${kind}.yaml`));
  await writeFile(first!, stringifyOverlay(derived));
  await writeFile(last!, stringifyOverlay(answers));
  return [first!, ...written.map(({ file }) => file), last!];
}

/** The linter's own rules for overlays, whatever configuration lies about. */
async function minimal(): Promise<string> {
  const file = join(folder, 'redocly.yaml');
  await writeFile(file, 'extends: [recommended-strict]\n');
  return file;
}

/** Fails where the command does, with what it says. */
async function redocly(...args: string[]): Promise<void> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const options = { cwd: project, env, maxBuffer: 64 * 1024 * 1024, timeout: 110_000 };
  await promisify(execFile)(process.execPath, [cli, ...args], options);
}

/** Without shared objects. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
