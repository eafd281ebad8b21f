// The screens of docs/cli.md are what the commands print.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withScreens, wordsOf } from '../../scripts/screens/document.ts';
import { createProgram } from '../../src/cli/program.ts';
import { processTerminal } from '../../src/cli/support/terminal.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/cli.md'), 'utf8');

it('shows what the commands print now', { timeout: 60_000 }, async () => {
  expect(await withScreens(text)).toBe(text);
});

it('has a screen of every command', () => {
  const commands = [...text.matchAll(/^\$ npx altegio-sdk (\w+)/gm)].map(([, command]) => command);
  const all = createProgram(processTerminal(), () => {}).commands.map((command) => command.name());
  expect(all.length).toBeGreaterThan(5);
  expect([...new Set(commands)].sort()).toEqual(all.sort());
});

it('would notice a screen that is out of date', { timeout: 60_000 }, async () => {
  const old = '```console\n$ npx altegio-sdk call nothing\nsomething `quoted`\n```\n';
  expect(await withScreens(old)).toContain('error: There is no operation nothing.');
});

it('shows what a server says that does not come up', { timeout: 60_000 }, async () => {
  const screen = '```console\n$ npx altegio-sdk mock --nowhere\n```\n';
  expect(await withScreens(screen)).toContain("error: unknown option '--nowhere'");
});

it('reads a command line as a shell does', () => {
  expect(wordsOf(`call x --body '{"a": 1}' --all`)).toEqual(['call', 'x', '--body', '{"a": 1}', '--all']);
});
