// The command line itself: help, versions, wrong usage.
import { readFileSync } from 'node:fs';
import { WriteStream } from 'node:tty';
import { expect, it } from 'vitest';
import { painter } from '../../src/cli/support/terminal.ts';
import { cli, collector, start } from './cli.ts';

it('shows its commands and exit codes with --help', async () => {
  const { code, stdout, stderr } = await cli(['--help']);
  expect([code, stderr]).toEqual([0, '']);
  for (const word of ['operations', 'call', 'login', 'doctor', 'Exit codes']) expect(stdout).toContain(word);
});

it.each(['operations', 'call', 'login', 'doctor'])('%s --help shows what it takes', async (command) => {
  const { code, stdout } = await cli([command, '--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: altegio-sdk ${command} `));
  expect(stdout).toContain('--json');
});

it('names the version of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await cli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it.each([
  [['operatoins'], /unknown command 'operatoins'.*Did you mean operations/s],
  [['call', '--jsn'], /unknown option '--jsn'/],
  [['call'], /call needs an operation/],
  [['call', 'get_clint_list'], /Did you mean v1\.get_client_list/],
  [['call', 'v3.get_client'], /There is no API v3/],
  [['call', 'get_event'], /v1\.get_event or v2\.get_event/],
  [['call', 'GET'], /needs a path/],
  [['call', 'get_client', 'more'], /Unexpected argument more after operation get_client\./],
])('refuses %j with exit code 2', async (args, message) => {
  const { code, stdout, stderr } = await cli(args);
  expect(stderr).toMatch(message);
  expect([code, stdout]).toEqual([2, '']);
});

it('writes errors as JSON with --json', async () => {
  const { code, stderr } = await cli(['call', 'nothing', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(stderr)).toMatchObject({
    error: { name: 'UsageError', message: 'There is no operation nothing.' },
  });
});

it('is built as one file that runs by itself', async () => {
  const { code, stdout, stderr } = await start(['operations', 'client'], { env: { FORCE_COLOR: '1' } }).ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('v1.get_client');
  // Not a terminal, so there are no colours.
  expect(stdout).not.toContain('\u001B');
});

it.each([
  [true, {}, true],
  [true, { NO_COLOR: '1' }, false],
  [true, { TERM: 'dumb' }, false],
  [false, {}, false],
])('paints on a terminal (%s) with %j: %s', (isTTY, env, isPainted) => {
  const { hasColors } = WriteStream.prototype;
  const stream = Object.assign(collector(), {
    isTTY,
    hasColors,
    getColorDepth: WriteStream.prototype.getColorDepth,
  });
  const text = painter(stream, { TERM: 'xterm-256color', ...env })('red', 'x');
  expect(text !== 'x').toBe(isPainted);
});

it('ends without a word when its reader has seen enough', async () => {
  const { child, ended } = start(['operations', '--json']);
  child.stdout!.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});
