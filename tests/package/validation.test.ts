// The validators in the built package: loaded by operation, in both module systems and from a bundle, where no code may be
// made from text.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'altegio-validation-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Calls an operation whose response lacks its data, and prints what the watch found and how many validators are loaded. */
const program = `
  (async () => {
    let allowed = true;
    try { new Function('')(); } catch { allowed = false; }
    const watch = createContractWatch({ sample: 1 });
    const fetch = async () => new Response('{"success":true,"meta":[]}', { headers: { 'content-type': 'application/json' } });
    const options = { partnerToken: 'partner', userToken: 'user', limiter: false, fetch, hooks: watch.hooks };
    const { v1 } = createAltegio(options);
    await v1.get_client({ path: { location_id: 1, id: 2 } });
    await watch.settled();
    const { drift, failed } = watch.reportDrift({ format: 'json' });
    console.log(JSON.stringify({ allowed, failed, found: drift.map(({ pointer, kind }) => pointer + ' ' + kind) }));
  })();`;

const wanted = { allowed: false, failed: 0, found: ['/data missing'] };

async function run(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)('node', ['--disallow-code-generation-from-strings', ...args], {
    cwd: root,
  });
  return JSON.parse(stdout);
}

it.each([
  [
    'ESM',
    'module',
    "import { createAltegio } from 'altegio-sdk'; import { createContractWatch } from 'altegio-sdk/validation';",
  ],
  [
    'CJS',
    'commonjs',
    "const { createAltegio } = require('altegio-sdk'); const { createContractWatch } = require('altegio-sdk/validation');",
  ],
])('work as %s', async (_, type, imports) => {
  // The package finds itself by its own name, as a consumer does.
  expect(await run(`--input-type=${type}`, '--eval', imports + program)).toEqual(wanted);
});

it.each([
  ['one file', false],
  ['a file for each operation', true],
])('work from a bundle of %s', async (_, splitting) => {
  const contents = `import { createAltegio } from 'altegio-sdk'; import { createContractWatch } from 'altegio-sdk/validation'; ${program}`;
  const outdir = join(folder, String(splitting));
  const { metafile } = await build({
    stdin: { contents, resolveDir: root },
    ...{ bundle: true, minify: true, format: 'esm', platform: 'neutral', conditions: ['import'] },
    ...{ splitting, outdir, metafile: true, logLevel: 'error' },
  });
  writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }');
  expect(await run(join(outdir, 'stdin.js'))).toEqual(wanted);
  const count = Object.keys(metafile.outputs).length;
  expect(splitting ? count > 300 : count === 1).toBe(true);
});
