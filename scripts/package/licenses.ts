// What is bundled into the code of the package, and the licences of it.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The dependencies whose code comes inside: of every entry, and of the command. */
export const bundled = { everywhere: ['openapi-fetch'], command: ['commander'] };

/** Copies the licence of each of them below `dist`; one without a licence is an error. */
export function copyLicenses(root: string, dist: string): void {
  const folder = join(dist, 'licenses');
  mkdirSync(folder, { recursive: true });
  for (const name of Object.values(bundled).flat()) {
    copyFileSync(join(root, 'node_modules', name, 'LICENSE'), join(folder, `${name}.txt`));
  }
}
