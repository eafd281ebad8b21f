// The licences of what is bundled into the code of the package.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Copies the licence of each dependency below `dist`; one without a licence is an error. */
export function copyLicenses(dependencies: readonly string[], root: string, dist: string): void {
  const folder = join(dist, 'licenses');
  mkdirSync(folder, { recursive: true });
  for (const name of dependencies) {
    copyFileSync(join(root, 'node_modules', name, 'LICENSE'), join(folder, `${name}.txt`));
  }
}
