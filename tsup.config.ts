// The code of the package, ESM and CJS: one entry per line of scripts/package/entries.ts. `npm run build` adds the rest.
import { readFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';
import { namesOf } from './scripts/package/entries.ts';
import { fakeContracts, fakeContractsOnce } from './scripts/package/fake-contracts.ts';
import { bundled } from './scripts/package/licenses.ts';
import { takenFromIndex } from './scripts/package/once.ts';
import { validatorsOnce } from './scripts/package/validators.ts';

const subpaths = namesOf('module')
  .filter((name) => name !== 'index')
  .map((name) => `src/${name}.ts`);

/** One character beyond Latin-1 makes an engine keep all of index.js as two-byte text; these stand in comments only. */
const oneByteText: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'one-byte-text',
  setup({ onLoad }) {
    onLoad({ filter: /openapi-fetch[\\/].*\.m?js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replace(/[^\s!-~]/g, "'"),
      loader: 'js',
    }));
  },
};

const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };

const common: Options = {
  define: { SDK_VERSION: JSON.stringify(version) },
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  // Deno and Workers know Node's modules by their whole names only.
  removeNodeProtocol: false,
  // Its upstream gets no more updates: the pinned copy is the safe one. Its types stay a dependency, see http.ts.
  noExternal: bundled.everywhere,
  splitting: false,
  treeshake: true,
};

const beside: Options = {
  ...common,
  esbuildPlugins: [takenFromIndex(), fakeContractsOnce(), validatorsOnce()],
};

/** Its argument parser comes inside, so that the package needs no dependency for it; that is CommonJS, and asks for `require`. */
const asCommand: Options = {
  noExternal: bundled.command,
  minify: true,
  banner: {
    js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
  },
};

export default defineConfig([
  // One file, since each further one costs every start of a program.
  { ...common, entry: ['src/index.ts'], format: ['esm', 'cjs'], esbuildPlugins: [oneByteText] },
  { ...beside, entry: subpaths, format: ['esm', 'cjs'] },
  { ...common, entry: fakeContracts, format: 'cjs' },
  ...namesOf('command').map(
    (name): Options => ({
      ...beside,
      ...asCommand,
      entry: { [name]: `src/${name}/main.ts` },
      format: 'esm',
    }),
  ),
]);
