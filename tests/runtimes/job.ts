// Runs the job of job/ in one runtime, with the package as it would be published.
import { execFile } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFakeAltegio } from '../../src/testing.ts';
import { type Consumer, makeConsumer } from '../package/consumer.ts';

/** What the job resolves with. */
export interface Report {
  parts: string[];
  /** What went wrong, by part. */
  problems: Record<string, string>;
}

/** A project that has the package installed, and the job beside it. */
export async function makeJob(): Promise<Consumer> {
  const consumer = await makeConsumer();
  cpSync(join(import.meta.dirname, 'job'), join(consumer.folder, 'job'), { recursive: true });
  return consumer;
}

/** The salon that the job is written for: one call is refused once with 429, one operation never responds. */
export function salonOfJob() {
  const fake = createFakeAltegio({ clock: () => Date.parse('2026-03-02T09:00:00Z') });
  fake.fail('v1.get_service', { status: 429, retryAfter: 1 });
  fake.fail('get_products_list', { timeout: true }, Number.POSITIVE_INFINITY);
  return fake;
}

/** Runs a script of the job as a process. */
export async function runScript(file: string, args: string[], cwd: string): Promise<Report> {
  const server = await salonOfJob().listen();
  const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
  try {
    const { stdout } = await promisify(execFile)(file, args, {
      cwd,
      env: { ...env, BASE: server.url },
      timeout: 60_000,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Report;
  } finally {
    await server.close();
  }
}
