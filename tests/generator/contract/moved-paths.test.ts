// An edition in which every path has moved: each correction, computed or written, still finds its operation.

import { expect, test } from 'vitest';
import { correct, loadCorrection, loadSnapshot } from '../../../scripts/contract/contract.ts';
import { loadOpenEvidence } from '../../../scripts/contract/evidence/load.ts';
import { apiByName, apis } from '../../../scripts/openapi/apis.ts';
import type { OpenApi, Operation } from '../../../scripts/openapi/document.ts';
import { eachOperation } from '../../../scripts/openapi/operations.ts';

test.each(apis)('of $vendor changes no operation', { timeout: 60_000 }, async ({ name, vendor }) => {
  const published = await loadSnapshot(name);
  const { contract, written } = await loadCorrection(name);
  const snapshot = moved(published);
  expect(Object.keys(snapshot.paths).filter((path) => path in published.paths)).toEqual([]);
  const evidence = await loadOpenEvidence(vendor);
  const { contract: after } = correct(apiByName(name), { snapshot, evidence, written });
  expect(byId(after)).toEqual(byId(contract));
  expect(after.components).toEqual(contract.components);
  expect(after.webhooks).toEqual(contract.webhooks);
});

/** What the server's own path is repeated in, and URLs of integrators, stay what they are behind the new part. */
function moved(doc: OpenApi): OpenApi {
  const paths = Object.entries(doc.paths).map(([path, item]) => [
    path.replace(/^(\/api\/v\d|\/https?:\/)?/, '$1/moved'),
    item,
  ]);
  return { ...doc, paths: Object.fromEntries(paths) };
}

function byId(doc: OpenApi): Record<string, Operation> {
  return Object.fromEntries(eachOperation(doc).map(({ operation }) => [operation.operationId, operation]));
}
