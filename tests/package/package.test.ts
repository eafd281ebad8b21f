// The package as a user gets it: packed, installed into an empty folder, loaded in every way, typed in every way.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMock } from '../../scripts/mock.ts';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-'));
let mock: Awaited<ReturnType<typeof startMock>>;

const body = `
const altegio = createAltegio({ partnerToken: 'partner', userToken: 'user', baseUrl: process.env.BASE_URL, limiter: false });
const client = createClient(v2, { partnerToken: 'partner', userToken: 'user', baseUrl: process.env.BASE_URL, limiter: false });
Promise.all([
  altegio.v1.get_client_list({ path: { location_id: 1 }, body: {} }),
  client.list_services({ path: { location_id: 1 } }),
  altegio.v1.get_client({ path: { location_id: 1, id: 2 }, headers: { prefer: 'code=404' } }).catch((error) => error),
]).then(([clients, services, error]) => {
  console.log(JSON.stringify([Array.isArray(clients.data), Array.isArray(services.data), isAltegioError(error), error.name]));
});
`;
const esm = `import { createAltegio, createClient, isAltegioError } from 'altegio-sdk';\nimport { v2 } from 'altegio-sdk/v2';${body}`;
const cjs = `const { createAltegio, createClient, isAltegioError } = require('altegio-sdk');\nconst { v2 } = require('altegio-sdk/v2');${body}`;
const typed = esm
  .replaceAll('process.env.BASE_URL', "'https://example.com'")
  .replace('process', 'globalThis');

function run(command: string, args: string[], cwd = folder): string {
  const env = { ...process.env, BASE_URL: mock?.url, NO_COLOR: '1' };
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function pack(path: string): string {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', path, '--json', '--pack-destination', folder, '--ignore-scripts'], root),
  ) as [{ filename: string }];
  return join(folder, filename);
}

beforeAll(async () => {
  mock = await startMock();
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
  // The dependencies are packed too, so that installing needs no network.
  const modules = ['.', './node_modules/openapi-fetch', './node_modules/openapi-typescript-helpers'];
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...modules.map(pack)]);
  mkdirSync(join(folder, 'types'));
}, 120_000);

afterAll(async () => {
  await mock?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the installed package', () => {
  it('has one hard dependency', () => {
    const manifest = JSON.parse(
      readFileSync(join(folder, 'node_modules/altegio-sdk/package.json'), 'utf8'),
    ) as {
      dependencies: object;
    };
    expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
  });

  it('ships what is needed and nothing of the workshop', () => {
    const files = readdirSync(join(folder, 'node_modules/altegio-sdk'), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(files).toEqual(
      expect.arrayContaining(['README.md', 'LICENSE', 'dist/index.js', 'dist/index.cjs']),
    );
    expect(files.filter((file) => /^(src|scripts|tests|openapi|generated)\b/.test(file))).toEqual([]);
  });

  it.each([
    ['import', 'call.mjs', esm],
    ['require', 'call.cjs', cjs],
  ])('calls the mock after %s', (_, file, code) => {
    writeFileSync(join(folder, file), code);
    expect(run('node', [file]).trim()).toBe('[true,true,true,"AltegioNotFoundError"]');
  });

  it('recognises its errors across the ESM and the CJS copy', () => {
    writeFileSync(
      join(folder, 'copies.mjs'),
      `import { createRequire } from 'node:module';
       import { createAltegio, isAltegioError } from 'altegio-sdk';
       const other = createRequire(import.meta.url)('altegio-sdk');
       const thrown = (make) => { try { make({}); } catch (error) { return error; } };
       console.log(other.isAltegioError(thrown(createAltegio)), isAltegioError(thrown(other.createAltegio)), other.createAltegio !== createAltegio);`,
    );
    expect(run('node', ['copies.mjs']).trim()).toBe('true true true');
  });

  it.each([
    ['node16, ESM', 'esm.mts', ['--module', 'node16', '--moduleResolution', 'node16']],
    ['node16, CJS', 'cjs.cts', ['--module', 'node16', '--moduleResolution', 'node16']],
    ['bundler', 'bundler.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ])('compiles with moduleResolution %s', (_, file, flags) => {
    writeFileSync(join(folder, 'types', file), typed);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const all = [
      '--noEmit',
      '--strict',
      '--target',
      'es2022',
      '--lib',
      'es2022,dom,dom.iterable',
      '--types',
      '',
    ];
    expect(run('node', [tsc, ...all, ...flags, join('types', file)])).toBe('');
  });
});

describe('its shape', () => {
  it('is clean to publint', () => {
    expect(run('npx', ['--no-install', 'publint', '--strict'], root)).toContain('All good!');
  });

  it('gives every resolution its own types', () => {
    const tarball = readdirSync(folder).find((file) => file.startsWith('altegio-sdk-'))!;
    const output = run('npx', ['--no-install', 'attw', join(folder, tarball)], root);
    expect(output).toContain('No problems found');
  });
});
