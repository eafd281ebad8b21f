// The package as a user gets it: packed, installed into an empty folder, loaded in every way, typed in every way.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../scripts/package/entries.ts';
import { startMock } from '../../src/testing.ts';

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
  altegio.v1.http.GET('/client/{location_id}/{id}', { params: { path: { location_id: 1, id: 2 } } }),
]).then(([clients, services, error, byPath]) => {
  console.log(JSON.stringify([Array.isArray(clients.data), Array.isArray(services.data), isAltegioError(error), error.name, byPath.data.success]));
});
`;
const esm = `import { createAltegio, createClient, isAltegioError } from 'altegio-sdk';\nimport { v2 } from 'altegio-sdk/v2';${body}`;
const cjs = `const { createAltegio, createClient, isAltegioError } = require('altegio-sdk');\nconst { v2 } = require('altegio-sdk/v2');${body}`;
const entries = namesOf('module');

/** Asynchronous, since the mock that some of the commands call runs in this process. */
async function run(command: string, args: string[], cwd = folder): Promise<string> {
  const env = { ...process.env, BASE_URL: mock?.url, NO_COLOR: '1' };
  return promisify(execFile)(command, args, { cwd, env, timeout: 100_000 }).then(
    ({ stdout }) => stdout.trim(),
    // What a command prints when it fails is what its test wants to show.
    ({ message, stdout, stderr }: { message: string; stdout: string; stderr: string }) => {
      throw new Error(`${message}\n${stdout}\n${stderr}`);
    },
  );
}

async function pack(path: string): Promise<string> {
  const printed = await run(
    'npm',
    ['pack', path, '--json', '--pack-destination', folder, '--ignore-scripts'],
    root,
  );
  const [{ filename }] = JSON.parse(printed) as [{ filename: string }];
  return join(folder, filename);
}

beforeAll(async () => {
  mock = await startMock();
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
  // The dependencies are packed too, so that installing needs no network.
  const modules = [
    ...['.', './node_modules/openapi-fetch', './node_modules/openapi-typescript-helpers'],
    // An optional peer, for the entry that needs it.
    './node_modules/@opentelemetry/api',
  ];
  const tarballs = await Promise.all(modules.map(pack));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...tarballs]);
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

  it.each([
    ['import', 'call.mjs', esm],
    ['require', 'call.cjs', cjs],
  ])('calls the mock after %s', async (_, file, code) => {
    writeFileSync(join(folder, file), code);
    expect(await run('node', [file])).toBe('[true,true,true,"AltegioNotFoundError",true]');
  });

  it('recognises its errors across the ESM and the CJS copy', async () => {
    writeFileSync(
      join(folder, 'copies.mjs'),
      `import { createRequire } from 'node:module';
       import { createAltegio, isAltegioError } from 'altegio-sdk';
       const other = createRequire(import.meta.url)('altegio-sdk');
       const thrown = (make) => { try { make({}); } catch (error) { return error; } };
       console.log(other.isAltegioError(thrown(createAltegio)), isAltegioError(thrown(other.createAltegio)), other.createAltegio !== createAltegio);`,
    );
    expect(await run('node', ['copies.mjs'])).toBe('true true true');
  });

  it.each([
    ['import', 'once.mjs', 'await import'],
    ['require', 'once.cjs', 'require'],
  ])('holds every class and every API once after %s', async (_, file, load) => {
    writeFileSync(
      join(folder, file),
      `(async () => {
         const root = ${load}('altegio-sdk');
         const { createRedisLimiter } = ${load}('altegio-sdk/redis');
         const apis = {
           v1: ${load}('altegio-sdk/v1'),
           v2: ${load}('altegio-sdk/v2'),
           booking: ${load}('altegio-sdk/booking'),
           developers: ${load}('altegio-sdk/developers'),
         };
         const found = Object.entries(apis).map(([name, { [name]: api }]) => api === root[name]);
         try { createRedisLimiter({ client: {}, key: 'a' }); }
         catch (error) { found.push(error instanceof root.AltegioConfigError); }
         console.log(JSON.stringify(found));
       })();`,
    );
    expect(await run('node', [file])).toBe('[true,true,true,true,true]');
  });

  it.each([
    ['import', 'names.mjs', 'await import', 'js'],
    ['require', 'names.cjs', 'require', 'cjs'],
  ])('exports at run time what the sources do after %s', async (_, file, load, ending) => {
    const sources = await Promise.all(entries.map((entry) => import(`../../src/${entry}.ts`)));
    writeFileSync(
      join(folder, file),
      `(async () => console.log(JSON.stringify([${entries
        .map((entry) => `Object.keys(${load}('./node_modules/altegio-sdk/dist/${entry}.${ending}')).sort()`)
        .join(', ')}])))();`,
    );
    expect(JSON.parse(await run('node', [file]))).toEqual(
      sources.map((source: object) => Object.keys(source).sort()),
    );
  });

  it.each(['index.js', 'index.cjs'])('has all of %s in one file, for a quick start', (file) => {
    const code = readFileSync(join(folder, 'node_modules/altegio-sdk/dist', file), 'utf8');
    expect(code).not.toMatch(/\b(from|import|require)\b *\(?['"]\./);
    // One character beyond Latin-1, and V8 keeps the whole file with two bytes for each.
    expect(code).toMatch(/^[\0-\xff]*$/);
  });
});

it('has optional peers only, in any version: npm refuses to install beside another one', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    peerDependencies: Record<string, string>;
    peerDependenciesMeta: Record<string, { optional: boolean }>;
  };
  const peers = Object.entries(manifest.peerDependencies);
  expect(peers.filter(([, range]) => range !== '*')).toEqual([]);
  expect(peers.filter(([name]) => !manifest.peerDependenciesMeta[name]?.optional)).toEqual([]);
});

it.each([
  ['redis', '2.8.0'],
  ['redis', '3.1.2'],
  ['redis', '5.0.0-next.1'],
  ['ioredis', '4.28.5'],
])('npm installs it beside %s %s, which it may not be able to use', async (name, version) => {
  const project = join(folder, `beside-${name}-${version}`);
  mkdirSync(join(project, 'peer'), { recursive: true });
  writeFileSync(join(project, 'peer/package.json'), JSON.stringify({ name, version }));
  const tarball = readdirSync(folder).find((file) => file.startsWith('altegio-sdk-'))!;
  const dependencies = { [name]: 'file:peer', 'altegio-sdk': `file:../${tarball}` };
  const overrides = Object.fromEntries(
    readdirSync(folder)
      .filter((file) => file.startsWith('openapi-'))
      .map((file) => [file.replace(/-[\d.]+\.tgz$/, ''), `file:../${file}`]),
  );
  writeFileSync(join(project, 'package.json'), JSON.stringify({ dependencies, overrides }));
  await run('npm', ['install', '--offline', '--package-lock-only', '--no-audit', '--no-fund'], project);
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string }>;
  };
  expect(lock.packages.peer?.version).toBe(version);
});

describe('the lockfile', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
  };

  it('records no download address', () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith('http'))).toEqual([]);
  });

  it('has the packages of every platform, without which npm ci refuses it', () => {
    const has = (name: string) => Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`));
    const wanted = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(wanted.filter((name) => !has(name))).toEqual([]);
  });
});

describe('its shape', () => {
  it('is clean to publint', async () => {
    expect(await run('npx', ['--no-install', 'publint', '--strict'], root)).toContain('All good!');
  }, 100_000);

  it('gives every resolution its own types', async () => {
    const tarball = readdirSync(folder).find((file) => file.startsWith('altegio-sdk-'))!;
    const output = await run('npx', ['--no-install', 'attw', join(folder, tarball)], root);
    expect(output).toContain('No problems found');
  }, 100_000);
});
