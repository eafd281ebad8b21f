// What `altegio-sdk/testing` costs: how long the fake and the mock over Prism take to be up, and how many calls they serve.
import { pathToFileURL } from 'node:url';
import { child, runNode } from '../lib/children.ts';
import { dist } from '../lib/folders.ts';
import { atLeast, atMost, type SuiteResult } from '../lib/results.ts';
import { roundedSpread, spread } from '../lib/statistics.ts';

interface Run {
  fakeUpMs: number;
  fakeCalls: number;
  serverUpMs: number;
  serverCalls: number;
  mockUpMs: number;
  mockCalls: number;
}

export async function run(): Promise<SuiteResult> {
  const runs: Run[] = [];
  for (let round = 0; round < 3; round++) {
    runs.push(await runNode([child('mock.mjs'), pathToFileURL(`${dist}/`).href]));
  }
  const of = (name: keyof Run) => spread(runs.map((each) => each[name]));
  const row = (name: string, up: keyof Run, calls: keyof Run) => ({
    name,
    cells: [roundedSpread(of(up)), roundedSpread(of(calls))],
  });
  return {
    tables: [
      {
        suite: 'mock',
        title: 'The fake, and the mock over Prism',
        machineIndependent: false,
        columns: ['up, first call included, ms', 'calls a second, one after another'],
        rows: [
          row('createFakeAltegio, fetch', 'fakeUpMs', 'fakeCalls'),
          row('createFakeAltegio, listen', 'serverUpMs', 'serverCalls'),
          row('startMock (Prism)', 'mockUpMs', 'mockCalls'),
        ],
        notes: [
          'One operation that reads a client, after a warm-up. The servers are called over one connection of node:http.',
        ],
      },
    ],
    targets: [
      atMost('the fake is up, ms', of('fakeUpMs').median, 100, ' ms'),
      atLeast('the fake, calls a second', of('fakeCalls').median, 5000),
      atMost('the mock over Prism is up, ms', of('mockUpMs').median, 2000, ' ms'),
      atLeast('the mock over Prism, calls a second', of('mockCalls').median, 200),
    ],
  };
}
