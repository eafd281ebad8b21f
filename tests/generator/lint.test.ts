// `npm run openapi:lint`: which findings are accepted, and that the rules find something.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareWithBaseline, findingsIn, loadRules } from '../../scripts/lint.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altegio-lint-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the lint', () => {
  const finding = { rule: 'no-x', location: '#/paths/~1a', message: 'x is bad' };
  const entry = { rule: 'no-x', location: '#/paths/~1a', reason: 'it is harmless' };

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
    expect(await findingsIn(file, await loadRules())).toContainEqual({
      rule: 'no-unresolved-refs',
      location: '#/paths/~1a/get/responses/200',
      message: expect.any(String),
    });
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
