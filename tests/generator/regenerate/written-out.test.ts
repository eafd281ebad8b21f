// Shared schemas that an edition wrote out: corrections and evidence of them follow.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Sources } from '../../../scripts/contract/contract.ts';
import { apiByName } from '../../../scripts/openapi/apis.ts';
import type { OpenApi, Schema } from '../../../scripts/openapi/document.ts';
import { followSchemas, writtenOut } from '../../../scripts/regenerate/written-out.ts';

const shared: Schema = { $ref: '#/components/schemas/thing' };
const body: Schema = { type: 'object', properties: { id: { type: 'number' } } };

function description(schemas: Record<string, Schema>): OpenApi {
  const paths = Object.entries(schemas).map(([operationId, schema]) => [
    `/${operationId}`,
    { post: { operationId, requestBody: { content: { '*/*': { schema } } }, responses: {} } },
  ]);
  return {
    openapi: '3.1.0',
    info: { title: 'x', version: '1' },
    paths: Object.fromEntries(paths) as OpenApi['paths'],
    components: { schemas: { thing: body } },
  };
}

it.each<[string, Record<string, Schema>, Record<string, Schema>, string[]]>([
  ['by one operation', { make: shared }, { make: body }, ['make']],
  ['by several', { make: shared, change: shared }, { make: body, change: body }, ['change', 'make']],
])('a schema that was used %s stands in each of them', (_, before, after, operations) => {
  expect(writtenOut(description(before), description(after))).toEqual([
    { schema: 'thing', operations, inside: ['requestBody', 'content', '*/*', 'schema'] },
  ]);
});

it.each<[string, Record<string, Schema>, Record<string, Schema>]>([
  ['is still used elsewhere', { make: shared, change: shared }, { make: body, change: shared }],
  ['lost an operation', { make: shared }, { other: body }],
  [
    'stood in another place of each',
    { make: shared, change: { items: shared } },
    { make: body, change: body },
  ],
])('one that %s is left to a person', (_, before, after) => {
  expect(writtenOut(description(before), description(after))).toEqual([]);
});

it('corrections of it get the place of today, and all else stays as it is', async () => {
  const root = await mkdtemp(join(tmpdir(), 'altegio-follow-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const file = 'overlay.yaml';
  const text = [
    '  - target: $.components.schemas.thing.properties.id # as it comes',
    '    update: {}',
    '  - target: $.components.schemas.thing_two.properties',
    '',
  ].join('\n');
  await writeFile(join(root, file), text);
  const written = [{ file }] as unknown as Sources['written'];
  const after = { snapshot: description({ make: body, change: body }), written, evidence: [] };
  const before = description({ make: shared, change: shared });
  expect(await followSchemas(root, apiByName('v1'), before, after)).toEqual([
    { file, schema: 'thing', operations: ['change', 'make'] },
  ]);
  const target = "$.paths[*][?@.operationId=='change' || @.operationId=='make']";
  const place = ".requestBody.content['application/json'].schema.properties.id";
  expect(await readFile(join(root, file), 'utf8')).toBe(
    text.replace('$.components.schemas.thing.properties.id', target + place),
  );
});
