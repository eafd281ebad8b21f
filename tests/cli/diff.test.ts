// `altegio-sdk diff`: editions out of files, folders, URLs and versions, and what the command says of them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { cli, root, temporary } from './cli.ts';

const contract = JSON.parse(readFileSync(join(root, 'generated/v2.mock.json'), 'utf8'));
const id = 'list_positions';

/** The contract of v2 as it is, or with one operation less. */
function contractText(isShorter = false): string {
  const text = JSON.stringify(contract);
  return isShorter ? text.replace(`"operationId":"${id}"`, `"operationId":"another_${id}"`) : text;
}

function fileWith(text: string, name = 'v2.json', folder = temporary()): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A description as Altegio would publish it. */
function published(more = {}): string {
  const get = { operationId: id, responses: {}, ...more };
  return stringify({ openapi: '3.1.0', info: {}, paths: { '/positions/{id}': { get } } });
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('diff', () => {
  it('compares the contracts of this package with a newer one, and ends with 1 where it breaks', async () => {
    const { code, stdout, stderr } = await cli(['diff', fileWith(contractText(true))]);
    expect(stderr).toBe('');
    expect(stdout).toContain(': 1 breaking\n\nbreaking\n');
    expect(stdout).toContain(`  v2.${id}: has another operationId: another_${id}\n`);
    expect(code).toBe(1);
  });

  it.each([
    [['--fail-on', 'none'], 0],
    [['--fail-on', 'docs'], 1],
    [['--api', 'v1'], 0],
  ])('with %j ends with %i', async (options, expected) => {
    const { code } = await cli(['diff', fileWith(contractText(true)), ...options]);
    expect(code).toBe(expected);
  });

  it('says so when nothing changed', async () => {
    const { code, stdout } = await cli(['diff', fileWith(contractText())]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/no changes\n$/)]);
  });

  it('writes JSON and Markdown', async () => {
    const file = fileWith(contractText(true));
    const { stdout } = await cli(['diff', file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: { breaking: 1, moved: 0, additive: 0, docs: 0 },
      changes: [{ api: 'v2', operation: id, kind: 'operation-renamed', severity: 'breaking' }],
    });
    const { stdout: markdown } = await cli(['diff', file, '--markdown']);
    expect(markdown).toContain('### Breaking\n\n- `v2.');
  });

  it('reads two descriptions as published, in YAML, from a folder and from a URL', async () => {
    const folder = temporary();
    fileWith(published(), 'b2b-v2.yaml', folder);
    const base = await serve((_request, response) => void response.end(published({ deprecated: true })));
    const { code, stdout } = await cli(['diff', folder, `${base}/openapi.yaml?token=secret`]);
    expect(stdout).toContain('additive\n  v2.list_positions: is deprecated\n');
    expect(stdout).not.toContain('secret');
    expect(code).toBe(0);
  });

  it('reads a version of the package by npm, from the registry that npm is set to', {
    timeout: 60_000,
  }, async () => {
    const folder = temporary();
    mkdirSync(join(folder, 'contract'));
    fileWith(JSON.stringify({ name: 'altegio-sdk', version: '0.9.0' }), 'package.json', folder);
    fileWith(contractText(true), 'contract/v2.json', folder);
    execFileSync('npm', ['pack', '--silent', '--ignore-scripts'], { cwd: folder });
    const tarball = readFileSync(join(folder, 'altegio-sdk-0.9.0.tgz'));
    const base = await serve((request, response) => {
      if (request.url?.endsWith('.tgz')) return void response.end(tarball);
      const manifest = { name: 'altegio-sdk', version: '0.9.0', dist: { tarball: `${base}/a.tgz` } };
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          name: 'altegio-sdk',
          'dist-tags': { latest: '0.9.0' },
          versions: { '0.9.0': manifest },
        }),
      );
    });
    const env = { npm_config_registry: base, npm_config_cache: join(folder, 'cache') };
    const { code, stdout, stderr } = await cli(['diff'], { env });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^altegio-sdk \S+ → altegio-sdk 0\.9\.0: 1 breaking\n/);
    expect(code).toBe(1);
    const missing = await cli(['diff', '7.7.7'], { env });
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringContaining('npm cannot fetch altegio-sdk@7.7.7'),
    ]);
  });
});

describe('diff refuses', () => {
  it.each([
    [['./nowhere.yaml'], /There is no file or folder \.\/nowhere\.yaml/],
    [['--fail-on', 'much'], /--fail-on takes breaking, moved, additive, docs or none/],
    [['--json', '--markdown'], /Choose one of/],
    [['--api', 'v3'], /There is no API v3/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await cli(['diff', ...args]);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });

  it.each([
    ['no JSON', '{ "openapi": ', /is not valid JSON/],
    ['no YAML', 'openapi: [', /is not valid YAML/],
    ['no description', '{"a":1}', /is no OpenAPI document/],
    ['no operation', '{"openapi":"3.1.0","paths":{}}', /describes no operation/],
  ])('a file that is %s', async (_what, text, message) => {
    const { code, stderr } = await cli(['diff', fileWith(text)]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  it('to compare a contract with a description as published', async () => {
    const { code, stderr } = await cli(['diff', fileWith(published(), 'b2b-v2.yaml')]);
    expect(stderr).toContain('their differences are corrections, not changes');
    expect(code).toBe(2);
  });

  it('a URL that has no document', async () => {
    const base = await serve((_request, response) => void response.writeHead(404).end());
    const { code, stderr } = await cli(['diff', `${base}/x`]);
    expect([code, stderr]).toEqual([1, `error: ${base}/x cannot be read: HTTP 404.\n`]);
  });
});
