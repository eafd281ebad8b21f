// `npm run openapi:lint`: which findings are accepted, and that the rules find something.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { addressOf } from '../../scripts/contract/evidence/address.ts';
import { compareWithBaseline, findingsIn, loadRules } from '../../scripts/lint.ts';
import type { OpenApi } from '../../scripts/openapi/document.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altegio-lint-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the lint', () => {
  const finding = { rule: 'no-x', location: 'path of get_a', message: 'x is bad' };
  const entry = { rule: 'no-x', location: 'path of get_a', reason: 'it is harmless' };

  test('accepts a finding that the baseline explains', () => {
    expect(compareWithBaseline([finding], [entry])).toEqual([]);
  });

  test.each([
    ['a finding that the baseline lacks', [finding], [], 'x is bad'],
    ['an entry whose finding is gone', [], [entry], 'remove it'],
    ['an entry without a reason', [finding], [{ ...entry, reason: '' }], 'without a reason'],
  ])('fails on %s', (_, findings, baseline, text) => {
    const problems = compareWithBaseline(findings, baseline);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(text);
  });

  test('refuses a rule that Redocly does not have', async () => {
    const file = await written('rules.yaml', 'extends: [recommended]\nrules:\n  no-such-rule: error\n');
    await expect(loadRules(file)).rejects.toThrow(/rules\.yaml:\n.*no-such-rule/);
  });

  test('finds what breaks the rules of the project, with the place', async () => {
    const file = await written('api.yaml', api);
    const contract = parse(api) as OpenApi;
    expect(await findingsIn({ contract, file }, await loadRules())).toContainEqual({
      rule: 'no-unresolved-refs',
      location: 'get_a#/responses/200',
      message: expect.any(String),
    });
  });

  test.each([
    ['numbers, which a word is none of', 'number', 0],
    ['texts, which it may be', 'string', 1],
  ])('takes no two paths for one where ids are %s', async (_, type, count) => {
    const operation = (operationId: string, name: string) => `
    get:
      operationId: ${operationId}
      summary: Get
      parameters: [{ name: ${name}, in: path, required: true, schema: { type: ${type} } }]
      responses: { '200': { description: OK } }`;
    const paths = `  /visits/{id}/list:${operation('list', 'id')}\n  /visits/search/{key}:${operation('search', 'key')}\n`;
    const text = api.slice(0, api.indexOf('  /a:')) + paths;
    const file = await written('paths.yaml', text);
    const found = await findingsIn({ contract: parse(text) as OpenApi, file }, await loadRules());
    expect(found.filter(({ rule }) => rule === 'no-ambiguous-paths')).toHaveLength(count);
  });

  test.each([
    ['#/paths/~1a/get/responses/200', 'get_a#/responses/200'],
    ['#/paths/~1a/get', 'get_a#'],
    ['#/paths/~1a', 'path of get_a'],
    ['#/paths/~1b', '#/paths/~1b'],
    ['#/components/schemas/a', '#/components/schemas/a'],
  ])('says of %s where it is, whatever the path', (pointer, address) => {
    expect(addressOf(parse(api) as OpenApi, pointer)).toBe(address);
  });
});

const api = `
openapi: 3.1.0
info: { title: Tiny, version: '1' }
servers: [{ url: https://example.com }]
security: []
paths:
  /a:
    get:
      operationId: get_a
      summary: Get a
      responses: { '200': { $ref: '#/components/responses/gone' } }
`;

async function written(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}
