// The contracts that the fake reads are half a megabyte of text, so the package holds them once: as CommonJS below
// dist/fake, which both module systems can load.
import type { Plugin } from 'esbuild';
import { apis } from '../openapi/apis.ts';

/** What is built, by its name below dist. */
export const fakeContracts: Record<string, string> = Object.fromEntries(
  apis.map(({ name }) => [`fake/${name}`, `generated/${name}.fake.ts`]),
);

/** An esbuild plugin: an import of generated/<api>.fake.ts becomes one of dist/fake/<api>.cjs. */
export function fakeContractsOnce(): Plugin {
  return {
    name: 'fake-contracts-once',
    setup({ onResolve }) {
      onResolve({ filter: /\/\w+\.fake\.ts$/ }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        const [, api] = /(\w+)\.fake\.ts$/.exec(path)!;
        return { path: `./fake/${api}.cjs`, external: true };
      });
    },
  };
}
