// `altegio-sdk diff --used`: the operations that code calls, in all the ways in which it may call them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { programOf } from '../../src/cli/diff/program-files.ts';
import { usesIn } from '../../src/cli/diff/uses.ts';
import { cli, root, temporary } from './cli.ts';

const files: Record<string, string> = {
  'altegio.ts': `import { createAltegio } from 'altegio-sdk';
export const altegio = createAltegio({ partnerToken: 'any' });
export const { get_client } = altegio.v1;
export const get_staff = () => undefined;`,
  'index.ts': `export { altegio, get_client as fetchClient, get_staff } from './altegio.ts';`,
  'calls.ts': `import { altegio, fetchClient, get_staff } from './index.ts';
await altegio.v1.create_appointment({ path: { location_id: 1 } } as never);
await fetchClient({ path: { location_id: 1, id: 2 } });
for await (const page of altegio.v1.get_client_list.pages({ path: { location_id: 1 } })) console.log(page.data.length);
const { delete_client: remove } = altegio.withUser('token').v1;
await remove({ path: { location_id: 1, id: 2 } });
await altegio.v2['get_event']({ path: { location_id: 1, event_id: 2 } } as never);
get_staff();`,
  'wrapper.ts': `import type { Altegio } from 'altegio-sdk';
export class Book {
  private readonly v1: Altegio['v1'];
  constructor(v1: Altegio['v1']) { this.v1 = v1; }
  open() { return this.v1.get_location({ path: { location_id: 1 } } as never); }
}
const get_client = 'a name alone is no use';
console.log(get_client);`,
  'paths.ts': `import { altegio } from './index.ts';
await altegio.v1.http.GET('/client/{location_id}/{id}', { params: { path: { location_id: 1, id: 2 } } });
const { POST } = altegio.v1.http;
await POST('/company/{location_id}/clients/search', {} as never);
await altegio.v1.request('GET', '/records/123');
await altegio.v1.request('GET', '/nobody/knows');`,
  'plain.js': `import { altegio } from './altegio.ts';
export const all = () => altegio.v1.get_service_list({ path: { location_id: 1 } });`,
};

/** A program that uses the package, by its sources. */
function program(): string {
  const folder = temporary();
  mkdirSync(join(folder, 'src'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'src', name), text);
  const compilerOptions = {
    ...{ target: 'es2022', module: 'preserve', strict: true, allowImportingTsExtensions: true, noEmit: true },
    ...{ types: [], paths: { 'altegio-sdk': [join(root, 'src/index.ts')] } },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  return join(folder, 'src');
}

it('finds every way to call an operation, with file and line', { timeout: 60_000 }, () => {
  const folder = program();
  const read = programOf(ts, [folder]);
  const found = usesIn(ts, read.program, read.files).map(
    ({ api, operation, by, file, line }) =>
      `${relative(folder, join(process.cwd(), file))}:${line} ${api}.${operation} ${by}`,
  );
  expect(found.sort()).toEqual([
    'altegio.ts:3 v1.get_client id',
    'calls.ts:2 v1.create_appointment id',
    'calls.ts:3 v1.get_client id',
    'calls.ts:4 v1.get_client_list id',
    'calls.ts:5 v1.delete_client id',
    'calls.ts:6 v1.delete_client id',
    'calls.ts:7 v2.get_event id',
    'paths.ts:2 v1.get_client path',
    'paths.ts:4 v1.get_client_list path',
    'paths.ts:5 v1.get_appointment_list path',
    'plain.js:2 v1.get_service_list id',
    'wrapper.ts:5 v1.get_location id',
  ]);
});

it('reports only what concerns the code, and a moved path only where it is written', {
  timeout: 60_000,
}, async () => {
  const folder = program();
  const text = readFileSync(join(root, 'generated/v1.mock.json'), 'utf8');
  const newer = join(folder, 'v1.json');
  const without = (id: string) => (json: string) =>
    json.replace(`"operationId":"${id}"`, `"operationId":"other_${id}"`);
  const moved = text.replace('"/client/{location_id}/{id}":', '"/locations/{location_id}/clients/{id}":');
  writeFileSync(
    newer,
    ['create_appointment', 'update_client'].map(without).reduce((json, edit) => edit(json), moved),
  );
  const { code, stdout, stderr } = await cli(['diff', newer, '--used', folder]);
  expect(stderr).toBe('');
  const lines = stdout.split('\n').filter((line) => line.startsWith('  v'));
  expect(lines).toEqual([
    expect.stringMatching(/^ {2}v1\.create_appointment: has another operationId.*\(.*src\/calls\.ts:2\)$/),
    expect.stringMatching(/^ {2}v1\.get_client: has another path: .*\(.*src\/paths\.ts:2\)$/),
  ]);
  expect(stdout).toContain('operations used in 6 files of');
  expect(code).toBe(1);
});

it('says what is wrong with the code that it was given', { timeout: 60_000 }, async () => {
  const folder = temporary();
  const newer = join(root, 'generated/v1.mock.json');
  const nothing = await cli(['diff', newer, '--used', folder]);
  expect([nothing.code, nothing.stderr]).toEqual([
    2,
    expect.stringContaining('no TypeScript or JavaScript file'),
  ]);
  const nowhere = await cli(['diff', newer, '--used', join(folder, 'nowhere')]);
  expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('There is no file or folder')]);
  writeFileSync(join(folder, 'other.ts'), 'export const one = 1;');
  const unused = await cli(['diff', newer, '--used', folder]);
  expect([unused.code, unused.stderr]).toEqual([1, expect.stringContaining('no call of altegio-sdk found')]);
});
