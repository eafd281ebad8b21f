// `npm run test:mutation [room or file of src/…]`: changes the code in small ways, one at a time, and expects the unit
// tests of its room to fail. By hand and weekly, since each of some thousand changes runs the tests that reach it.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, scoresOf, targetsOf, verdictOf } from './scores.ts';

const root = join(import.meta.dirname, '../..');

const reports: Report[] = [];
for (const { room, pattern } of targetsOf(process.argv.slice(2))) reports.push(mutate(room, pattern));

const scores = scoresOf(reports);
for (const { name, score, killed, total } of [...scores.files, scores.overall])
  console.log(`${name.padEnd(40)} ${score.toFixed(1).padStart(6)} %  ${killed} of ${total}`);
const verdict = verdictOf(scores);
if (verdict) {
  console.log(verdict);
  process.exitCode = 1;
}

function mutate(room: string, pattern: string): Report {
  const stryker = join(import.meta.dirname, 'node_modules/.bin/stryker');
  const { status, error } = spawnSync(
    stryker,
    ['run', 'tests/mutation/stryker.config.json', '--mutate', pattern],
    { cwd: root, stdio: 'inherit', env: { ...process.env, MUTATED_ROOM: room } },
  );
  if (error || status !== 0) throw new Error(`Stryker failed on ${pattern}.`, { cause: error });
  return JSON.parse(readFileSync(join(root, '.cache/mutation.json'), 'utf8'));
}
