// What each promise weighs in a bundle: its size again with the code of that promise left out.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { root } from './folders.ts';

const parts: Record<string, string[]> = {
  'the operation table of v2, and its index': ['generated/v2.operations.ts', 'src/operations/table.ts'],
  'pages: sizes, ends, read-ahead, cursors, drift': [
    'src/pagination.ts',
    'src/page-strategies.ts',
    'src/page-guard.ts',
    'src/collect.ts',
    'src/stoppable.ts',
  ],
  'checks of arguments and options before anything is sent, and what builds the request': [
    'src/request.ts',
    'src/client-options.ts',
    'src/base-url.ts',
    'src/auth.ts',
  ],
  'errors: nine kinds of answers in one form, with outcome and advice': [
    'src/errors.ts',
    'src/answer-error.ts',
    'src/failure.ts',
    'src/outcome.ts',
  ],
  'one request in time: attempts, timeouts, deadlines, aborts': [
    'src/transport.ts',
    'src/within.ts',
    'src/on-abort.ts',
    'src/clock.ts',
    'src/quietly.ts',
  ],
  'retries: which, when, Retry-After': ['src/retry.ts', 'src/retry-after.ts'],
  'redaction: no secret in an error or its causes': ['src/redact.ts'],
  'the limiter': ['src/limiter.ts', 'src/per-host.ts'],
  'reading answers': ['src/answer.ts', 'src/response.ts'],
  'hooks, log lines, middleware': ['src/hooks.ts', 'src/middleware.ts'],
};

/** Promises of the package, and the files that keep them; the last one is several of them at once. */
export const promises: Record<string, string[]> = {
  ...parts,
  'pages, retries, redaction, limiter, hooks, log lines and middleware together': Object.entries(parts)
    .filter(([name]) => /^(pages|retries|redaction|the limiter|hooks)/.test(name))
    .flatMap(([, files]) => files),
};

/** An esbuild plugin that leaves the code of some files out: their exports stay, as names of nothing. */
export function without(files: string[]): Plugin {
  return {
    name: 'without',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!files.some((file) => path === `${root}/${file}`)) return undefined;
        const names = readFileSync(path, 'utf8').matchAll(
          /^export (?:async )?(?:function\*?|const|class) (\w+)/gm,
        );
        const contents = Array.from(names, ([, name]) => `export const ${name} = globalThis.nothing;`).join(
          '',
        );
        return { contents, loader: 'ts' };
      });
    },
  };
}
