// The files that people write for the generator, by their paths from the project's root.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

// By its URL: what bundles the build's configuration puts the right one in its place, and knows nothing of import.meta.dirname.
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

export function loadYaml<T>(file: string): T {
  return parse(readText(file)) as T;
}
