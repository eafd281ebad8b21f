// What each promise weighs in a bundle: its size again with the code of that promise left out.
import { existsSync, readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { root } from './folders.ts';

/** Files, or whole rooms. */
const parts: Record<string, string[]> = {
  'the operation table of v2, and its index': ['generated/v2.operations.ts', 'src/operations/table.ts'],
  'pages: sizes, ends, read-ahead, cursors, drift': ['src/pagination/'],
  'checks of arguments and options before anything is sent, and what builds the request': [
    'src/request/',
    'src/client/options.ts',
    'src/util/check.ts',
    'src/util/content.ts',
  ],
  'errors: nine kinds of responses in one form, with outcome and advice': [
    'src/errors/errors.ts',
    'src/errors/call-error.ts',
    'src/errors/outcome.ts',
    'src/transport/api-error.ts',
  ],
  'calls by path, openapi-fetch among them': [
    'src/client/http.ts',
    'src/client/http-call.ts',
    'src/client/known-path.ts',
  ],
  'what a failure of the network says: sent or not, refused or lost': [
    'src/transport/network-error.ts',
    'src/transport/connecting.ts',
    'src/transport/refusal.ts',
    'src/transport/platform-fetch.ts',
  ],
  'one request in time: attempts, timeouts, deadlines, aborts': [
    'src/transport/send.ts',
    'src/transport/attempt.ts',
    'src/util/abort.ts',
    'src/util/clock.ts',
    'src/util/swallow.ts',
  ],
  'retries: which, when, Retry-After': ['src/transport/retry.ts', 'src/transport/retry-after.ts'],
  'redaction: no secret in an error or its causes': [
    'src/errors/redact.ts',
    'src/errors/find.ts',
    'src/errors/readings.ts',
  ],
  'the limiter': ['src/limiter/'],
  'reading responses': ['src/transport/response.ts', 'src/transport/read.ts', 'src/transport/media-type.ts'],
  'hooks, log lines, middleware': [
    'src/transport/hooks.ts',
    'src/transport/logger.ts',
    'src/transport/middleware.ts',
  ],
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
  const gone = files.find((file) => !existsSync(`${root}/${file}`));
  if (gone) throw new Error(`${gone} is no more; tests/bench/lib/parts.ts must name what took its place`);
  return {
    name: 'without',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!files.some((file) => path.startsWith(`${root}/${file}`))) return undefined;
        const contents = exportsOf(readFileSync(path, 'utf8'))
          .map((name) => `export const ${name} = globalThis.nothing;`)
          .join('');
        return { contents, loader: 'ts' };
      });
    },
  };
}

/** The values that a source file exports, its own and those that it hands on. */
function exportsOf(source: string): string[] {
  const own = source.matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm);
  const handedOn = source.matchAll(/^export \{([^}]*)\}/gm);
  return [
    ...Array.from(own, ([, name]) => name!),
    ...Array.from(handedOn, ([, names]) => names!.split(',')).flat(),
  ]
    .map((name) => name.trim().replace(/^.* as /, ''))
    .filter((name) => name !== '' && !name.startsWith('type '));
}
