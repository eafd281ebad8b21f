// The packages to compare with: installed into this folder only, and only when the benchmarks run.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './children.ts';
import { bench, root } from './folders.ts';

/** Installs the peers unless they are there; `false` when that cannot be done (offline, for example). */
export async function installPeers(): Promise<boolean> {
  if (existsSync(join(bench, 'node_modules/.package-lock.json'))) return true;
  console.log('installing the peers into tests/bench …');
  try {
    await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], bench);
    return true;
  } catch (error) {
    const reason = (error as Error).message.split('\n').find((line) => /npm error/.test(line)) ?? '';
    console.warn(
      `The peers could not be installed (${reason}). Rows of this package and openapi-fetch only.`,
    );
    return false;
  }
}

/** Versions of what is compared, as installed. */
export function peerVersions(): Record<string, string> {
  const { dependencies } = manifest(bench);
  const versions: Record<string, string> = {
    'openapi-fetch': manifest(join(root, 'node_modules/openapi-fetch')).version,
  };
  for (const name of Object.keys(dependencies)) {
    const folder = join(bench, 'node_modules', name);
    if (existsSync(folder)) versions[name] = manifest(folder).version;
  }
  return versions;
}

function manifest(folder: string): { version: string; dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
