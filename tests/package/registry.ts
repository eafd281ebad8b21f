// A registry on loopback with the package as it would be published, and with packages of node_modules beside it: package
// managers install from it as they do from npm's, and nothing reaches the network.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loopback } from '../support/loopback.ts';
import { root } from './consumer.ts';

export interface Registry {
  url: string;
  close(): Promise<void>;
}

/** Serves the package at `root` and these packages of node_modules, each in its one installed version. */
export async function startRegistry(dependencies: string[]): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-registry-'));
  const sources = ['.', ...dependencies.map((name) => `./node_modules/${name}`)];
  const packages = await Promise.all(sources.map((source) => pack(source, folder)));
  const server = await loopback((request, response) => {
    const found = packages.find(({ name, file }) => [`/${name}`, `/${file}`].includes(request.url!));
    if (!found) return response.writeHead(404).end('{}');
    const isTarball = request.url === `/${found.file}`;
    response.end(isTarball ? found.tarball : JSON.stringify(metadata(found, server.base)));
  });
  return {
    url: server.base,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Package {
  name: string;
  manifest: { version: string };
  file: string;
  tarball: Buffer;
}

async function pack(source: string, folder: string): Promise<Package> {
  const args = ['pack', source, '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  const [{ name, filename }] = JSON.parse(stdout) as [{ name: string; filename: string }];
  const manifest = JSON.parse(readFileSync(join(root, source, 'package.json'), 'utf8')) as {
    version: string;
  };
  return { name, manifest, file: filename, tarball: readFileSync(join(folder, filename)) };
}

/** What a registry says of a package. */
function metadata({ name, manifest, file, tarball }: Package, base: string): object {
  const { version } = manifest;
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const shasum = createHash('sha1').update(tarball).digest('hex');
  const dist = { tarball: `${base}/${file}`, integrity, shasum };
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
