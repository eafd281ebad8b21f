// A project with the snapshots of four APIs, and a server that publishes them: both fresh for each test.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { apis } from '../../../scripts/openapi/apis.ts';
import { formatPins, type Pins, sha256 } from '../../../scripts/pull/files.ts';
import { type PullOptions, pull } from '../../../scripts/pull/pull.ts';
import { yamlOf } from './documents.ts';
import { type PullServer, startPullServer } from './pull-server.ts';

export const V1 = '/b2b-v1/openapi.yaml';

export const V2 = '/b2b-v2/openapi.yaml';

export const NOW = new Date('2026-08-03T12:00:00Z');

interface Project {
  root: string;
  server: PullServer;
  lines: string[];
  waits: number[];
}

export const project = {} as Project;

/** To be called once in a file. */
export function freshProject(): void {
  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'pull-'));
    await mkdir(join(root, 'openapi'));
    for (const api of apis) await writeFile(join(root, api.snapshot), yamlOf(api));
    Object.assign(project, { root, server: await startPullServer(), lines: [], waits: [] });
    await pin();
  });

  afterEach(async () => {
    await project.server.close();
    await rm(project.root, { recursive: true, force: true });
  });
}

/** Writes sources.json for the snapshots on disk, as if they had been pulled from the project.server. */
export async function pin(more: { etag?: string } = {}): Promise<void> {
  const pins: Pins = {};
  for (const { vendor, snapshot } of apis) {
    const hash = sha256(await readFile(join(project.root, snapshot)));
    const url = `${project.server.base}/${vendor}/openapi.yaml`;
    pins[vendor] = { url, sha256: hash, ...more, pulledAt: '2026-07-22', operations: 4 };
  }
  await writeFile(join(project.root, 'openapi/sources.json'), formatPins(pins));
}

export function run(options: Partial<PullOptions> = {}): Promise<void> {
  return pull({
    apis: ['v1'],
    from: project.server.base,
    root: project.root,
    now: () => NOW,
    log: (line) => project.lines.push(line),
    sleep: async (ms) => void project.waits.push(ms),
    limits: { attempts: 3, ...options.limits },
    ...options,
  });
}

/** Every file below openapi/ by name, hidden ones included: a temporary file that stayed would show. */
export async function files(): Promise<Record<string, string>> {
  const folder = join(project.root, 'openapi');
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

/** Runs a pull that must fail, and asserts that nothing on disk changed. */
export async function failure(options: Partial<PullOptions> = {}): Promise<string> {
  const before = await files();
  const error = await run(options).then(
    () => expect.unreachable('the pull should have failed'),
    (reason: unknown) => reason,
  );
  expect(await files()).toEqual(before);
  expect(error).toBeInstanceOf(Error);
  return (error as Error).message;
}
