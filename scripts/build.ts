// `npm run build`: makes dist/, which is the package: code by tsup, declarations, and the files shipped as they are.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { refuse } from './command.ts';
import { copyData } from './package/data.ts';
import { writeDeclarations } from './package/declarations.ts';
import { entries, namesOf } from './package/entries.ts';
import { copyLicenses } from './package/licenses.ts';
import { checkManifest } from './package/manifest.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Builds the package into a folder, which is emptied first. */
export async function buildPackage(dist: string): Promise<void> {
  checkManifest();
  rmSync(dist, { recursive: true, force: true });
  await build({ outDir: dist, silent: true });
  writeDeclarations(namesOf('module'), root, dist);
  copyData(entries, root, dist);
  copyLicenses(['openapi-fetch'], root, dist);
}

if (process.argv[1] === import.meta.filename) await buildPackage(resolve(root, 'dist')).catch(refuse);
