// The files that people write for the generator, by their paths from the project's root.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export const root = resolve(import.meta.dirname, '../..');

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

export function loadYaml<T>(file: string): T {
  return parse(readText(file)) as T;
}
