// The files of a program, with the settings of its own tsconfig.json.
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type * as TypeScript from 'typescript';
import { UsageError } from '../support/failure.ts';
import type { Compiler } from './compiler.ts';

const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** Reads the files below these paths, and whatever they import; the paths of the result are absolute. */
export function programOf(
  ts: Compiler,
  paths: readonly string[],
): { program: TypeScript.Program; files: readonly string[] } {
  const files = paths.flatMap((path) => filesBelow(ts, resolve(path), path));
  if (files.length === 0)
    throw new UsageError(`There is no TypeScript or JavaScript file in ${paths.join(', ')}.`);
  const options = optionsNear(ts, dirname(files[0]!));
  return { program: ts.createProgram([...files], options), files };
}

function filesBelow(ts: Compiler, path: string, shown: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`There is no file or folder ${shown}.`);
  if (found.isFile()) return [path];
  const all = ts.sys.readDirectory(path, endings, ['**/node_modules', '**/dist'], undefined);
  return all.filter((file) => !/\.d\.[cm]?ts$/.test(file)).map((file) => resolve(file));
}

function optionsNear(ts: Compiler, folder: string): TypeScript.CompilerOptions {
  const file = ts.findConfigFile(folder, ts.sys.fileExists);
  const read = file === undefined ? undefined : ts.readConfigFile(file, ts.sys.readFile);
  const own =
    file === undefined
      ? {}
      : ts.parseJsonConfigFileContent(read?.config ?? {}, ts.sys, dirname(file)).options;
  const isResolving = own.moduleResolution !== undefined || own.module !== undefined;
  return {
    ...own,
    // Without a setting of its own a program is resolved as a bundler would, which finds most.
    ...(!isResolving && { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler }),
    allowJs: true,
    checkJs: false,
    noEmit: true,
    skipLibCheck: true,
  };
}
