// `npm run build`: makes dist/ (code by tsup, declarations) and contract/ (files shipped as they are), which are the package.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { refuse } from './command.ts';
import { writeSources } from './package/contracts.ts';
import { copyData } from './package/data.ts';
import { writeDeclarations } from './package/declarations.ts';
import { entries, namesOf } from './package/entries.ts';
import { copyLicenses } from './package/licenses.ts';
import { checkManifest } from './package/manifest.ts';
import { copyValidators } from './package/validators.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Builds the package: its code into `dist`, its contracts into `contract` beside that. Both are emptied first. */
export async function buildPackage(dist: string): Promise<void> {
  checkManifest();
  const target = resolve(dist, '..');
  rmSync(dist, { recursive: true, force: true });
  await build({ outDir: dist, silent: true });
  writeDeclarations(namesOf('module'), root, dist);
  rmSync(resolve(target, 'contract'), { recursive: true, force: true });
  copyData(entries, root, target);
  writeSources(root, target);
  copyLicenses(root, dist);
  copyValidators(root, dist);
}

if (process.argv[1] === import.meta.filename) await buildPackage(resolve(root, 'dist')).catch(refuse);
