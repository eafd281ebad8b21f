// Any overlay engine can apply the overlays: Redocly's gives the same contracts as ours, and its linter accepts them.
// It reads JSONPath by another library, and passes over what no longer fits; tests of ours see to the latter.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { bundle, type Config, createConfig, lint } from '@redocly/openapi-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Correction, loadCorrection } from '../../../scripts/contract/contract.ts';
import { stringifyOverlay } from '../../../scripts/contract/derive.ts';
import { apis } from '../../../scripts/openapi/apis.ts';
import { isObject } from '../../../scripts/openapi/document.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));

let folder: string;
let config: Config;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altegio-overlays-'));
  config = await createConfig({ extends: ['recommended-strict'] });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

test.each(apis)(
  'of $vendor are valid, and give the same contract',
  { timeout: 120_000 },
  async ({ name, snapshot }) => {
    const correction = await loadCorrection(name);
    const overlays = await filesOf(correction);
    for (const ref of overlays) expect(await lint({ ref, config }), ref).toEqual([]);
    const { bundle: result, problems } = await bundle({ ref: join(project, snapshot), config, overlays });
    expect(problems).toEqual([]);
    expect(differences(result.parsed, correction.contract)).toEqual([]);
  },
);

/** The documents in the order in which they are applied. */
async function filesOf({
  derived,
  written,
  seen,
  responses,
  requests,
  required,
}: Correction): Promise<string[]> {
  const write = async (name: string, overlay: Correction['derived']) => {
    const file = join(folder, name);
    await writeFile(file, stringifyOverlay(overlay));
    return file;
  };
  const first = await write('computed.yaml', derived);
  const last = [
    await write('seen.yaml', seen),
    await write('responses.yaml', responses),
    await write('requests.yaml', requests),
    ...(required.actions.length > 0 ? [await write('required.yaml', required)] : []),
  ];
  return [first, ...written.map(({ file }) => join(project, file)), ...last];
}

/** Pointers to what differs; the order of keys does not count. */
function differences(theirs: unknown, ours: unknown, at = ''): string[] {
  if (!isObject(theirs) || !isObject(ours)) return isDeepStrictEqual(theirs, ours) ? [] : [at];
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  return [...keys].flatMap((key) => differences(theirs[key], ours[key], `${at}/${key}`));
}
