// What JSON Schema allows though the vendor has not used it yet: all that is generated copes, or names the place.
import { describe, expect, test } from 'vitest';
import { correct, loadCorrection, loadSnapshot } from '../../../scripts/contract/contract.ts';
import { loadOpenEvidence } from '../../../scripts/contract/evidence/load.ts';
import { loadCodes } from '../../../scripts/emit/codes/codes.ts';
import { emissionsOf } from '../../../scripts/generate.ts';
import { apiByName } from '../../../scripts/openapi/apis.ts';
import type { OpenApi } from '../../../scripts/openapi/document.ts';

const api = apiByName('developers');

/** All that is generated for developers with one more operation, by file. */
async function generatedWith(schema: unknown): Promise<Record<string, string>> {
  const snapshot = await loadSnapshot(api.name);
  const content = { 'application/json': { schema } };
  snapshot.paths['/odd'] = {
    post: {
      operationId: 'create_odd',
      requestBody: { content },
      responses: { 200: { description: 'OK', content } },
    },
  } as OpenApi['paths'][string];
  const { written } = await loadCorrection(api.name);
  const correction = correct(api, { snapshot, evidence: await loadOpenEvidence(api.vendor), written });
  const texts: Record<string, string> = {};
  for (const { path, emit } of emissionsOf({ ...api, ...correction }, await loadCodes()))
    texts[path] = await emit();
  return texts;
}

describe('a schema that is no object', () => {
  test.each([
    ['a property', { type: 'object', properties: { any: true, none: false } }],
    ['the items of a list', { type: 'array', items: true }],
    ['a part of several', { type: 'object', allOf: [true, { properties: { id: { type: 'number' } } }] }],
    ['all of a body', true],
  ])(
    'is taken as %s',
    async (_, schema) => {
      const texts = await generatedWith(schema);
      expect(texts['generated/developers.client.ts']).toContain('create_odd(');
      const mock = JSON.parse(texts['generated/developers.mock.json']!);
      expect(mock.paths['/odd'].post.operationId).toBe('create_odd');
    },
    60_000,
  );

  test('says of a property what it allows', async () => {
    const texts = await generatedWith({ type: 'object', properties: { any: true, none: false } });
    expect(texts['generated/developers.ts']).toMatch(/any\?: unknown;\s+none\?: (never|unknown);/);
  }, 60_000);
});

test('a name that would change the prototype is refused with its place', async () => {
  const schema = JSON.parse('{ "type": "object", "properties": { "__proto__": { "type": "string" } } }');
  await expect(generatedWith(schema)).rejects.toThrow(
    /~1odd\/post\/.*\/properties\/__proto__: JavaScript reserves/,
  );
});
