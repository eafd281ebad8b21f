import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { apis } from '../../../scripts/openapi/apis.ts';
import { readDescription } from '../../../scripts/openapi/read.ts';
import { readPins, replaceFiles, sha256 } from '../../../scripts/pull/files.ts';
import { changedV1, operation, v1, v2, yamlOf } from './documents.ts';
import { failure, files, freshProject, project, run, V1, V2 } from './project.ts';
import { reply } from './pull-server.ts';

freshProject();

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

describe('a good document', () => {
  test('that is the same changes no file and is reported as unchanged', async () => {
    project.server.on(V1, reply(200, yamlOf(v1), { etag: '"new"' }));
    const before = await files();
    await run();
    expect(project.lines).toEqual(['b2b-v1: unchanged']);
    expect(await files()).toEqual(before);
  });

  test('that differs replaces the snapshot byte for byte, renews its pin and names the operations', async () => {
    const before = await files();
    const text = yamlOf(v1, ({ paths }) => {
      delete paths['/one'];
      paths['/two'] = { get: operation('v1_two', { deprecated: true }) };
      paths['/five'] = { post: operation('v1_five') };
    });
    project.server.on(V1, reply(200, text, { etag: '"abc"' }));
    await run();

    const old = sha256(Buffer.from(yamlOf(v1))).slice(0, 12);
    const now = sha256(Buffer.from(text));
    expect(project.lines).toEqual([
      `b2b-v1: changed ${old} → ${now.slice(0, 12)}: operations +1 -1 ~1\n  + v1_five\n  - v1_one\n  ~ v1_two`,
    ]);
    const after = await files();
    expect(after).toEqual({ ...before, 'b2b-v1.yaml': text, 'sources.json': after['sources.json'] });
    const pins = await readPins(project.root);
    const url = project.server.base + V1;
    expect(pins['b2b-v1']).toEqual({
      url,
      sha256: now,
      etag: '"abc"',
      pulledAt: '2026-08-03',
      operations: 4,
    });
    expect(pins['b2b-v2']?.pulledAt).toBe('2026-07-22');
  });

  test('leaves the earlier paths in the history, and the history as it is where nothing moved', async () => {
    const move = ({ paths }: { paths: Record<string, unknown> }) => {
      paths['/uno'] = paths['/one'];
      delete paths['/one'];
    };
    project.server.on(V1, reply(200, yamlOf(v1, move)));
    await run();
    const history = (await files())['history.yaml'];
    expect(history).toContain('never by hand');
    expect(parse(history ?? '')).toEqual({
      'b2b-v1': { v1_one: [{ until: '2026-08-03', operationId: 'v1_one', method: 'GET', path: '/one' }] },
    });
    await run();
    expect((await files())['history.yaml']).toBe(history);
  });

  test('counts an operation as changed when only a schema that it refers to changed', async () => {
    project.server.on(
      V1,
      reply(
        200,
        yamlOf(v1, ({ paths, components }) => {
          components.schemas.Thing = { type: 'object', properties: { id: { type: 'integer' } } };
          paths['/one'] = { get: { operationId: 'v1_one', responses: {} } };
        }),
      ),
    );
    await run();
    expect(project.lines[0]).toContain('operations +0 -0 ~4');
  });

  test('tells operations whose texts alone changed from those whose facts did', async () => {
    const properties = { description: { type: 'string' } };
    const before = yamlOf(
      v1,
      ({ components }) => (components.schemas.Thing = { type: 'object', properties }),
    );
    await writeFile(join(project.root, v1.snapshot), before);
    const text = yamlOf(v1, ({ paths, components }) => {
      components.schemas.Thing = { type: 'object', properties, description: 'a thing', example: {} };
      paths['/one'] = { get: operation('v1_one', { summary: 'Fetch one', deprecated: true }) };
      paths['/two'] = { get: { operationId: 'v1_two', tags: ['Twos'], responses: {} } };
    });
    project.server.on(V1, reply(200, text));
    await run();
    expect(project.lines[0]).toMatch(/: operations \+0 -0 ~2, 2 reworded\n {2}~ v1_one v1_two$/);
  });

  test('counts a property as a fact, whatever its name', async () => {
    const text = yamlOf(v1, ({ components }) => {
      components.schemas.Thing = { type: 'object', properties: { title: { type: 'string' } } };
    });
    project.server.on(V1, reply(200, text));
    await run();
    expect(project.lines[0]).toContain('operations +0 -0 ~4');
  });

  test('says where operations have moved', async () => {
    const text = yamlOf(v1, ({ paths }) => {
      delete paths['/one'];
      delete paths['/two'];
      paths['/ones'] = { get: operation('v1_one') };
      paths['/two'] = { put: operation('v1_two', { deprecated: true }) };
    });
    project.server.on(V1, reply(200, text));
    await run();
    expect(project.lines[0]?.split(': operations ')[1]?.split('\n')).toEqual([
      '+0 -0 ~1, 2 moved',
      '  ~ v1_two',
      '  v1_one: GET /one → GET /ones',
      '  v1_two: GET /two → PUT /two',
    ]);
  });

  test('does not count a new order of keys as a change of an operation', async () => {
    project.server.on(
      V1,
      reply(
        200,
        yamlOf(v1, ({ paths }) => {
          const { operationId, responses } = operation('v1_one');
          paths['/one'] = { get: { responses, operationId } };
        }),
      ),
    );
    await run();
    expect(project.lines[0]).toContain('operations +0 -0 ~0');
  });

  test('with very many changes prints a bounded list', async () => {
    const text = yamlOf(v1, ({ paths }) => {
      for (let n = 0; n < 50; n++) paths[`/new/${n}`] = { get: operation(`new_${n}`) };
    });
    project.server.on(V1, reply(200, text));
    await run();
    expect(project.lines[0]).toContain('operations +50 -0 ~0');
    expect(project.lines[0]).toContain('new_26 … and 30 more');
    expect(project.lines[0]).not.toContain('new_27');
  });

  test('is taken from a redirect on the same host, and the address that was asked is pinned', async () => {
    project.server.on(V1, reply(302, '', { location: '/moved' }));
    project.server.on('/moved', reply(200, changedV1));
    await run();
    expect((await readPins(project.root))['b2b-v1']?.url).toBe(project.server.base + V1);
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test('is written for all APIs asked, in either spelling, each once', async () => {
    project.server.on(V1, reply(200, changedV1));
    project.server.on(V2, reply(200, yamlOf(v2)));
    await run({ apis: ['b2b-v2', 'v1', 'v2'] });
    expect(project.lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'b2b-v1: changed',
      'b2b-v2: unchanged',
    ]);
  });

  test('is accepted when there is no snapshot yet', async () => {
    await rm(join(project.root, 'openapi'), { recursive: true });
    project.server.on(V1, reply(200, yamlOf(v1)));
    await run();
    expect(project.lines[0]).toMatch(/^b2b-v1: changed \(none\) → [0-9a-f]{12}: operations \+4 -0 ~0/);
    expect(Object.keys(await files())).toEqual(['b2b-v1.yaml', 'sources.json']);
  });
});

describe('several APIs', () => {
  test('one failure keeps the others from being written, and every failure is listed', async () => {
    project.server.on(V1, reply(200, changedV1));
    project.server.on(V2, reply(200, '<html>'));
    const text = await failure({ apis: ['v1', 'v2', 'developers'] });
    expect(text.split('\n').map((line) => line.split(':')[0])).toEqual([
      'b2b-v2',
      'developers',
      'Nothing was overwritten.',
    ]);
    expect(project.lines).toEqual([]);
  });

  test('a file that cannot be written keeps all of them as they were', async () => {
    const before = await files();
    const bytes = Buffer.from('new');
    // A file cannot be a folder.
    const paths = [v1.snapshot, 'openapi/created.yaml', `${v2.snapshot}/x`].map((path) =>
      join(project.root, path),
    );
    await expect(replaceFiles(paths.map((path) => ({ path, bytes })))).rejects.toThrow();
    expect(await files()).toEqual(before);
  });

  test('a file that cannot be replaced leaves no half-written one and none of the temporary ones', async () => {
    const before = await files();
    const blocked = join(project.root, 'blocked');
    await mkdir(join(blocked, 'full'), { recursive: true });
    const bytes = Buffer.from('new');
    const paths = [join(project.root, v1.snapshot), blocked];
    await expect(replaceFiles(paths.map((path) => ({ path, bytes })))).rejects.toThrow();
    expect(await files()).toEqual({ ...before, 'b2b-v1.yaml': 'new' });
    expect((await readdir(project.root)).sort()).toEqual(['blocked', 'openapi']);
  });

  test.each(['{', '[]', '{"b2b-v1": {"url": 1}}'])(
    'a broken sources.json stops the pull: %s',
    async (text) => {
      await writeFile(join(project.root, 'openapi/sources.json'), text);
      expect(await failure()).toContain('openapi/sources.json');
      expect(project.server.requests).toHaveLength(0);
    },
  );
});

describe('the committed snapshots', () => {
  test('are the pinned ones, pass every check, and pulling them from themselves changes nothing', {
    timeout: 30_000,
  }, async () => {
    await rm(join(project.root, 'openapi'), { recursive: true });
    await cp(join(PROJECT, 'openapi'), join(project.root, 'openapi'), {
      recursive: true,
      filter: (path) => !['overlays', 'evidence'].includes(basename(path)),
    });
    const pins = await readPins(project.root);
    const before = await files();
    for (const api of apis) {
      const bytes = await readFile(join(project.root, api.snapshot));
      const description = readDescription(bytes);
      expect(pins[api.vendor]).toMatchObject({
        sha256: sha256(bytes),
        operations: description.operations.length,
      });
    }
    await run({ apis: [], from: join(project.root, 'openapi') });
    expect(project.lines).toEqual(apis.map(({ vendor }) => `${vendor}: unchanged`));
    expect(await files()).toEqual(before);
  });
});
