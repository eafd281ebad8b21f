// What a git revision of this repository holds: descriptions, overlays, and contracts as they were generated.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import type { Sources } from '../contract/contract.ts';
import { readOverlay } from '../contract/overlay-document.ts';
import { type ApiName, apiByName } from '../openapi/apis.ts';
import type { OpenApi } from '../openapi/document.ts';

const run = promisify(execFile);
const cwd = resolve(import.meta.dirname, '../..');

async function git(...args: string[]): Promise<string> {
  const { stdout } = await run('git', args, { cwd, maxBuffer: 2 ** 28 });
  return stdout;
}

/** The commit behind a revision; `undefined` where there is none, and a file or version may be meant. */
export async function commitOf(revision: string): Promise<string | undefined> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  return (await git(...args).catch(() => '')).trim() || undefined;
}

/** The snapshot of an API and its hand-written overlays. */
export async function sourcesAt(
  commit: string,
  name: ApiName,
): Promise<Pick<Sources, 'snapshot' | 'written'>> {
  const { snapshot, overlays } = apiByName(name);
  const listed = await git('ls-tree', '--name-only', commit, `${overlays}/`);
  const files = listed.split('\n').filter((file) => file.endsWith('.yaml'));
  const written = files.sort().map(async (file) => readOverlay(await show(commit, file), file));
  return { snapshot: parse(await show(commit, snapshot)) as OpenApi, written: await Promise.all(written) };
}

/** The contract in the form of the package. */
export function contractAt(commit: string, name: ApiName): Promise<string> {
  return show(commit, `generated/${name}.mock.json`);
}

/** The text of a file; `undefined` where the revision has none. */
export function textAt(commit: string, file: string): Promise<string | undefined> {
  return show(commit, file).catch(() => undefined);
}

function show(commit: string, file: string): Promise<string> {
  return git('show', `${commit}:${file}`);
}
