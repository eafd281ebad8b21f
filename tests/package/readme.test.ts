// The contract test of the README, done as it says: in an empty folder, with the packed package. Its commands and its file are
// the README's own text; the tools that they install are those of this repository, so that nothing is downloaded.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Consumer, makeConsumer, root } from './consumer.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The example by the comment in its first line, and the commands above it. */
const [, commands = '', file = '', example = ''] =
  /```sh\n([^`]*)```\n\n```ts\n\/\/ (\S+\.test\.ts)\n([^`]*)```/.exec(readme) ?? [];
const lines = commands.trim().split('\n');
const installed = lines
  .filter((line) => line.startsWith('npm install '))
  .flatMap((line) => line.split(' ').slice(2))
  .filter((word) => !word.startsWith('--'));

let consumer: Consumer;
beforeAll(async () => {
  consumer = await makeConsumer();
  consumer.write(file, example);
  for (const name of installed.filter((each) => each !== 'altegio-sdk')) {
    const link = join(consumer.folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
  mkdirSync(join(consumer.folder, 'node_modules/.bin'));
  symlinkSync('../vitest/vitest.mjs', join(consumer.folder, 'node_modules/.bin/vitest'));
}, 120_000);
afterAll(() => consumer?.remove());

it('installs the package and what the example imports', () => {
  const imported = [...example.matchAll(/ from '([^']+)'/g)].map(([, name]) =>
    name!.replace(/\/testing$/, ''),
  );
  // Prism is imported by `startMock`.
  expect([...new Set([...imported, '@stoplight/prism-http'])].sort()).toEqual([...installed].sort());
});

it('passes', { timeout: 120_000 }, async () => {
  const command = lines.at(-1)!;
  expect(command).toBe(`npx vitest run ${file}`);
  const { NODE_OPTIONS: _, VITEST: __, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: '1', npm_config_offline: 'true' };
  const [program, ...args] = command.split(' ');
  const { stdout } = await promisify(execFile)(program!, args, { cwd: consumer.folder, env });
  const tests = example.match(/^test\(/gm)!.length + 2 * example.match(/^test\.each\(both\)/gm)!.length;
  expect(stdout).toMatch(new RegExp(`Tests +${tests} passed \\(${tests}\\)`));
});
