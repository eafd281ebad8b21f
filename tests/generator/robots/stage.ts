// A clone of a bare repository on disk, and commands in the place of gh and npm, for the scripts of the workflows.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** Writes down what it is called with, and what lies in a file that it is given; lists what the test says is open. */
const gh = `
const { appendFileSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
const at = args.findIndex((each) => /^--(body|notes)-file$/.test(each));
const body = at < 0 ? undefined : readFileSync(args[at + 1], 'utf8');
const shown = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
appendFileSync(process.env.LOG, JSON.stringify({ command: 'gh ' + shown.join(' '), body }) + '\\n');
if (args[1] === 'list') console.log(args[0] === 'pr' ? process.env.PULLS : process.env.ISSUES);
`;

/** Does what the test says in the place of each npm script. */
const npm = `
const { appendFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync(process.env.LOG, JSON.stringify({ command: 'npm ' + args.slice(0, 2).join(' '), token: process.env.GH_TOKEN }) + '\\n');
const does = JSON.parse(process.env.NPM)[args.slice(0, 2).join(' ')] ?? {};
for (const [file, text] of Object.entries(does.files ?? {})) writeFileSync(file, text);
for (const [flag, text] of Object.entries(does.flags ?? {})) writeFileSync(args[args.indexOf(flag) + 1], text);
if (does.prints) console.log(does.prints);
if (does.complains) console.error(does.complains);
process.exitCode = does.code ?? 0;
`;

export interface Does {
  /** Files that it writes, by their paths. */
  files?: Record<string, string>;
  /** What it writes into the files that these flags name. */
  flags?: Record<string, string>;
  prints?: string | undefined;
  complains?: string;
  code?: number;
}

export interface Stage {
  folder: string;
  git(...args: string[]): Promise<string>;
  /** Runs a script of scripts/robots in the clone. */
  run(script: string, npm?: Record<string, Does>, env?: Record<string, string>): Promise<Ran>;
}

export interface Ran {
  code: number;
  printed: string;
  calls: { command: string; body?: string; token?: string }[];
}

export async function stage(files: Record<string, string>): Promise<Stage> {
  const outer = mkdtempSync(join(tmpdir(), 'robots-'));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  const folder = join(outer, 'clone');
  const bin = join(outer, 'bin');
  mkdirSync(bin);
  for (const [name, code] of Object.entries({ gh, npm }))
    writeFileSync(join(bin, name), `#!/usr/bin/env node\n${code}`, { mode: 0o755 });
  const git = (...args: string[]) => output('git', args, folder);
  await output('git', ['init', '--quiet', '--bare', join(outer, 'remote.git')], outer);
  await output('git', ['clone', '--quiet', join(outer, 'remote.git'), folder], outer);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  await commit(git, 'begin');
  await git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');

  async function run(script: string, does: Record<string, Does> = {}, env: Record<string, string> = {}) {
    const log = join(outer, 'log');
    writeFileSync(log, '');
    const own = { LOG: log, PULLS: '[]', ISSUES: '[]', NPM: JSON.stringify(does), GH_TOKEN: 'a-token' };
    const path = `${bin}${delimiter}${process.env.PATH}`;
    const args = ['--import', import.meta.resolve('tsx'), join(root, 'scripts/robots', script)];
    const ran = await promisify(execFile)(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ...own, ...env, PATH: path },
      timeout: 60_000,
    }).then(
      ({ stdout, stderr }) => ({ code: 0, printed: stdout + stderr }),
      ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
        code,
        printed: stdout + stderr,
      }),
    );
    const lines = readFileSync(log, 'utf8').trim().split('\n').filter(Boolean);
    return { ...ran, calls: lines.map((line) => JSON.parse(line) as Ran['calls'][number]) };
  }

  return { folder, git, run };
}

/** A commit of everything, by a person. */
export async function commit(git: Stage['git'], subject: string): Promise<void> {
  await git('add', '--all');
  await git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '-m', subject);
}

async function output(command: string, args: string[], cwd: string): Promise<string> {
  return (await promisify(execFile)(command, args, { cwd })).stdout.trim();
}
