// The runtimes that are tested beside the Node that runs the tests: npm packages of tests/runtimes, else from the path.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Command {
  name: string;
  /** The program; `undefined` where it is not installed. */
  file: string | undefined;
  /** What goes before a script. */
  args: string[];
  /** Its fetch sends a read once more when a connection that it kept alive closes under it. */
  resendsReads: boolean;
}

const folder = join(import.meta.dirname, 'node_modules');

/** Each with its arguments, and where npm puts it on Linux. */
const known: { name: string; args: string[]; paths: string[]; onPath?: string }[] = [
  { name: 'Node 22', args: [], paths: ['node-22/bin/node'] },
  { name: 'the newest Node', args: [], paths: ['node-newest/bin/node'] },
  {
    name: 'Bun',
    args: [],
    paths: ['@oven/bun-linux-x64/bin/bun', '@oven/bun-linux-aarch64/bin/bun'],
    onPath: 'bun',
  },
  {
    name: 'Deno',
    args: ['run', '--allow-all', '--no-check'],
    paths: ['@deno/linux-x64-glibc/deno', '@deno/linux-arm64-glibc/deno'],
    onPath: 'deno',
  },
];

export const commands: Command[] = known.map(({ name, args, paths, onPath }) => {
  const installed = paths.map((path) => join(folder, path)).find(runs);
  return {
    name,
    args,
    resendsReads: onPath !== undefined,
    file: installed ?? (onPath && runs(onPath) ? onPath : undefined),
  };
});

/** A suite's or test's name, which says so where it has to be skipped. */
export function titled({ name, file }: Command): string {
  return file ? name : `${name} (SKIPPED: it is not installed; npm run test:runtimes installs it)`;
}

function runs(file: string): boolean {
  if (file.includes('/') && !existsSync(file)) return false;
  try {
    execFileSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
