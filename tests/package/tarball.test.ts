// The step before `npm publish`: packs the package, and uses the tarball from a registry as a user would. Needs a build.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from './consumer.ts';
import { startRegistry } from './registry.ts';

function pack(cwd: string, env: NodeJS.ProcessEnv) {
  const args = ['--import', import.meta.resolve('tsx'), join(root, 'scripts/robots/pack.ts')];
  return promisify(execFile)('node', args, { cwd, env, timeout: 150_000 });
}

it('tries the tarball out that is to be published, and names it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-release-'));
  const registry = await startRegistry(['openapi-fetch', 'openapi-typescript-helpers']);
  const output = join(folder, 'output');
  try {
    const env = {
      ...process.env,
      GITHUB_OUTPUT: output,
      npm_config_registry: registry.url,
      npm_config_cache: join(folder, 'cache'),
      TMPDIR: folder,
    };
    const { stdout } = await pack(root, env);
    expect(stdout).toMatch(/^altegio-sdk-[\d.]+\.tgz can be published\.$/m);
    const [, tarball = ''] = /^tarball=(.+)$/m.exec(readFileSync(output, 'utf8'))!;
    expect(existsSync(tarball)).toBe(true);
  } finally {
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

it('refuses a tarball that does not hold what it promises', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-release-'));
  const output = join(folder, 'output');
  const manifest = {
    name: 'altegio-sdk',
    version: '9.9.9',
    exports: { '.': './gone.js' },
    peerDependencies: {},
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  try {
    const packing = pack(folder, { ...process.env, GITHUB_OUTPUT: output, TMPDIR: folder });
    await expect(packing).rejects.toThrow(/Cannot find module|ERR_MODULE_NOT_FOUND/);
    expect(existsSync(output)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
