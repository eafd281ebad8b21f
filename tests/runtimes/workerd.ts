// Cloudflare's workerd, over miniflare, where it is installed: a worker made of the sources, and requests to it.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const entry = join(import.meta.dirname, 'node_modules/miniflare/dist/src/index.js');

export const isInstalled = existsSync(entry);

/** A suite's name, which says so where it has to be skipped. */
export function titled(name: string): string {
  return isInstalled
    ? name
    : `${name} (SKIPPED: miniflare is not installed; npm run test:runtimes installs it)`;
}

interface Miniflare {
  ready: Promise<URL>;
  dispose(): Promise<void>;
}

export interface Worker {
  /** Sends a request; resolves to status and text. */
  get(path: string, signal?: AbortSignal): Promise<string>;
  /** The same for a POST; resolves to the status. */
  post(path: string, body: string): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a worker. `code` is its module, in which `altegio-sdk` is this package's sources; `env.BASE` is what was
 * given as `base`.
 */
export async function startWorker(code: string, compatibilityDate: string, base: string): Promise<Worker> {
  const root = resolve(import.meta.dirname, '../..');
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: root },
    alias: {
      'altegio-sdk': join(root, 'src/index.ts'),
      'altegio-sdk/webhooks': join(root, 'src/webhooks.ts'),
      'altegio-sdk/validation': join(root, 'src/validation.ts'),
    },
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'error',
  });
  return runModule(outputFiles[0]!.text, compatibilityDate, base);
}

/** Starts a worker of one module that is bundled already. */
export async function runModule(script: string, compatibilityDate: string, base: string): Promise<Worker> {
  const { Miniflare } = (await import(entry)) as { Miniflare: new (options: object) => Miniflare };
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate,
    bindings: { BASE: base },
  });
  const url = await worker.ready;
  return {
    async get(path, signal = AbortSignal.timeout(15_000)) {
      const response = await fetch(new URL(path, url), { signal });
      return `${response.status} ${await response.text()}`;
    },
    async post(path, body) {
      const init = { method: 'POST', body, signal: AbortSignal.timeout(15_000) };
      return (await fetch(new URL(path, url), init)).status;
    },
    stop: () => worker.dispose(),
  };
}
