// The worked example of docs/regenerating.md: the edition of September 2026 arrives in a copy of this repository.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, '../..');
const edition = join(import.meta.dirname, 'fixtures/2026-09');
const patch = join(import.meta.dirname, 'fixtures/2026-09.patch');
const minutes = (count: number) => count * 60_000;

/** What `npm run regenerate -- --json` writes, as far as this is about it. */
interface Outcome {
  severity: string;
  generated: boolean;
  summary: Record<string, number>;
  edits: { file: string; subject: string; todo: string }[];
  pruned: { file: string }[];
}

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'altegio-edition-'));
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: project,
    maxBuffer: 2 ** 26,
  });
  const files = stdout.split('\0').filter((file) => file !== '');
  for (const file of files) await cp(join(project, file), join(copy, file), { recursive: true });
  await symlink(join(project, 'node_modules'), join(copy, 'node_modules'));
  await git('init', '--quiet');
  await git('add', '--all');
  await git(
    '-c',
    'user.name=x',
    '-c',
    'user.email=x@example.com',
    'commit',
    '--quiet',
    '--message',
    'before',
  );
}, minutes(2));

afterAll(() => rm(copy, { recursive: true, force: true }));

/** The lines of a screen of docs/regenerating.md, as far as they are shown whole. */
async function screen(index: number): Promise<string[]> {
  const page = await readFile(join(project, 'docs/regenerating.md'), 'utf8');
  const blocks = [...page.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(([, text]) => text!);
  return blocks[index]!.split('\n')
    .map((line) => line.split('…')[0]!)
    .filter((line) => line.trim() !== '');
}

function git(...args: string[]) {
  return run('git', args, { cwd: copy, maxBuffer: 2 ** 26 });
}

/** Runs a program of the copy; its exit code, and what it printed. */
async function inCopy(program: string, args: string[], timeoutMs = minutes(5)) {
  // The runner's own settings are not the copy's.
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  const options = { cwd: copy, env, maxBuffer: 2 ** 28, timeout: timeoutMs };
  return run(program, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      text: error.stdout + error.stderr,
    }),
  );
}

async function regenerate() {
  const json = join(copy, '.cache-outcome.json');
  const args = ['--import', 'tsx', 'scripts/regenerate.ts', 'v1', 'v2', '--from', edition, '--json', json];
  const { code, text } = await inCopy(process.execPath, args);
  const outcome = JSON.parse(await readFile(json, 'utf8').catch(() => '{}')) as Outcome;
  await rm(json, { force: true });
  return { code, text, outcome };
}

describe('the edition of September 2026', () => {
  it('asks for few edits by hand, each with the one thing to do', { timeout: minutes(5) }, async () => {
    const { code, text, outcome } = await regenerate();
    expect(code, text).toBe(2);
    expect(outcome.generated).toBe(false);
    expect(outcome.edits.length).toBeGreaterThan(0);
    expect(outcome.edits.every(({ todo }) => todo !== '')).toBe(true);
    // What is about operations that are gone, and the operations of ours that it brings, goes by itself.
    expect(outcome.pruned.length).toBeGreaterThan(20);
    for (const line of await screen(0)) expect(text).toContain(line);
    expect(outcome.pruned.filter(({ file }) => file.endsWith('90-since-2026-09.yaml'))).toHaveLength(12);
  });

  it('is generated after twelve edits at most', { timeout: minutes(6) }, async () => {
    const hunks = (await readFile(patch, 'utf8')).match(/^@@/gm) ?? [];
    expect(hunks.length).toBeLessThanOrEqual(12);
    await git('apply', patch);
    const { code, text, outcome } = await regenerate();
    expect(code, text).toBe(0);
    expect(outcome).toMatchObject({ generated: true, edits: [], severity: 'breaking' });
    expect(outcome.summary.moved).toBeGreaterThan(150);
    for (const line of await screen(1)) expect(text).toContain(line);
  });

  it('changes the description, what is made of it, and nothing else', async () => {
    const { stdout } = await git('status', '--porcelain', '--untracked-files=all');
    const files = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.slice(3));
    expect(files).toContain('.changeset/openapi.md');
    expect(files.filter((file) => !/^(openapi|generated|docs)\//.test(file))).toEqual([
      '.changeset/openapi.md',
    ]);
  });

  it('passes the compiler', { timeout: minutes(5) }, async () => {
    const compiled = await inCopy(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.']);
    expect(compiled.text).toBe('');
  });

  it('passes every test, as they are', { timeout: minutes(20) }, async () => {
    const built = await inCopy(process.execPath, ['--import', 'tsx', 'scripts/build.ts']);
    expect(built.code, built.text).toBe(0);
    // By one worker: the tests around this one have the other core.
    const args = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=agent', '--maxWorkers=1'];
    const tested = await inCopy(process.execPath, args, minutes(18));
    expect(tested.text).toMatch(/Tests\s.*\d+ passed/);
    expect(tested.code, tested.text).toBe(0);
  });
});
