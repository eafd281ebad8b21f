// Runs the command: in this process, which is quick, or the built one, as a user's shell would (needs `npm run build`).
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { run } from '../../src/cli/program.ts';

export const root = resolve(import.meta.dirname, '../..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** Resolves with what matches in its output, as soon as it is there; rejects when the command ends before. */
  saying(pattern: RegExp): Promise<string>;
  ended: Promise<Ended>;
}

/** An empty folder, for the time of a test. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the built command of `folder`, with nothing in its environment but `env`; it is killed when the test ends. */
export function start(
  args: readonly string[],
  {
    env = {},
    input = '',
    folder = root,
  }: { env?: Record<string, string>; input?: string; folder?: string } = {},
): Running {
  const home = env.HOME ?? temporary();
  const child = spawn(process.execPath, [join(folder, 'dist/cli.js'), ...args], {
    env: { PATH: process.env.PATH, HOME: home, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
  const saying = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(stdout + stderr)?.[0];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      void ended.then(({ code }) => reject(new Error(`It ended with ${code}: ${stdout}${stderr}`)));
    });
  return { child, saying, ended };
}

/** Runs the command to its end, in this process. Its streams are no terminals. */
export async function cli(
  args: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
): Promise<Ended> {
  const stdout = collector();
  const stderr = collector();
  const stdin = Readable.from(input === '' ? [] : [input]) as unknown as NodeJS.ReadStream;
  const home = env.HOME ?? temporary();
  const code = await run(args, { stdin, stdout, stderr, env: { HOME: home, ...env } });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** A stream that keeps what is written to it. */
export function collector(): Writable & { text(): string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString() });
}

/** The environment of somebody who has both tokens, for a server on this machine. */
export function tokensFor(base: string): Record<string, string> {
  return {
    ALTEGIO_PARTNER_TOKEN: 'partner-token-of-the-test',
    ALTEGIO_USER_TOKEN: 'user-token-of-the-test',
    ALTEGIO_BASE_URL: base,
  };
}
