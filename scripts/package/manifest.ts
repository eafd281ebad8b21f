// `npm run exports`: writes what package.json says about entries: `bin`, `exports` and `typesVersions`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Entry, entries } from './entries.ts';

const file = fileURLToPath(new URL('../../package.json', import.meta.url));

/** The parts of package.json that follow the list of entries. */
export function entryFields(list: readonly Entry[]) {
  const exported: Record<string, unknown> = {};
  const typesVersions: Record<string, string[]> = {};
  const bin: Record<string, string> = {};
  for (const { is, name } of list) {
    if (is === 'command') bin['altegio-sdk'] = `./dist/${name}.js`;
    if (is === 'data') exported[`./${name}`] = `./${name}`;
    if (is !== 'module') continue;
    exported[name === 'index' ? '.' : `./${name}`] = {
      import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
      require: { types: `./dist/types/src/${name}.d.cts`, default: `./dist/${name}.cjs` },
    };
    // For resolvers that know no `exports`; the root is found by `main` and `types`.
    if (name !== 'index') typesVersions[name] = [`./dist/types/src/${name}.d.cts`];
  }
  exported['./package.json'] = './package.json';
  return {
    bin: Object.keys(bin).length > 0 ? bin : undefined,
    exports: exported,
    typesVersions: { '*': typesVersions },
  };
}

/** Refuses a package.json whose entries are not those of the list: the package would not hold what it promises. */
export function checkManifest(): void {
  const { text, wanted } = read();
  if (text !== wanted)
    throw new Error('package.json does not follow scripts/package/entries.ts. Run `npm run exports`.');
}

function read() {
  const text = readFileSync(file, 'utf8');
  const manifest = JSON.parse(text) as Record<string, unknown>;
  return { text, wanted: `${JSON.stringify({ ...manifest, ...entryFields(entries) }, null, 2)}\n` };
}

if (process.argv[1] === import.meta.filename) writeFileSync(file, read().wanted);
