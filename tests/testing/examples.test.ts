// The booking test of docs/testing, run by each of its tools. Needs `npm run build`, and the tools: `npm run test:examples`.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, 'examples/testing');

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const jest = join(folder, 'node_modules/jest/bin/jest.js');

const tools: Record<string, { file: string; args: string[] }> = {
  vitest: { file: 'vitest.test.mjs', args: [vitest, 'run', '--root', folder, 'vitest.test'] },
  jest: { file: 'jest.test.cjs', args: [jest, '--rootDir', folder, '--testMatch', '**/jest.test.cjs'] },
  'node-test': { file: 'node.test.mjs', args: ['--test', 'node.test.mjs'] },
  msw: { file: 'msw.test.mjs', args: ['--test', 'msw.test.mjs'] },
  nock: { file: 'nock.test.mjs', args: ['--test', 'nock.test.mjs'] },
  prism: { file: 'prism.test.mjs', args: ['--test', 'prism.test.mjs'] },
};

const names = Object.keys(tools);

const read = (...parts: string[]) => readFileSync(join(...parts), 'utf8');

describe('the page of docs/testing', () => {
  it.each(names)('for %s shows the test that is run', (name) => {
    const page = read(root, 'docs/testing', `${name}.md`);
    expect(page).toContain(`\`\`\`js\n${read(folder, tools[name]!.file)}\`\`\`\n`);
  });

  it.each(names)('for %s needs fewer than 30 lines of test', (name) => {
    const lines = read(folder, tools[name]!.file)
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThan(30);
  });
});

describe.skipIf(!existsSync(jest))('the booking test', () => {
  it.each(names)('passes with %s', { timeout: 120_000 }, async (name) => {
    const { NODE_OPTIONS: _, VITEST: __, ...env } = process.env;
    const plain = { ...env, NO_COLOR: '1', FORCE_COLOR: '0' };
    const run = promisify(execFile)(process.execPath, tools[name]!.args, { cwd: folder, env: plain });
    const { stdout, stderr } = await run;
    expect(stdout + stderr).toMatch(/\b3 passed|pass 3\b/);
  });
});
