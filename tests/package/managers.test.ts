// A library over the package that emits declarations, installed by each package manager. Where a manager keeps the dependencies
// of a dependency out of reach, a compiler cannot name their types, and refuses to write them down (TS2742).
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './consumer.ts';
import { type Registry, startRegistry } from './registry.ts';

/** Each thing that a program gets from the package by calling it, exported with an inferred type. */
const library = `
import { createAltegio, createClient } from 'altegio-sdk';
import { v2 } from 'altegio-sdk/v2';
const options = { partnerToken: 'partner', userToken: 'user' };
export const altegio = createAltegio(options);
export const ofAnother = altegio.withUser('another');
export const { v1 } = altegio;
export const client = createClient(v2, options);
export const operation = altegio.v1.get_client;
export const call = () => altegio.v1.get_client({ path: { location_id: 1, id: 2 } });
export const x = altegio.v1.http.GET;
export const { http } = client;
export const { POST, PUT, PATCH, DELETE, HEAD, OPTIONS, TRACE, request, use, eject } = altegio.v1.http;
export const byPath = () => x('/client/{location_id}/{id}', { params: { path: { location_id: 1, id: 2 } } });
const list = () => altegio.v1.get_appointment_list;
export const pages = list().pages({ path: { location_id: 1 } });
export const items = list().items({ path: { location_id: 1 } });
export const rows = () => items.toArray({ limit: 1 });
`;

const binary = (path: string) => ['node', join(root, 'node_modules', path)];
const yarn4 = binary('@yarnpkg/cli-dist/bin/yarn.js');
const tsc = binary('typescript/bin/tsc');
const managers: Record<string, Manager> = {
  npm: { install: ['npm', 'install', '--no-audit', '--no-fund'], tsc },
  pnpm: { install: [...binary('pnpm/bin/pnpm.cjs'), 'install'], tsc, isolates: true },
  'yarn 1': { install: [...binary('yarn/bin/yarn.js'), 'install', '--non-interactive'], tsc },
  'yarn 4 with node_modules': { install: [...yarn4, 'install'], tsc, linker: 'node-modules' },
  // A compiler reads packages out of zip files only as yarn patches it: it has to be installed too.
  'yarn 4 with Plug and Play': {
    install: [...yarn4, 'install'],
    tsc: [...yarn4, 'tsc'],
    linker: 'pnp',
    isolates: true,
  },
};

interface Manager {
  /** The command that installs what package.json asks for, and the one that compiles. */
  install: string[];
  tsc: string[];
  /** How yarn 4 lays packages out. */
  linker?: string;
  /** A project reaches its own dependencies only. */
  isolates?: boolean;
}

const base = mkdtempSync(join(tmpdir(), 'altegio-sdk-managers-'));
let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry(['openapi-fetch', 'openapi-typescript-helpers', 'typescript']);
}, 120_000);
afterAll(async () => {
  await registry?.close();
  rmSync(base, { recursive: true, force: true });
});

describe.each(Object.entries(managers))(
  'installed by %s',
  (name, { install, tsc, linker, isolates = false }) => {
    it('a library can write all that it takes from the package into its declarations', async () => {
      const folder = join(base, name.replaceAll(' ', '-'));
      mkdirSync(folder);
      const write = (file: string, content: string) => writeFileSync(join(folder, file), content);
      write('package.json', manifest(linker === 'pnp' ? { typescript: '*' } : {}));
      write('.npmrc', `registry=${registry.url}/\n`);
      if (linker) write('.yarnrc.yml', yarnrc(linker));
      write('library.ts', library);
      write('tsconfig.json', tsconfig);
      await run(install, folder);
      expect(existsSync(join(folder, 'node_modules/openapi-fetch'))).toBe(!isolates);

      expect(await run(tsc, folder)).toBe('');
      const written = readFileSync(join(folder, 'out/library.d.ts'), 'utf8');
      expect(written).toContain('export declare const x:');
      expect(written).not.toMatch(/altegio-sdk\/dist|node_modules/);
    }, 300_000);
  },
);

const tsconfig = JSON.stringify({
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    module: 'nodenext',
    types: [],
    strict: true,
    declaration: true,
    outDir: 'out',
  },
  files: ['library.ts'],
});

function manifest(devDependencies: object): string {
  const dependencies = { 'altegio-sdk': '*' };
  return JSON.stringify({ name: 'library', private: true, type: 'module', dependencies, devDependencies });
}

function yarnrc(nodeLinker: string): string {
  return JSON.stringify({
    nodeLinker,
    npmRegistryServer: registry.url,
    unsafeHttpWhitelist: ['127.0.0.1'],
    // The registry tells no dates.
    npmMinimalAgeGate: 0,
    enableImmutableInstalls: false,
    enableTelemetry: false,
  });
}

/** Runs a command with a home of its own, so that no setting, store or cache of this machine takes part. */
async function run([command, ...args]: string[], cwd: string): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: cwd, XDG_CACHE_HOME: join(cwd, 'cache'), CI: '1' };
  return promisify(execFile)(command!, args, { cwd, env, timeout: 150_000 }).then(
    ({ stdout }) => stdout.trim(),
    ({ message, stdout, stderr }: { message: string; stdout: string; stderr: string }) => {
      throw new Error(`${message}\n${stdout}\n${stderr}`);
    },
  );
}
