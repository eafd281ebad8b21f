// Builds the package: ESM and CJS with types for both, one entry per subpath.
import { basename } from 'node:path';
import { defineConfig, type Options } from 'tsup';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * index.js is one file, since each further one costs every start of a program. It holds the only copy of what must
 * exist once (classes, `v1` … `developers`, limiters), and the other entries take that from it.
 */
const onlyFromIndex: Plugin = {
  name: 'only-from-index',
  setup({ initialOptions, onResolve, onLoad }) {
    const index = `./index${initialOptions.outExtension!['.js']}`;
    onResolve({ filter: /\/index\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: index, external: true },
    );
    onResolve({ filter: /\/(errors|memory)\.ts$/ }, ({ importer }) =>
      /\/limiter\/redis\//.test(importer) ? { path: index, external: true } : undefined,
    );
    onResolve({ filter: /\/src\/(v1|v2|booking|developers)\.ts$/ }, ({ kind, path }) =>
      kind === 'entry-point' ? { path: basename(path, '.ts'), namespace: 'api' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'api' }, ({ path }) => ({
      contents: `export { ${path} } from './index.ts';`,
    }));
  },
};

export default defineConfig({
  entry: [
    'src/index.ts',
    'src/v1.ts',
    'src/v2.ts',
    'src/booking.ts',
    'src/developers.ts',
    'src/codes.ts',
    'src/redis.ts',
  ],
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  dts: true,
  splitting: false,
  clean: true,
  treeshake: true,
  esbuildPlugins: [onlyFromIndex],
});
