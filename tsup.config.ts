// The code of the package, ESM and CJS: one entry per line of scripts/package/entries.ts. `npm run build` adds the rest.
import { defineConfig, type Options } from 'tsup';
import { namesOf } from './scripts/package/entries.ts';
import { takenFromIndex } from './scripts/package/once.ts';

const sources = (names: string[]) => names.map((name) => `src/${name}.ts`);
const subpaths = sources(namesOf('module').filter((name) => name !== 'index'));
const commands = sources(namesOf('command'));

const common: Options = {
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  // Deno and Workers know Node's modules by their whole names only.
  removeNodeProtocol: false,
  // Its upstream gets no more updates: the pinned copy is the safe one. Its types stay a dependency, see http.ts.
  noExternal: ['openapi-fetch'],
  splitting: false,
  treeshake: true,
};

const beside: Options = { ...common, esbuildPlugins: [takenFromIndex()] };

export default defineConfig([
  // One file, since each further one costs every start of a program.
  { ...common, entry: ['src/index.ts'], format: ['esm', 'cjs'] },
  { ...beside, entry: subpaths, format: ['esm', 'cjs'] },
  ...commands.map((entry): Options => ({ ...beside, entry: [entry], format: 'esm' })),
]);
