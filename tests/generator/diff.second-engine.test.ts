// Redocly's `diff` as a second opinion: what stays in its place, and what it calls a break, breaks a client by ours too.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { compareDocuments } from '../../src/diff/compare.ts';
import type { Node } from '../../src/diff/document.ts';

const run = promisify(execFile);
const json = (schema: Node) => ({ 'application/json': { schema } });
const object = (properties: Node, required: string[] = []) => ({ type: 'object', properties, required });
const text = { type: 'string' };
const query = (more: Node) => ({ parameters: [{ name: 'q', in: 'query', schema: text, ...more }] });
const sent = (schema: Node) => ({ requestBody: { content: json(schema) } });
const received = (schema: Node) => ({ responses: { 200: { description: '', content: json(schema) } } });

/** By the path of the operation: as it was, as it is. */
const changes: Record<string, [was: Node, is: Node]> = {
  '/parameter-required': [query({}), query({ required: true })],
  '/parameter-gone': [query({}), {}],
  '/parameter-type': [query({}), query({ schema: { type: 'boolean' } })],
  '/sent-field-required': [sent(object({ a: text })), sent(object({ a: text }, ['a']))],
  '/sent-value-gone': [sent({ ...text, enum: ['x', 'y'] }), sent({ ...text, enum: ['x'] })],
  '/sent-limit': [sent({ ...text, maxLength: 9 }), sent({ ...text, maxLength: 8 })],
  '/received-field-gone': [received(object({ a: text, b: text })), received(object({ b: text }))],
  '/received-field-optional': [received(object({ a: text }, ['a'])), received(object({ a: text }))],
  '/received-type': [received(text), received({ type: 'number' })],
  '/received-value-new': [received({ ...text, enum: ['x'] }), received({ ...text, enum: ['x', 'y'] })],
  '/received-field-new': [received(object({})), received(object({ a: text }))],
  '/text': [{ summary: 'One' }, { summary: 'Other' }],
};

function description(side: 0 | 1): Node {
  const paths = Object.entries(changes).map(([path, pair]) => [
    path,
    { post: { operationId: path.slice(1), responses: { 200: { description: '' } }, ...pair[side] } },
  ]);
  return { openapi: '3.1.0', info: { title: 'Tiny', version: '1.0.0' }, paths: Object.fromEntries(paths) };
}

it('rates the same changes as breaking', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altegio-sdk-redocly-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const side of [0, 1] as const) {
    await writeFile(join(folder, `${side}.json`), JSON.stringify(description(side)));
  }
  const redocly = join(import.meta.dirname, '../../node_modules/@redocly/cli/bin/cli.js');
  const args = ['diff', '0.json', '1.json', '--format', 'json', '--output', 'diff.json', '--fail-on', 'none'];
  await run(process.execPath, [redocly, ...args], {
    cwd: folder,
    env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
  });
  const report = JSON.parse(await readFile(join(folder, 'diff.json'), 'utf8')) as {
    changes: { path: string; impact: string }[];
  };
  const theirs = report.changes
    .filter(({ impact }) => impact === 'major')
    .map(({ path }) => /^#\/paths\/~1([\w-]+)/.exec(path)?.[1]);
  const ours = compareDocuments(description(0), description(1))
    .filter(({ severity }) => severity === 'breaking')
    .map(({ operation }) => operation);
  expect([...new Set(ours)].sort()).toEqual([...new Set(theirs)].sort());
});
