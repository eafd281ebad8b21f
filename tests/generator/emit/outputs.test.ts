// What all emitters have in common, and the check that the project has what they make.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emitClient } from '../../../scripts/emit/client.ts';
import { emitMock, mockView } from '../../../scripts/emit/mock/contract.ts';
import { emitOperations } from '../../../scripts/emit/operation-table.ts';
import { differences, removeStrays, write } from '../../../scripts/emit/outputs.ts';
import { emitTypes } from '../../../scripts/emit/types.ts';
import { id, json, list, query, single } from './tiny.ts';

it('emitters give the same text twice and leave the contract as it was', async () => {
  const doc = single({
    parameters: [id, query('a', 'array')],
    responses: { 200: json(list), 204: json({}) },
  });
  const before = structuredClone(doc);
  const run = async () => [
    await emitTypes(doc, 'tiny'),
    emitClient(doc, await emitTypes(doc, 'tiny'), 'tiny', 'v1'),
    emitOperations(doc, 'tiny'),
    emitMock(mockView(doc), 'tiny'),
  ];
  const first = await run();
  expect(await run()).toEqual(first);
  expect(doc).toEqual(before);
});

describe('generated files', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'altegio-check-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const outputs = [
    { path: 'generated/v1.ts', text: 'a\nb\n' },
    { path: 'docs/operations/v1.md', text: 'c\n' },
  ];

  it('have no differences where all is as it was written', async () => {
    await write(root, outputs);
    expect(await differences(root, outputs)).toEqual([]);
  });

  it('are checked for differing lines, and missing and extra files', async () => {
    await write(root, [{ path: 'generated/v1.ts', text: 'a\nc\n' }]);
    await write(root, [{ path: 'generated/old/z.ts', text: '' }]);
    await write(root, [{ path: 'docs/written-by-hand.md', text: '' }]);
    expect(await differences(root, outputs)).toEqual([
      'docs/operations/v1.md is missing',
      'generated/old/z.ts is not a file that the generator writes',
      'generated/v1.ts:2 differs',
    ]);
  });

  it('are the only ones that a full run leaves in their folders', async () => {
    const byHand = { path: 'docs/written-by-hand.md', text: '' };
    await write(root, [...outputs, { path: 'generated/old/z.ts', text: '' }, byHand]);
    await removeStrays(root, outputs);
    expect(await differences(root, outputs)).toEqual([]);
    expect(await differences(root, [...outputs, byHand])).toEqual([]);
  });
});
