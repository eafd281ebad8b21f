// What a release is called, and what CHANGELOG.md says of it.
import { readFile } from 'node:fs/promises';

export interface Manifest {
  name: string;
  version: string;
  exports: Record<string, unknown>;
  peerDependencies: Record<string, string>;
}

/** The package.json of the folder in which a script runs. */
export async function manifest(folder = '.'): Promise<Manifest> {
  return JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as Manifest;
}

/** The section of a version, without its heading. Throws where there is none. */
export function changesOf(changelog: string, version: string): string {
  const found = changelog.split(/^## /m).find((section) => section.split('\n')[0]?.trim() === version);
  if (!found) throw new Error(`CHANGELOG.md has no section ${version}`);
  return `${found.slice(found.indexOf('\n')).trim()}\n`;
}
