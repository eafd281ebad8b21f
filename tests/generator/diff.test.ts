// `npm run openapi:diff`: its editions, with the same corrections on both sides, and the changeset that it writes.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { changesetText, writeChangeset } from '../../scripts/diff/changeset.ts';
import { editionsOf } from '../../scripts/diff/editions.ts';
import { commitOf } from '../../scripts/diff/revision.ts';
import { compareEditions } from '../../src/diff/editions.ts';
import type { Report } from '../../src/diff/report.ts';

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'altegio-sdk-openapi-diff-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const compare = async (old: string, now: string) =>
  compareEditions(...(await editionsOf(old, now, ['developers'])));

describe('editions', () => {
  it('of the same files do not differ', { timeout: 60_000 }, async () => {
    expect((await compare('.', 'openapi/developers.yaml')).changes).toEqual([]);
  });

  it('as published are corrected first; what is outgrown is left out on both sides', {
    timeout: 60_000,
  }, async () => {
    const file = join(await temporary(), 'developers.yaml');
    const text = await readFile('openapi/developers.yaml', 'utf8');
    await writeFile(file, text.replaceAll('operationId: get_country_list\n', 'operationId: other\n'));
    const { changes, notes } = await compare('.', file);
    expect(changes[0]).toMatchObject({
      operation: 'get_country_list',
      kind: 'operation-renamed',
      to: 'other',
    });
    // What was seen on the wire is known by operationId, and nothing of it by the new one.
    expect(changes.slice(1).every(({ operation }) => operation === 'other')).toBe(true);
    expect(notes.every((note) => /^developers: \d+ corrections are outgrown/.test(note))).toBe(true);
  });

  it('are those of a git revision, where there is one', async () => {
    expect(await commitOf('HEAD')).toMatch(/^[0-9a-f]{40}$/);
    expect(await commitOf('--all')).toBeUndefined();
    expect(await commitOf('openapi/developers.yaml')).toBeUndefined();
  });

  it('of a package are compared with what is generated here', async () => {
    const folder = await temporary();
    const text = await readFile('generated/developers.mock.json', 'utf8');
    await writeFile(join(folder, 'developers.json'), text);
    expect((await compare(folder, '.')).changes).toEqual([]);
    await expect(compare(folder, 'openapi/developers.yaml')).rejects.toThrow('is a description as published');
  });
});

describe('a changeset', () => {
  const report: Report = {
    from: 'v0.1.0',
    to: 'the working tree',
    notes: [],
    changes: [
      {
        api: 'v1',
        operation: 'b',
        kind: 'operation-removed',
        severity: 'breaking',
        side: 'operation',
        from: 'GET /b',
      },
      { api: 'v1', operation: 'a', kind: 'operation-deprecated', severity: 'additive', side: 'operation' },
      {
        api: 'v1',
        operation: 'a',
        kind: 'parameter-added',
        severity: 'additive',
        side: 'request',
        at: 'query q',
      },
      { api: 'v2', operation: 'c', kind: 'texts-changed', severity: 'docs', side: 'operation' },
    ],
  };

  it('has the form of the repository, and one line per operation', () => {
    expect(changesetText(report, 'minor')).toBe(`---
"altegio-sdk": minor
---

The descriptions of the API changed (v0.1.0 → the working tree).

Breaking:

- \`v1.b\`: is gone: GET /b

New:

- \`v1.a\`: is deprecated; query q is new and optional

Texts: 1 of the operations.
`);
  });

  it('is not written where there is nothing to release', async () => {
    const folder = pathToFileURL(`${await temporary()}/`);
    await writeChangeset(folder, report, undefined);
    await expect(readFile(new URL('openapi.md', folder))).rejects.toThrow('ENOENT');
    await writeChangeset(folder, report, 'minor');
    expect(await readFile(new URL('openapi.md', folder), 'utf8')).toBe(changesetText(report, 'minor'));
  });
});
