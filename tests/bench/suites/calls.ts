// What one call costs between the caller and `fetch`, which is a stub.
import { join } from 'node:path';
import { measureAllocations } from '../lib/allocations.ts';
import { child, runNode } from '../lib/children.ts';
import { dist } from '../lib/folders.ts';
import { atMost, type SuiteResult, type Table } from '../lib/results.ts';
import { ratios, rounded, roundedSpread, spread } from '../lib/statistics.ts';

/** Microseconds per call, by candidate and round. */
type Rounds = Record<string, number[]>;

const reference = 'openapi-fetch';
/** Times of openapi-fetch that a call may take, without and with Content-Encoding. */
const limits = {
  'altegio-sdk, by operation, everything on': { plain: 1, encoded: 1.15 },
  'altegio-sdk, by path, everything on': { plain: 1.6, encoded: 1.6 },
};

export async function run(): Promise<SuiteResult> {
  const bodies = ['plain', 'encoded'] as const;
  const tables: Table[] = [];
  const targets: SuiteResult['targets'] = [];
  for (const body of bodies) {
    const rounds = await runNode<Rounds>([
      '--expose-gc',
      child('calls.mjs'),
      join(dist, 'index.js'),
      join(dist, 'v1.js'),
      body,
    ]);
    const title = body === 'plain' ? 'a response with Content-Length' : 'a response with Content-Encoding';
    tables.push({
      suite: 'calls',
      title: `Call overhead: ${title}`,
      machineIndependent: false,
      columns: [`over ${reference}`, 'µs per call'],
      rows: Object.entries(rounds).map(([name, values]) => ({
        name,
        cells: [roundedSpread(ratios(values, rounds[reference]!)), roundedSpread(spread(values))],
      })),
      notes:
        body === 'plain'
          ? []
          : [
              'Median (min–max) of the rounds. Real responses are compressed and so have no usable length: the body is then read in chunks, within `maxResponseBytes`.',
            ],
    });
    for (const [subject, limit] of Object.entries(limits)) {
      const { median } = ratios(rounds[subject]!, rounds[reference]!);
      targets.push(atMost(`${subject}, ${title}, over ${reference}`, median, limit[body]));
    }
  }
  const memory = await measureAllocations(dist);
  tables.push({
    suite: 'calls',
    title: 'Memory of one call',
    machineIndependent: true,
    columns: ['bytes allocated', 'bytes kept', `allocated over ${reference}`],
    rows: Object.entries(memory).map(([name, { allocated, kept }]) => ({
      name,
      cells: [allocated, Math.max(0, kept), rounded(allocated / memory[reference]!.allocated)],
    })),
    notes: ['Everything on, a small response. The same on every machine with the same Node.'],
  });
  return { tables, targets };
}
