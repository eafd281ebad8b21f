// `npm run openapi:pull`: where the documents come from, exit codes and messages.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { apis } from '../../../scripts/openapi/apis.ts';
import { readPins } from '../../../scripts/pull/files.ts';
import { changedV1, v2, yamlOf } from './documents.ts';
import { failure, files, freshProject, project, run, V1 } from './project.ts';
import { reply } from './pull-server.ts';

freshProject();

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

describe('--from', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(project.root, 'from');
    await mkdir(join(folder, 'b2b-v2'), { recursive: true });
  });

  test('takes <vendor>.yaml or <vendor>/openapi.yaml of a folder and pins the published address', async () => {
    await writeFile(join(folder, 'b2b-v1.yaml'), changedV1);
    await writeFile(join(folder, 'b2b-v2', 'openapi.yaml'), yamlOf(v2));
    await run({ from: folder, apis: ['v1', 'v2'] });
    expect(project.lines.map((line) => line.slice(0, 15))).toEqual(['b2b-v1: changed', 'b2b-v2: unchang']);
    const published = 'https://developer.alteg.io/_bundle/en/b2b-v1/openapi.yaml';
    expect((await readPins(project.root))['b2b-v1']).toMatchObject({ url: published, operations: 5 });
  });

  test.each([
    ['a folder without the file', () => folder, 'neither b2b-v1.yaml nor b2b-v1/openapi.yaml'],
    ['no folder', () => join(folder, 'gone'), 'neither a folder nor an http(s) URL'],
    ['another scheme', () => 'ftp://127.0.0.1/x', 'not a valid http(s) URL'],
    ['credentials', () => 'http://me:secret@127.0.0.1/', 'without user, password'],
    ['a query', () => 'http://127.0.0.1/?token=secret', 'without user, password'],
  ])('refuses %s', async (_what, from, message) => {
    const text = await failure({ from: from() });
    expect(text).toContain(message);
    expect(text).not.toContain('secret');
  });
});

describe('the command line', () => {
  interface Exit {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }

  function command(...args: string[]): Promise<Exit> {
    const tsx = join(PROJECT, 'node_modules/.bin/tsx');
    const all = ['scripts/pull.ts', '--root', project.root, ...args];
    return new Promise((resolve) => {
      execFile(tsx, all, { cwd: PROJECT, timeout: 20_000 }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      });
    });
  }

  test('exits with 0 and prints one report per API', { timeout: 20_000 }, async () => {
    for (const api of apis) project.server.on(`/${api.vendor}/openapi.yaml`, reply(200, yamlOf(api)));
    project.server.on(V1, reply(200, changedV1));
    const { code, stdout, stderr } = await command('--from', project.server.base);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^b2b-v1: changed [0-9a-f]{12} → [0-9a-f]{12}: operations \+1 -0 ~0$/),
      '  + v1_five',
      'b2b-v2: unchanged',
      'public: unchanged',
      'developers: unchanged',
    ]);
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test('exits with 1 and a message without a stack, and leaves the files alone', {
    timeout: 20_000,
  }, async () => {
    project.server.on(V1, reply(200, '<html>'));
    const before = await files();
    const { code, stdout, stderr } = await command('v1', '--from', project.server.base);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `b2b-v1: ${project.server.base}${V1}: the document is an HTML (or XML) page, not YAML.\nNothing was overwritten.\n`,
    );
    expect(await files()).toEqual(before);
  });

  test('exits with 1 on an unknown API and lists the valid names', { timeout: 20_000 }, async () => {
    const { code, stderr } = await command('v3', '--from', project.server.base);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Unknown API "v3". Valid names: v1 (b2b-v1), v2 (b2b-v2), booking (public), developers.',
    );
    expect(project.server.requests).toHaveLength(0);
  });

  test('exits with 1 on an unknown option', { timeout: 20_000 }, async () => {
    const { code, stderr } = await command('--form', project.server.base);
    expect(code).toBe(1);
    expect(stderr).toContain("Unknown option '--form'");
  });
});
