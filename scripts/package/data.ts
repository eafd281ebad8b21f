// The files of the package that are shipped as they are.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Entry } from './entries.ts';

/** Copies the files of all `data` entries from below `root` to their public names below `to`; an entry without files is an error. */
export function copyData(list: readonly Entry[], root: string, to: string): void {
  for (const entry of list) {
    if (entry.is !== 'data') continue;
    const [head, tail = ''] = basename(entry.from).split('*') as [string, string?];
    const folder = join(root, dirname(entry.from));
    const files = readdirSync(folder).filter((file) =>
      entry.from.includes('*') ? file.startsWith(head) && file.endsWith(tail) : file === head,
    );
    if (files.length === 0) throw new Error(`There is no ${entry.from} to be shipped as ${entry.name}.`);
    for (const file of files) {
      const target = join(to, entry.name.replace('*', file.slice(head.length, file.length - tail.length)));
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(folder, file), target);
    }
  }
}
