// What the types cost a compiler: instantiations, seconds and memory for 0, 20 and all v1 calls.
import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { loadContract } from '../../../scripts/contract/contract.ts';
import { run as runProgram } from '../lib/children.ts';
import { check, type Diagnostics, writeProgram } from '../lib/compiler.ts';
import { bench, dist, root, scratch } from '../lib/folders.ts';
import { byHeyApi, heyApiNames } from '../lib/hey-api.ts';
import {
  byOpenapiFetch,
  byOperation,
  byPath,
  type SampleCall,
  sampleCalls,
  spreadOut,
} from '../lib/programs.ts';
import { atMost, type Cell, type SuiteResult } from '../lib/results.ts';
import { rounded, spread } from '../lib/statistics.ts';

const rounds = 3;

interface Program {
  name: string;
  calls: string;
  folder: string;
}

export async function run(withPeers: boolean): Promise<SuiteResult> {
  const programs = await writePrograms(withPeers);
  const compilers: Record<string, string> = {
    'TypeScript 5.9': join(root, 'node_modules/typescript/bin/tsc'),
  };
  const seven = join(bench, 'node_modules/typescript7/bin/tsc');
  if (withPeers && existsSync(seven)) compilers['TypeScript 7'] = seven;

  const measured = new Map<string, Diagnostics[]>();
  const key = (version: string, { folder }: Program) => `${version} ${folder}`;
  for (let round = 0; round < rounds; round++) {
    for (const [version, compiler] of Object.entries(compilers)) {
      for (const program of programs) {
        const list = measured.get(key(version, program)) ?? [];
        list.push(await check(compiler, program.folder));
        measured.set(key(version, program), list);
      }
    }
  }
  // The least of the rounds: whatever else the machine does only ever adds.
  const least = (version: string, program: Program, what: keyof Diagnostics): number =>
    spread(measured.get(key(version, program))!.map((each) => each[what])).min;
  const find = (name: string, calls: string) =>
    programs.find((each) => each.name === name && each.calls === calls)!;
  const over = (what: keyof Diagnostics, name: string, calls: string, base: Program): number =>
    least('TypeScript 5.9', find(name, calls), what) - least('TypeScript 5.9', base, what);
  const empty = find('empty file', '0');
  const ours = 'altegio-sdk, by operation';
  const versions = Object.keys(compilers);
  const rows = (cells: (version: string, program: Program) => Cell) =>
    programs.map((program) => ({
      name: `${program.name}${program === empty ? '' : `, ${program.calls} calls`}`,
      cells: versions.map((version) => cells(version, program)),
    }));
  return {
    tables: [
      {
        suite: 'types',
        title: 'Type-check: instantiations',
        machineIndependent: true,
        columns: versions,
        rows: rows((version, program) => least(version, program, 'instantiations')),
        notes: [
          'Programs of v1 calls with valid arguments, `skipLibCheck`. hey-api generates sources, which are checked along; the others are declarations.',
        ],
      },
      {
        suite: 'types',
        title: 'Type-check: seconds and memory',
        machineIndependent: false,
        columns: versions.flatMap((version) => [`${version}, check s`, 'MB']),
        rows: programs.map((program) => ({
          name: `${program.name}${program === empty ? '' : `, ${program.calls} calls`}`,
          cells: versions.flatMap((version) => [
            rounded(least(version, program, 'checkSeconds')),
            Math.round(least(version, program, 'memoryMb')),
          ]),
        })),
        notes: [`Least of ${rounds} rounds.`],
      },
    ],
    targets: [
      atMost(
        'type-check of 20 calls over an empty file, instantiations',
        over('instantiations', ours, '20', empty),
        3000,
      ),
      atMost(
        'type-check of all v1 calls over the types alone, instantiations',
        over('instantiations', ours, 'all', find(ours, '0')),
        500,
      ),
      atMost(
        'type-check of all v1 calls over the types alone, seconds',
        rounded(over('checkSeconds', ours, 'all', find(ours, '0'))),
        0.3,
        ' s',
      ),
    ],
  };
}

async function writePrograms(withPeers: boolean): Promise<Program[]> {
  const calls = await sampleCalls();
  const programs: Program[] = [];
  const add = (name: string, label: string, source: string, types = dist) => {
    const folder = join(scratch, 'types', `${programs.length}`);
    programs.push({ name, calls: label, folder: writeProgram(folder, source, types) });
  };
  add('empty file', '0', '');
  const forms: Record<string, (calls: readonly SampleCall[]) => string> = {
    'altegio-sdk, by operation': byOperation,
    'altegio-sdk, by path': byPath,
    'openapi-fetch on the same types': byOpenapiFetch,
  };
  if (withPeers) {
    const folder = await generateHeyApi();
    const names = heyApiNames(join(folder, 'sdk.gen.ts'));
    const from = relative(join(scratch, 'types/0'), folder);
    forms['hey-api on the same description'] = (some) => byHeyApi(some, names, `${from}/index.js`);
  }
  for (const [name, write] of Object.entries(forms)) {
    for (const [label, count] of [
      ['0', 0],
      ['20', 20],
      ['all', calls.length],
    ] as const)
      add(name, label, write(spreadOut(calls, count)));
  }
  return programs;
}

async function generateHeyApi(): Promise<string> {
  const description = join(scratch, 'v1.json');
  writeFileSync(description, JSON.stringify(await loadContract('v1')));
  const folder = join(scratch, 'hey-api');
  await runProgram(
    join(bench, 'node_modules/.bin/openapi-ts'),
    ['-i', description, '-o', folder, '--silent'],
    bench,
  );
  return folder;
}
