// What `npm run generate` costs: seconds and memory, into a scratch folder.
import { join } from 'node:path';
import { child, runNode } from '../lib/children.ts';
import { scratch } from '../lib/folders.ts';
import { atMost, type SuiteResult } from '../lib/results.ts';
import { roundedSpread, spread } from '../lib/statistics.ts';

export async function run(): Promise<SuiteResult> {
  const runs: { seconds: number; peakMb: number }[] = [];
  for (let round = 0; round < 3; round++) {
    runs.push(await runNode(['--import', 'tsx', child('regenerate.ts'), join(scratch, 'generated')]));
  }
  const seconds = spread(runs.map((each) => each.seconds));
  const peak = spread(runs.map((each) => each.peakMb));
  return {
    tables: [
      {
        suite: 'regenerate',
        title: 'Regenerate everything',
        machineIndependent: false,
        columns: ['seconds', 'peak memory, MB'],
        rows: [{ name: 'npm run generate', cells: [roundedSpread(seconds), roundedSpread(peak)] }],
        notes: [],
      },
    ],
    targets: [atMost('regenerate everything, seconds', seconds.median, 20, ' s')],
  };
}
