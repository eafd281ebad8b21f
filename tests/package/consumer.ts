// A project that has the package installed as it would be published. Needs `npm run build`.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export const root = resolve(import.meta.dirname, '../..');

/** What `npm pack` would put into the tarball. */
export interface Packed {
  files: string[];
  /** Bytes of the tarball, and of all files when it is unpacked. */
  size: number;
  unpackedSize: number;
}

/** Asks npm what the tarball holds. */
export async function packed(): Promise<Packed> {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 16 * 1024 * 1024 });
  const [{ files, size, unpackedSize }] = JSON.parse(stdout) as [
    { files: { path: string }[]; size: number; unpackedSize: number },
  ];
  return { files: files.map(({ path }) => path), size, unpackedSize };
}

export interface Consumer {
  /** The project's folder. */
  folder: string;
  /** Where the package is installed. */
  installed: string;
  write(file: string, text: string): void;
  remove(): void;
}

/** Makes a project that has exactly the files of the tarball, and the package's dependencies. */
export async function makeConsumer(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-consumer-'));
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'altegio-sdk');
  for (const file of (await packed()).files) {
    mkdirSync(dirname(join(installed, file)), { recursive: true });
    cpSync(join(root, file), join(installed, file));
  }
  for (const name of ['openapi-fetch', 'openapi-typescript-helpers'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('package.json', '{ "name": "consumer", "private": true, "type": "module" }');
  return { folder, installed, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
