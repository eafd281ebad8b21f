// Second job of .github/workflows/release.yml: packs what `npm run build` has made, and uses the tarball as a user would,
// before it is published. The file that is tested is the file that is published.
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../command.ts';
import { type Manifest, manifest } from './changelog.ts';
import { output, setOutput } from './run.ts';

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'release-'));
  const packed = await output('npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder);
  const [{ filename = '' } = {}] = JSON.parse(packed) as { filename?: string }[];
  const tarball = join(folder, filename);
  await tryOut(tarball, folder);
  await setOutput('tarball', tarball);
  console.log(`${filename} can be published.`);
}

/** Installs it into an empty project, loads every entry in both ways, makes a call, and runs the command. */
async function tryOut(tarball: string, folder: string): Promise<void> {
  const prefix = ['--prefix', folder];
  await writeFile(join(folder, 'package.json'), '{ "name": "user", "private": true }');
  await output('npm', 'install', ...prefix, '--no-audit', '--no-fund', '--ignore-scripts', tarball);
  const { name, version } = await manifest();
  const installed = join(folder, 'node_modules', name);
  const own = await manifest(installed);
  if (own.version !== version) throw new Error(`The tarball holds ${own.version} in place of ${version}.`);
  for (const [file, code] of [
    ['user.mjs', program(own, 'await import')],
    ['user.cjs', program(own, 'require')],
  ] as const) {
    await writeFile(join(folder, file), code);
    await output('node', join(folder, file));
  }
  const shown = await output('node', join(installed, 'dist/cli.js'), '--version');
  if (shown !== version) throw new Error(`The command says that it is ${shown} in place of ${version}.`);
}

/** Loads every entry; one whose optional peer is not installed may say so. Then makes a call. */
function program({ name, exports, peerDependencies }: Manifest, load: string): string {
  const entries = Object.keys(exports)
    .filter((entry) => !/\.json$/.test(entry))
    .map((entry) => name + entry.slice(1));
  return `
(async () => {
  const peers = ${JSON.stringify(Object.keys(peerDependencies))};
  for (const entry of ${JSON.stringify(entries)}) {
    try { ${load}(entry); }
    catch (error) { if (!peers.some((peer) => String(error).includes("'" + peer + "'"))) throw error; }
  }
  const { createAltegio } = ${load}(${JSON.stringify(name)});
  const { createFakeAltegio } = ${load}(${JSON.stringify(`${name}/testing`)});
  const fake = createFakeAltegio();
  const altegio = createAltegio({ partnerToken: 'any', userToken: 'any', fetch: fake.fetch });
  const { data } = await altegio.v1.get_location({ path: { location_id: fake.locationId } });
  if (data.id !== fake.locationId) throw new Error('the call returned another location');
})().catch((error) => { console.error(error); process.exitCode = 1; });
`;
}

await main().catch(refuse);
