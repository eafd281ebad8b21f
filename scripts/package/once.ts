// The rule of dist/: what index.js exports exists once, in index.js. Every other entry takes it from there, whatever
// room it lies in, so that an error thrown by `altegio-sdk/redis` is an instance of the root's class.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import ts from 'typescript';
import { namesOf } from './entries.ts';

// Not import.meta.dirname: tsup bundles its configuration, and keeps the URL of each file only.
export const src = fileURLToPath(new URL('../../src/', import.meta.url));
const index = resolve(src, 'index.ts');

/** The modules that src/index.ts exports values of, each with their names; `*` stands for all. */
export function modulesOfIndex(text = readFileSync(index, 'utf8')): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const source = ts.createSourceFile(index, text, ts.ScriptTarget.Latest);
  for (const statement of source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly || !statement.moduleSpecifier) continue;
    const { exportClause, moduleSpecifier } = statement;
    const names =
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly).map(({ name }) => name.text)
        : ['*'];
    const file = resolve(src, (moduleSpecifier as ts.StringLiteral).text);
    if (names.length > 0) found.set(file, [...(found.get(file) ?? []), ...names]);
  }
  return found;
}

/**
 * An esbuild plugin for the entries beside index.ts. An import of index.ts, or of a module that index.ts exports from,
 * becomes an import from index.js: such a module's public names are all that another entry may use of it. An entry
 * that is such a module itself (`v1`) hands on what index.js has of it; an import of another entry stays an import.
 */
export function takenFromIndex(): Plugin {
  const shared = modulesOfIndex();
  const entries = new Map(namesOf('module').map((name) => [resolve(src, `${name}.ts`), name]));
  return {
    name: 'taken-from-index',
    setup({ initialOptions, onResolve, onLoad }) {
      const ending = initialOptions.outExtension?.['.js'] ?? '.js';
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
        if (kind === 'entry-point') return undefined;
        const file = resolve(resolveDir, path);
        const name = shared.has(file) ? 'index' : entries.get(file);
        return name === undefined ? undefined : { path: `./${name}${ending}`, external: true };
      });
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const names = shared.get(path);
        return names && { contents: `export { ${names.join(', ')} } from './index.ts';` };
      });
    },
  };
}
