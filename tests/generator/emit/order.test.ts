// What is generated does not depend on the order in which a description lists its paths, and their operations.

import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import {
  type Correction,
  correct,
  loadCorrection,
  loadSnapshot,
} from '../../../scripts/contract/contract.ts';
import { loadOpenEvidence } from '../../../scripts/contract/evidence/load.ts';
import { loadCodes } from '../../../scripts/emit/codes/codes.ts';
import { emitCorrections } from '../../../scripts/emit/docs/corrections.ts';
import { emitEntities } from '../../../scripts/emit/docs/entities.ts';
import { emissionsOf } from '../../../scripts/generate.ts';
import { type ApiInfo, apis } from '../../../scripts/openapi/apis.ts';
import type { OpenApi } from '../../../scripts/openapi/document.ts';

type Corrected = ApiInfo & Correction;

let corrected: Corrected[];

beforeAll(async () => {
  corrected = await Promise.all(
    apis.map(async (api) => {
      const published = await loadSnapshot(api.name);
      const snapshot = shuffled(published);
      expect(Object.keys(snapshot.paths)).not.toEqual(Object.keys(published.paths));
      const { written } = await loadCorrection(api.name);
      const evidence = await loadOpenEvidence(api.vendor);
      return { ...api, ...correct(api, { snapshot, evidence, written }) };
    }),
  );
}, 60_000);

test.each(apis)('of $vendor', { timeout: 60_000 }, async ({ name }) => {
  const api = corrected.find((each) => each.name === name)!;
  for (const { path, emit } of emissionsOf(api, await loadCodes())) await expectCommitted(path, await emit());
});

test('of all, on the page about corrections', async () => {
  const v1 = corrected.find(({ name }) => name === 'v1')!;
  await expectCommitted('docs/corrections.md', emitCorrections(corrected) + emitEntities(v1.contract));
});

async function expectCommitted(path: string, text: string): Promise<void> {
  const committed = await readFile(new URL(`../../../${path}`, import.meta.url), 'utf8');
  // Vitest's difference of two long texts takes minutes.
  expect(text === committed, path).toBe(true);
}

/** The same shuffle in every run. */
function shuffled(doc: OpenApi): OpenApi {
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  const shuffle = <T extends object>(entries: T): T => {
    const ranked = Object.entries(entries).map((entry) => ({ entry, rank: random() }));
    return Object.fromEntries(
      ranked.sort((one, other) => one.rank - other.rank).map(({ entry }) => entry),
    ) as T;
  };
  const paths = Object.entries(doc.paths).map(([path, item]) => [path, shuffle(item)]);
  return { ...doc, paths: shuffle(Object.fromEntries(paths)) };
}
