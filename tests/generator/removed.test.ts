// From an operation that a new edition drops to the method that says so.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { applyOverlay } from '../../scripts/contract/overlay.ts';
import { readOverlay } from '../../scripts/contract/overlay-document.ts';
import { expiredRemovals, writeRemoved } from '../../scripts/diff/removed.ts';
import { emitClient } from '../../scripts/emit/client.ts';
import { emitOperations } from '../../scripts/emit/operation-table.ts';
import { emitTypes } from '../../scripts/emit/types.ts';
import type { OpenApi } from '../../scripts/openapi/document.ts';
import type { Report } from '../../src/diff/report.ts';

const doc: OpenApi = {
  openapi: '3.1.0',
  info: { title: 'Tiny', version: '1' },
  paths: {
    '/boxes/{id}': { get: { operationId: 'get_box', security: [], responses: { 200: { description: '' } } } },
  },
};

const gone = (operation: string, from: string): Report['changes'][number] => ({
  ...{ api: 'v1', operation, from, kind: 'operation-removed', severity: 'breaking', side: 'operation' },
});
const report: Report = {
  ...{ from: 'old', to: 'new', notes: [] },
  changes: [gone('get_mark', 'GET /marks/{id}'), gone('webhook mark', 'POST mark')],
};

describe('an operation that is gone', () => {
  it('is marked by an overlay, is emitted as a deprecated method, and throws by the table', async () => {
    const root = await mkdtemp(join(tmpdir(), 'altegio-sdk-removed-'));
    onTestFinished(() => rm(root, { recursive: true, force: true }));
    await mkdir(join(root, 'openapi/overlays/b2b-v1'), { recursive: true });
    const files = await writeRemoved(root, report, '0.3.0');
    expect(files).toEqual(['openapi/overlays/b2b-v1/92-removed.yaml']);
    const file = join(root, files[0]!);
    // What is known of a substitute is added by hand, and stays.
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('until:', 'instead: get_box\n          until:'),
    );
    await writeRemoved(
      root,
      { ...report, changes: [...report.changes, gone('put_mark', 'PUT /marks/{id}')] },
      '0.3.0',
    );
    const { overlay } = readOverlay(await readFile(file, 'utf8'), files[0]!);
    const contract = applyOverlay(doc, overlay, files[0]!);
    expect(contract['x-altegio-removed']).toEqual({
      get_mark: { place: 'GET /marks/{id}', instead: 'get_box', until: '0.3.0' },
      put_mark: { place: 'PUT /marks/{id}', until: '0.3.0' },
    });
    expect(emitOperations(contract, 'b2b-v1')).toContain(
      "get_mark: ['/marks/{id}', 'GET', 'none', { removed: 'Altegio has removed it (GET /marks/{id}); call get_box in its place' }]",
    );
    const client = emitClient(contract, await emitTypes(contract, 'b2b-v1'), 'b2b-v1', 'v1');
    expect(client).toMatch(
      /@deprecated Altegio has removed it \(GET .*\n {2}get_mark: \{\n {4}\(input\?: CallInput\): Promise<never>;/,
    );
  });

  it.each([
    [{ get_box: { place: 'GET /a', until: '1.0.0' } }, 'get_box: the description has it again'],
    [
      { a: { place: 'GET /a', until: '1.0.0', instead: 'b' } },
      'a: x-altegio-removed names b, which is no operation',
    ],
  ])('is refused as %j', (removed, message) => {
    expect(() => emitOperations({ ...doc, 'x-altegio-removed': removed }, 'b2b-v1')).toThrow(message);
  });

  it.each([
    ['0.2.9', []],
    ['0.3.0', ['a: was to stay until 0.3.0; take it out of x-altegio-removed']],
    ['1.0.0', ['a: was to stay until 0.3.0; take it out of x-altegio-removed']],
  ])('has served in version %s: %j', (version, expected) => {
    const marked = { ...doc, 'x-altegio-removed': { a: { place: 'GET /a', until: '0.3.0' } } };
    expect(expiredRemovals(marked, version)).toEqual(expected);
  });
});
