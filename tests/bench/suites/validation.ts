// What `altegio-sdk/validation` costs: a call under a watch, and the check of one body.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { child, runNode } from '../lib/children.ts';
import { dist, root, scratch } from '../lib/folders.ts';
import { atMost, type SuiteResult } from '../lib/results.ts';
import { rounded } from '../lib/statistics.ts';

interface Measured {
  times: Record<'none' | 'never' | 'hundredth' | 'all', number[]>;
  bodies: Record<'client' | 'page', { kilobytes: number; loadMs: number; parse: number[]; check: number[] }>;
}

export async function run(): Promise<SuiteResult> {
  const { times, bodies } = await runNode<Measured>([
    child('validation.mjs'),
    pathToFileURL(`${dist}/`).href,
    samples(),
  ]);
  const call = (name: string, of: keyof Measured['times']) => ({
    name,
    cells: [rounded(usual(times[of])), rounded(usual(times[of]) / usual(times.none))],
  });
  const body = (name: string, { kilobytes, loadMs, parse, check }: Measured['bodies']['client']) => ({
    name,
    cells: [rounded(kilobytes), rounded(loadMs), rounded(usual(parse)), rounded(usual(check))],
  });
  return {
    tables: [
      {
        suite: 'validation',
        title: 'A call under a watch over the contract',
        machineIndependent: false,
        columns: ['microseconds of the processor until the caller has the data', 'over no watch'],
        rows: [
          call('no watch', 'none'),
          call('a watch, nothing sampled', 'never'),
          call('a watch, sample 0.01', 'hundredth'),
          call('a watch, sample 1', 'all'),
        ],
        notes: [
          'A GET on a stubbed fetch, one after another; the lower quartile of 400 rounds of 50 calls, in another order each. Sampled bodies are checked in turns of their own; of more than 20 that wait, the rest is skipped.',
        ],
      },
      {
        suite: 'validation',
        title: 'What a sampled body costs, after its call',
        machineIndependent: false,
        columns: [
          'kB',
          'loading its validators once, ms',
          'parsing it, microseconds',
          'checking it, microseconds',
        ],
        rows: [body('a client', bodies.client), body('1,000 appointments', bodies.page)],
        notes: ['The lower quartile of 50 rounds.'],
      },
    ],
    targets: [
      atMost(
        'a call under a watch, nothing sampled, over no watch',
        usual(times.never) / usual(times.none),
        1.1,
      ),
    ],
  };
}

/** The lower quartile: what other programs take from the machine is above it. */
function usual(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 2]!;
}

/** A file with one response of each kind: the examples of the contract. */
function samples(): string {
  const { paths, components } = JSON.parse(readFileSync(join(root, 'generated/v1.mock.json'), 'utf8'));
  const operations = Object.values<object>(paths).flatMap((item) => Object.values(item));
  const exampleOf = (id: string) => {
    const { responses } = operations.find(({ operationId }) => operationId === id);
    const [example] = Object.values<{ $ref: string }>(responses[200].content['application/json'].examples);
    return components.examples[example!.$ref.split('/').at(-1)!].value;
  };
  const examples = { client: exampleOf('get_client'), list: exampleOf('get_appointment_list') };
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, 'validation.json');
  writeFileSync(file, JSON.stringify(examples));
  return file;
}
