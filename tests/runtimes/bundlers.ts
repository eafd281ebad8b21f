// Bundles the job for Node by the bundlers that integrators use, minified, so that names of functions are lost.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';

const folder = join(import.meta.dirname, 'node_modules');

const load = createRequire(join(folder, '_.cjs'));

/** Where the bundler itself comes from; those without a package here come with the tests. */
const packages: Record<string, string> = { webpack: 'webpack', rspack: '@rspack/core', rollup: 'rollup' };

export function isBundlerThere(name: string): boolean {
  const own = packages[name];
  return own === undefined || existsSync(join(folder, own));
}

/** A test's name, which says so where it has to be skipped. */
export function titledBundler(name: string): string {
  return isBundlerThere(name)
    ? name
    : `${name} (SKIPPED: it is not installed; npm run test:runtimes installs it)`;
}

interface Stats {
  hasErrors(): boolean;
  toString(): string;
}

type Webpack = (options: object, done: (error: Error | null, stats?: Stats) => void) => void;

/** webpack and Rspack take the same options. */
function packedBy(name: string, pack: () => Webpack) {
  return (project: string) =>
    new Promise<string>((resolve, reject) => {
      const path = join(project, name);
      const options = {
        context: project,
        entry: './job/esm.mjs',
        mode: 'production',
        target: 'node20',
        output: { path, filename: 'job.mjs', module: true, chunkFormat: 'module' },
        experiments: { outputModule: true },
      };
      pack()(options, (error, stats) => {
        if (error || stats?.hasErrors()) reject(error ?? new Error(stats!.toString()));
        else resolve(join(path, 'job.mjs'));
      });
    });
}

/** Each makes one file of the job in a project, and resolves with its path. */
export const bundlers: Record<string, (project: string) => Promise<string>> = {
  /** As for AWS Lambda. */
  async esbuild(project) {
    const outfile = join(project, 'esbuild/job.mjs');
    await esbuild({
      entryPoints: [join(project, 'job/esm.mjs')],
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'error',
    });
    return outfile;
  },
  async vite(project) {
    const outDir = join(project, 'vite');
    await vite({
      configFile: false,
      root: project,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: 'job/esm.mjs',
        outDir,
        minify: true,
        rollupOptions: { output: { entryFileNames: 'job.mjs' } },
      },
    });
    return join(outDir, 'job.mjs');
  },
  webpack: packedBy('webpack', () => load('webpack') as Webpack),
  rspack: packedBy('rspack', () => (load('@rspack/core') as { rspack: Webpack }).rspack),
  async rollup(project) {
    const { rollup } = load('rollup') as {
      rollup(options: object): Promise<{ write(options: object): Promise<unknown>; close(): Promise<void> }>;
    };
    const { nodeResolve } = load('@rollup/plugin-node-resolve') as { nodeResolve(options: object): unknown };
    const made = await rollup({
      input: join(project, 'job/esm.mjs'),
      plugins: [nodeResolve({ preferBuiltins: true })],
      external: [/^node:/],
    });
    const file = join(project, 'rollup/job.mjs');
    await made.write({ file, format: 'esm', inlineDynamicImports: true });
    await made.close();
    return file;
  },
};
