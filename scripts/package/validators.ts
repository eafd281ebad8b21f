// The validators are one module per operation, loaded when it is called: the package holds them as they are generated,
// once, as ESM. CommonJS loads them in the same way, by `import()`.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** An esbuild plugin: an import of generated/validation/<api>/<operation>.js becomes one of dist/validation/<api>/<operation>.js. */
export function validatorsOnce(): Plugin {
  return {
    name: 'validators-once',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\/\w+\/\w+\.js$/ }, ({ path, importer }) =>
        /[\\/]validation[\\/]index\.js$/.test(importer)
          ? { path: path.replace('./', './validation/'), external: true }
          : undefined,
      );
    },
  };
}

/** Copies them from below `root` to below `dist`. */
export function copyValidators(root: string, dist: string): void {
  const target = join(dist, 'validation');
  cpSync(join(root, 'generated/validation'), target, { recursive: true });
  // The index is a part of the entry.
  for (const file of ['index.js', 'index.d.ts']) rmSync(join(target, file));
}
