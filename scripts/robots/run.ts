// What the robots of .github/workflows run besides this project's own scripts: git, GitHub's gh and npm.
import { execFile, spawn } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The output of a command; throws, with what it printed, where it fails. */
export async function output(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

/** Runs a command in the open; resolves to its exit code and the last of what it printed. */
export async function exitCode(command: string, ...args: string[]): Promise<{ code: number; tail: string }> {
  // What is run here gets no right to write to the repository.
  const { GH_TOKEN: _, ...env } = process.env;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let tail = '';
  const show = (chunk: Buffer, to: NodeJS.WriteStream) => {
    to.write(chunk);
    tail = (tail + chunk).slice(-4000);
  };
  child.stdout.on('data', (chunk: Buffer) => show(chunk, process.stdout));
  child.stderr.on('data', (chunk: Buffer) => show(chunk, process.stderr));
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  return { code, tail };
}

const bot = { name: 'github-actions[bot]', email: '41898282+github-actions[bot]@users.noreply.github.com' };

/**
 * Commits these paths and makes the remote branch of that name hold them. `false` where nothing differs, or where the
 * branch ends in a commit of somebody else's, whose work it is then.
 */
export async function pushBranch(branch: string, subject: string, ...paths: string[]): Promise<boolean> {
  await output('git', 'add', '--all', '--', ...paths);
  if (await succeeds('git', 'diff', '--cached', '--quiet')) {
    console.log('Nothing differs.');
    return false;
  }
  if (await succeeds('git', 'fetch', '--quiet', '--depth=1', 'origin', branch)) {
    const author = await output('git', 'log', '-1', '--format=%ae', 'FETCH_HEAD');
    if (author !== bot.email) {
      console.log(`${branch} has commits of ${author}: it is left alone.`);
      return false;
    }
  }
  const identity = ['-c', `user.name=${bot.name}`, '-c', `user.email=${bot.email}`];
  await output('git', ...identity, 'commit', '--quiet', '-m', subject);
  await output('git', 'push', '--quiet', '--force', 'origin', `HEAD:refs/heads/${branch}`);
  return true;
}

async function succeeds(command: string, ...args: string[]): Promise<boolean> {
  return promisify(execFile)(command, args).then(
    () => true,
    () => false,
  );
}

/** The number of the open pull request of a branch. */
export async function openPull(branch: string): Promise<string | undefined> {
  const found = await output('gh', 'pr', 'list', '--head', branch, '--state', 'open', '--json', 'number');
  return numberIn(found);
}

/** The number of the open issue with a label. */
export async function openIssue(label: string): Promise<string | undefined> {
  return numberIn(
    await output('gh', 'issue', 'list', '--label', label, '--state', 'open', '--json', 'number'),
  );
}

function numberIn(text: string): string | undefined {
  const [first] = JSON.parse(text) as { number: number }[];
  return first && String(first.number);
}

/** A value for later steps of the workflow. */
export async function setOutput(name: string, value: string): Promise<void> {
  const { GITHUB_OUTPUT } = process.env;
  if (GITHUB_OUTPUT) await appendFile(GITHUB_OUTPUT, `${name}=${value}\n`);
}
