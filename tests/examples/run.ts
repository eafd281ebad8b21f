// Runs an example as its reader would: a process of its own in its folder, against a salon in memory on loopback.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const folder = resolve(import.meta.dirname, '../../examples');

/** Whether `npm ci --prefix examples` has run. */
export const isInstalled = existsSync(join(folder, 'node_modules/altegio-sdk'));

/** Tokens that must not show up in what an example prints. */
export const tokens = { ALTEGIO_PARTNER_TOKEN: 'partner-token-0123', ALTEGIO_USER_TOKEN: 'user-token-4567' };

export interface Running {
  child: ChildProcess;
  /** All that it has printed so far. */
  output(): string;
  /** Resolves with the output when it ends; rejects when it fails. */
  ended: Promise<string>;
  /** Resolves when it has printed this. */
  printed(text: RegExp): Promise<RegExpExecArray>;
}

export function start(name: string, command: string, args: string[], env: Record<string, string>): Running {
  const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, ...own } = process.env;
  const child = spawn(command, args, {
    cwd: join(folder, name),
    env: { ...own, ...tokens, ALTEGIO_LOCATION_ID: '123', NO_COLOR: '1', ...env },
    // A hanging example must not hang the run.
    timeout: 120_000,
  });
  let text = '';
  const watchers: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const watch of watchers) watch();
    });
  }
  const ended = new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(text);
      else reject(new Error(`${name} ended with ${code ?? signal}:\n${text}`));
    });
  });
  // Looked at by those who wait for it.
  ended.catch(() => {});
  const printed = (wanted: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const watch = () => {
        const found = wanted.exec(text);
        if (found) resolve(found);
      };
      watchers.push(watch);
      watch();
      ended.then(() => reject(new Error(`${name} ended without ${wanted}:\n${text}`)), reject);
    });
  return { child, output: () => text, ended, printed };
}
