// The list of entries, and what package.json says about them.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { copyData } from '../../scripts/package/data.ts';
import { type Entry, entries } from '../../scripts/package/entries.ts';
import { entryFields } from '../../scripts/package/manifest.ts';

const root = resolve(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;

describe('the list of entries', () => {
  it('has a file in src/ for each that is code', () => {
    const code = entries.filter(({ is }) => is !== 'data');
    const sources = code.map(({ is, name }) => (is === 'command' ? `src/${name}/main.ts` : `src/${name}.ts`));
    expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('is what package.json says', () => {
    expect({ bin: undefined, ...manifest }).toMatchObject(entryFields(entries));
  });

  it('gives each module its types and code for both module systems, and one to resolvers without exports', () => {
    const { exports, typesVersions } = entryFields([
      { is: 'module', name: 'index' },
      { is: 'module', name: 'a' },
    ]);
    expect(Object.keys(exports)).toEqual(['.', './a', './package.json']);
    expect(exports['./a']).toMatchObject({
      import: { default: './dist/a.js' },
      require: { default: './dist/a.cjs' },
    });
    expect(Object.keys(typesVersions['*'])).toEqual(['a']);
  });

  it('makes a command a bin and no subpath, and data a subpath without types', () => {
    const list: Entry[] = [
      { is: 'command', name: 'cli' },
      { is: 'data', name: 'contract/*.json', from: 'generated/*.contract.json' },
    ];
    expect(entryFields(list)).toMatchObject({
      bin: { 'altegio-sdk': './dist/cli.js' },
      exports: { './contract/*.json': './contract/*.json', './package.json': './package.json' },
      typesVersions: { '*': {} },
    });
  });
});

describe('data entries', () => {
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'made'));
  for (const file of ['a.contract.json', 'b.contract.json', 'b.other.json'])
    writeFileSync(join(folder, 'made', file), file);

  it('are copied under their public names', () => {
    copyData(
      [{ is: 'data', name: 'contract/*.json', from: 'made/*.contract.json' }],
      folder,
      join(folder, 'dist'),
    );
    expect(readFileSync(join(folder, 'dist/contract/a.json'), 'utf8')).toBe('a.contract.json');
    expect(existsSync(join(folder, 'dist/contract/b.json'))).toBe(true);
    expect(existsSync(join(folder, 'dist/contract/b.other.json'))).toBe(false);
  });

  it('are refused when there is nothing to copy', () => {
    const list: Entry[] = [{ is: 'data', name: 'x.json', from: 'made/x.json' }];
    expect(() => copyData(list, folder, join(folder, 'dist'))).toThrow('There is no made/x.json');
  });
});
