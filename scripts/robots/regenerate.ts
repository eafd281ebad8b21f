// The daily robot of .github/workflows/regenerate.yml: regenerates, tests, and opens a pull request with the report; or an
// issue, where edits by hand are wanted before.
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../command.ts';
import { type Outcome, type Plan, planFor } from './plan.ts';
import { exitCode, openIssue, openPull, output, pushBranch } from './run.ts';

const BRANCH = 'robot/regenerate';

/** The label of the one issue. */
const OUTGROWN = 'outgrown';

/** Longer bodies are refused by GitHub. */
const LONGEST_BODY = 60_000;

/** What a regeneration may write. */
const WRITTEN = ['openapi', 'generated', 'docs', '.changeset'];

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'regenerate-'));
  const [report, json] = [join(folder, 'report.md'), join(folder, 'report.json')];
  const { code } = await exitCode('npm', 'run', 'regenerate', '--', '--report', report, '--json', json);
  // 2 asks for edits by hand; the report lists them.
  if (code !== 0 && code !== 2) throw new Error(`npm run regenerate ended with exit code ${code}`);
  const outcome = JSON.parse(await readFile(json, 'utf8')) as Outcome;
  const plan = planFor(outcome);
  if (plan.is === 'nothing') console.log(plan.why);
  if (plan.is === 'issue') await tellOfEdits(outcome, report);
  else await closeIssue();
  if (plan.is === 'pull') await propose(plan, outcome, report);
}

async function propose(plan: Plan & { is: 'pull' }, { to }: Outcome, report: string): Promise<void> {
  const tests = await exitCode('npm', 'test');
  const isGreen = tests.code === 0;
  const result = isGreen
    ? 'The tests are green.'
    : `**The tests fail.**\n\n\`\`\`\n${tests.tail.replaceAll('`', "'").slice(-2000)}\n\`\`\``;
  await writeFile(report, limited(`${result}\n\n${await readFile(report, 'utf8')}`));
  const title = `openapi: ${to}`;
  if (!(await pushBranch(BRANCH, title, ...WRITTEN))) return;
  for (const label of [plan.label, ...plan.otherLabels])
    await output('gh', 'label', 'create', label, '--force');
  const body = ['--title', title, '--body-file', report];
  const number = await openPull(BRANCH);
  if (number === undefined)
    await output('gh', 'pr', 'create', '--head', BRANCH, ...body, '--label', plan.label);
  else {
    const labels = ['--add-label', plan.label, '--remove-label', plan.otherLabels.join(',')];
    await output('gh', 'pr', 'edit', number, ...body, ...labels);
  }
  if (!isGreen) throw new Error('The tests fail on the new edition; the pull request says how.');
}

async function tellOfEdits({ to, edits }: Outcome, report: string): Promise<void> {
  const how = '`npm run regenerate` does the rest; docs/regenerating.md goes through an example.';
  await writeFile(report, limited(`${how}\n\n${await readFile(report, 'utf8')}`));
  const count = edits.length === 1 ? 'one edit' : `${edits.length} edits`;
  const body = ['--title', `${to} needs ${count} by hand`, '--body-file', report];
  await output('gh', 'label', 'create', OUTGROWN, '--force');
  const number = await openIssue(OUTGROWN);
  if (number === undefined) await output('gh', 'issue', 'create', ...body, '--label', OUTGROWN);
  else await output('gh', 'issue', 'edit', number, ...body);
}

async function closeIssue(): Promise<void> {
  const number = await openIssue(OUTGROWN);
  if (number !== undefined)
    await output('gh', 'issue', 'close', number, '--comment', 'No edits by hand are wanted any more.');
}

function limited(text: string): string {
  const cut = text.lastIndexOf('\n', LONGEST_BODY);
  return text.length <= LONGEST_BODY
    ? text
    : `${text.slice(0, cut)}\n\n… and more: \`npm run regenerate\` tells all of it.\n`;
}

await main().catch(refuse);
