// The declarations of the package as other people's compilers read them. Needs `npm run build`.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../scripts/package/entries.ts';
import { type Consumer, makeConsumer, root } from './consumer.ts';
import { libraries } from './library.ts';

const compilers: Record<string, string> = {
  '5.4': 'typescript-5.4',
  '5.9': 'typescript',
  '7': 'typescript-7',
};
const versions = Object.keys(compilers);
const subpaths = namesOf('module').filter((name) => name !== 'index');

/** An API is one thing, from the root and from its subpath, in ESM and in CommonJS. */
const same = `
import { createClient, v2 as v2OfRoot } from 'altegio-sdk';
import { v2 } from 'altegio-sdk/v2';
import { v2InCommonJs } from './common.cjs';
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const subpath: Same<typeof v2, typeof v2OfRoot> = true;
export const commonJs: Same<typeof v2, typeof v2InCommonJs> = true;
const options = { partnerToken: 'partner' };
let client = createClient(v2, options);
client = createClient(v2OfRoot, options);
client = createClient(v2InCommonJs, options);
export { client };
`;

/** As a program uses the package. */
const calls = `
import { createAltegio, createClient, isAltegioApiError } from 'altegio-sdk';
import { BookingErrorCode } from 'altegio-sdk/codes';
import { createRedisLimiter } from 'altegio-sdk/redis';
import type { components, GetClientOutput } from 'altegio-sdk/v1';
import { v2 } from 'altegio-sdk/v2';
const altegio = createAltegio({ partnerToken: 'partner', userToken: 'user' });
export const client = createClient(v2, { partnerToken: 'partner' });
export const read = (): Promise<GetClientOutput> => altegio.v1.get_client({ path: { location_id: 1, id: 2 } });
export const services = () => client.list_services.items({ path: { location_id: 1 } }).toArray({ limit: 10 });
export const isTaken = (error: unknown) =>
  isAltegioApiError(error) && error.issues.some(({ code }) => code === BookingErrorCode.timeTaken);
export type Schemas = keyof components['schemas'];
export { createRedisLimiter };
export const { http } = client;
export const { GET, request, HEAD, use } = altegio.v1.http;
export const byPath = (id: number) => http.GET('/locations/{location_id}/services', { params: { path: { location_id: id } } });
export const stream = () => GET('/companies', { parseAs: 'stream' });
`;

let consumer: Consumer;
beforeAll(async () => {
  consumer = await makeConsumer();
  // Whoever loads altegio-sdk/opentelemetry has this peer.
  mkdirSync(join(consumer.folder, 'node_modules/@opentelemetry'));
  const peer = 'node_modules/@opentelemetry/api';
  symlinkSync(join(root, peer), join(consumer.folder, peer));
  const types = join(consumer.installed, 'dist/types/src');
  for (const [entry, text] of [...libraries(types, namesOf('module')), ['calls', calls] as const]) {
    for (const ending of ['mts', 'cts', 'ts']) consumer.write(`${entry}.${ending}`, text);
  }
  consumer.write('same.mts', same);
  consumer.write('common.cts', "export { v2 as v2InCommonJs } from 'altegio-sdk/v2';\n");
}, 60_000);
afterAll(() => consumer?.remove());

const esmAndCjs = (names: string[]) => names.flatMap((name) => [`${name}.mts`, `${name}.cts`]);

describe.each(versions)('TypeScript %s writes declarations of a library over', (version) => {
  it('the root alone, in ESM and CommonJS, as nodenext', async () => {
    await compile(version, { module: 'nodenext' }, esmAndCjs(['index']));
  }, 200_000);

  it('the subpaths alone, as node16, where they have the same types as the root', async () => {
    const files = [...esmAndCjs([...subpaths, 'calls']), 'same.mts', 'common.cts'];
    await compile(version, { module: 'node16', skipLibCheck: false }, files);
  }, 200_000);

  it('all entries, for a bundler', async () => {
    const files = [...namesOf('module'), 'calls'].map((name) => `${name}.ts`);
    await compile(version, { module: 'esnext', moduleResolution: 'bundler' }, files);
  }, 200_000);
});

it('TypeScript 5.4 finds every entry without `exports`, by typesVersions', async () => {
  const files = namesOf('module').map((name) => `${name}.ts`);
  await compile('5.4', { module: 'commonjs', moduleResolution: 'node10' }, files);
}, 200_000);

it('an editor shows the names that the documents use', () => {
  consumer.write(
    'hover.mts',
    `import { createAltegio, createClient, type Page } from 'altegio-sdk';
     import { v2, type ListServicesOutput } from 'altegio-sdk/v2';
     const altegio = createAltegio({ partnerToken: 'partner' });
     export const client = createClient(v2, { partnerToken: 'partner' });
     export const clients = altegio.v1.get_client({ path: { location_id: 1, id: 2 } });
     export type Services = Page<ListServicesOutput>;`,
  );
  const hover = hoverOver(join(consumer.folder, 'hover.mts'));
  expect(hover('altegio =')).toBe('const altegio: Altegio');
  expect(hover('createClient(')).toContain(
    'createClient<V2Client>(api: Api<V2Client>, options: ClientOptions): V2Client',
  );
  expect(hover('get_client(')).toContain(
    'V1Operations.get_client(input: GetClientInput): Promise<GetClientOutput>',
  );
  expect(hover('Page<')).toContain('interface Page<Item, Body = unknown>');
});

it('no declared name is made up by a bundler', () => {
  const types = join(consumer.installed, 'dist/types');
  const files = readdirSync(types, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.cts'),
  );
  expect(files.length).toBeGreaterThan(20);
  expect(
    files.filter((file) =>
      /\b\w+\$\d+\b|^export \{.* as \w{1,2}\b/m.test(readFileSync(join(types, file), 'utf8')),
    ),
  ).toEqual([]);
});

/** What an editor shows over the last place where a file has these words. */
function hoverOver(file: string): (words: string) => string {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    types: [],
  };
  const service = ts.createLanguageService({
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => consumer.folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot(name) {
      const text = ts.sys.readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
  });
  const code = readFileSync(file, 'utf8');
  return (words) =>
    ts.displayPartsToString(service.getQuickInfoAtPosition(file, code.lastIndexOf(words))?.displayParts);
}

let outputs = 0;

/** Compiles a strict library; a message of the compiler is an error. */
async function compile(version: string, options: object, files: string[]): Promise<void> {
  const outDir = `out${outputs++}`;
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir,
    ...options,
  };
  consumer.write(`${outDir}.json`, JSON.stringify({ compilerOptions, files }));
  const compiler = join(root, 'node_modules', compilers[version]!, 'bin/tsc');
  const args = [compiler, '-p', `${outDir}.json`];
  const messages = await promisify(execFile)('node', args, { cwd: consumer.folder }).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  );
  expect(messages.slice(0, 5000)).toBe('');
  const written = readdirSync(join(consumer.folder, outDir)).map((file) => [
    file,
    readFileSync(join(consumer.folder, outDir, file), 'utf8'),
  ]);
  expect(written).toHaveLength(files.length);
  expect(written.filter(([, text]) => /altegio-sdk\/dist/.test(text!)).map(([file]) => file)).toEqual([]);
}
