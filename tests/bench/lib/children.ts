// Measures in processes of their own, so that nothing that ran before counts.
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildPackage as buildInto } from '../../../scripts/build.ts';
import { bench, builtPackage, dist, root, scratch } from './folders.ts';

const execute = promisify(execFile);

/** Runs a program and returns what it printed. */
export async function run(command: string, args: readonly string[], cwd = root): Promise<string> {
  try {
    const { stdout } = await execute(command, args, {
      cwd,
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NO_COLOR: '1' },
    });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/** Runs a script with Node; its last line is JSON. */
export async function runNode<T>(args: readonly string[], cwd = root): Promise<T> {
  const output = await run(process.execPath, args, cwd);
  return JSON.parse(output.trimEnd().split('\n').at(-1)!) as T;
}

export const child = (name: string): string => join(bench, 'children', name);

/** What the package is made of. */
const sources = [
  'src',
  'generated',
  'scripts',
  'openapi/sources.json',
  'tsup.config.ts',
  'package.json',
  'package-lock.json',
];

/** Builds the package into the scratch folder, types included, unless that was done since the last change. */
export async function buildPackage(): Promise<void> {
  const stamp = join(scratch, 'built');
  const newest = String(Math.max(...sources.flatMap(times)));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === newest) return;
  mkdirSync(builtPackage, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(builtPackage, 'package.json'));
  console.log('building the package …');
  await buildInto(dist);
  writeFileSync(stamp, newest);
}

/** When a file, or each file of a folder, was last changed. */
function times(name: string): number[] {
  const path = join(root, name);
  const stats = statSync(path);
  if (!stats.isDirectory()) return [stats.mtimeMs];
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return files.map((file) => statSync(join(path, file)).mtimeMs);
}
