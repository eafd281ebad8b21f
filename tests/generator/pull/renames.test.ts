// Names of requests that a new edition replaced: what a pull proposes.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOverlay } from '../../../scripts/contract/overlay-document.ts';
import { operation, v1, yamlOf } from './documents.ts';
import { freshProject, project, run, V1 } from './project.ts';
import { reply } from './pull-server.ts';

freshProject();

const file = 'openapi/overlays/b2b-v1/17-renamed.yaml';

const query = (name: string, type = 'number') => ({ name, in: 'query', schema: { type } });

const body = (...names: string[]) => ({
  content: {
    'application/json': {
      schema: { properties: Object.fromEntries(names.map((name) => [name, { type: 'number' }])) },
    },
  },
});

/** Pulls an edition with this operation, then one with the other. */
async function pulled(before: object, after: object): Promise<string[]> {
  for (const more of [before, after]) {
    const edition = yamlOf(v1, ({ paths }) => {
      paths['/five'] = { post: operation('v1_five', more as Record<string, unknown>) };
    });
    project.server.on(V1, reply(200, edition));
    await run();
  }
  const text = await readFile(join(project.root, file), 'utf8').catch(() => undefined);
  if (text === undefined) return [];
  return readOverlay(text, file).overlay.actions.map(
    ({ target, update }) => `${JSON.stringify(update)} ${target}`,
  );
}

describe('a name of the same family, in the same place, of the same type', () => {
  test('is proposed for query and body', async () => {
    const before = { parameters: [query('company_id'), query('staff_ids')], requestBody: body('good_id') };
    const after = {
      parameters: [query('location_id'), query('team_member_ids')],
      requestBody: body('product_id'),
    };
    const operationAt = "$.paths[*][?@.operationId=='v1_five']";
    expect(await pulled(before, after)).toEqual([
      `{"x-altegio-formerly":["company_id"]} ${operationAt}.parameters[?@.name=='location_id' && @.in=='query']`,
      `{"x-altegio-formerly":["staff_ids"]} ${operationAt}.parameters[?@.name=='team_member_ids' && @.in=='query']`,
      `{"x-altegio-formerly":["good_id"]} ${operationAt}.requestBody.content['application/json'].schema.properties.product_id`,
    ]);
    expect(project.lines.at(-1)).toContain(`3 renamed fields of requests: see ${file}`);
  });
});

describe('no proposal is made', () => {
  test.each([
    ['for another family', [query('event_id')], [query('activity_id')]],
    ['for another type', [query('company_id', 'string')], [query('location_id')]],
    ['for one and several', [query('company_id')], [query('location_ids')]],
    ['where both were there', [query('company_id'), query('location_id')], [query('location_id')]],
  ])('%s', async (_, before, after) => {
    expect(await pulled({ parameters: before }, { parameters: after })).toEqual([]);
  });
});
