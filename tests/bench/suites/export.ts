// Exports of 20,000 rows from a server that keeps the API's limits: requests, rate, refusals and memory.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { child, runNode } from '../lib/children.ts';
import { dist } from '../lib/folders.ts';
import { atLeast, atMost, type SuiteResult } from '../lib/results.ts';
import { rounded } from '../lib/statistics.ts';

// A minute takes six seconds in the runs of several minutes. Timers are exact to about a millisecond, which is 10 ms then.
const fast = 10;
const total = 20_000;

interface Run {
  name: string;
  list: 'records' | 'clients';
  way: 'ours' | 'sequential' | 'all-at-once';
  size?: number;
  /** How fast the clocks run. */
  scale: number;
  /** Requests that cannot be saved: rows over the largest size that this run may ask for. */
  least: number;
}

const runs: Run[] = [
  { name: 'appointments, altegio-sdk', list: 'records', way: 'ours', scale: 1, least: 20 },
  {
    name: 'appointments, default size, one after the other',
    list: 'records',
    way: 'sequential',
    scale: fast,
    least: 20,
  },
  {
    name: 'appointments, Promise.all of everything',
    list: 'records',
    way: 'all-at-once',
    size: 1000,
    scale: 1,
    least: 20,
  },
  { name: 'clients, altegio-sdk', list: 'clients', way: 'ours', scale: 1, least: 100 },
  {
    name: 'clients, default size, one after the other',
    list: 'clients',
    way: 'sequential',
    scale: fast,
    least: 100,
  },
  {
    name: 'clients, Promise.all of everything',
    list: 'clients',
    way: 'all-at-once',
    size: 200,
    scale: 1,
    least: 100,
  },
  {
    name: 'clients, altegio-sdk, size 20 (a long run)',
    list: 'clients',
    way: 'ours',
    size: 20,
    scale: fast,
    least: 1000,
  },
];

interface Measured {
  requests: number;
  refused: number;
  /** Time of a client that wastes none, over the time taken; 1 = the full rate. */
  rate: number;
  seconds: number;
}

export async function run(): Promise<SuiteResult> {
  const server = fork(child('server.mjs'));
  try {
    const [port] = (await once(server, 'message')) as [number];
    const measured: Measured[] = [];
    for (const each of runs) measured.push(await measure(port, each));
    const heaps = await measureHeaps(port);
    const of = (name: string) => measured[runs.findIndex((each) => each.name.startsWith(name))]!;
    const appointments = of('appointments, altegio-sdk');
    const clients = of('clients, altegio-sdk');
    const long = of('clients, altegio-sdk, size 20');
    const mine = measured.filter((_, index) => runs[index]!.way === 'ours');
    return {
      tables: [
        {
          suite: 'export',
          title: 'Export of 20,000 rows within 5 per second and 200 per minute',
          machineIndependent: true,
          columns: ['requests', 'over the least', '429s', 'rate over the allowed', 'minutes'],
          rows: runs.map(({ name, least }, index) => {
            const { requests, refused, rate, seconds } = measured[index]!;
            return {
              name,
              cells: [requests, requests / least, refused, rounded(rate), rounded(seconds / 60)],
            };
          }),
          notes: [
            `The server counts arrivals in sliding windows and responds after 80 ms. In the runs of several minutes its clock and the client's run ${fast} times as fast. "Rate" is the time that a client needs which uses every place in the windows at once, over the time taken: it is 1 for who never waits too long. Loops by hand wait one second after a 429 and try again. Of twenty requests, the first must have its response before it is known that there are more.`,
          ],
        },
        {
          suite: 'export',
          title: 'Live heap while 20,000 clients are exported, MB',
          machineIndependent: false,
          columns: ['before', 'after 10 pages', 'highest'],
          rows: heaps.map(({ name, heap }) => ({
            name,
            cells: [heap[0]!, heap[Math.min(10, heap.length - 1)]!, Math.max(...heap)].map((value) =>
              rounded(value),
            ),
          })),
          notes: ['After a forced collection at every page.'],
        },
      ],
      targets: [
        atMost('export of 20,000 appointments, requests over the least', appointments.requests / 20, 1.05),
        atMost('export of 20,000 clients, requests over the least', clients.requests / 100, 1.05),
        atMost(
          'exports, number of 429s',
          mine.reduce((sum, { refused }) => sum + refused, 0),
          0,
        ),
        atLeast('export of 20,000 clients, rate over the allowed', rounded(clients.rate), 0.95),
        atLeast('export in 1000 requests, rate over the allowed', rounded(long.rate), 0.95),
      ],
    };
  } finally {
    server.kill();
  }
}

async function measure(port: number, { name, list, way, size, scale }: Run): Promise<Measured> {
  await fetch(`http://127.0.0.1:${port}/reset?scale=${scale}`);
  const args = [
    child('export.mjs'),
    String(port),
    String(scale),
    list,
    way,
    String(size ?? ''),
    join(dist, 'index.js'),
  ];
  const { rows } = await runNode<{ rows: number }>(args);
  if (rows !== total) throw new Error(`${name}: ${rows} rows in place of ${total}`);
  const stats = await fetch(`http://127.0.0.1:${port}/stats`);
  const { arrivals, refused } = (await stats.json()) as { arrivals: number[]; refused: number };
  const taken = arrivals.at(-1)! - arrivals[0]!;
  return {
    requests: arrivals.length + refused,
    refused,
    rate: leastMs(arrivals.length) / taken,
    seconds: taken / 1000,
  };
}

/** Time from the first to the last of so many requests, when every place in both windows is used at once. */
function leastMs(requests: number): number {
  const last = requests - 1;
  return Math.floor(last / 200) * 60_000 + Math.floor((last % 200) / 5) * 1000;
}

async function measureHeaps(port: number): Promise<{ name: string; heap: number[] }[]> {
  const list: { name: string; heap: number[] }[] = [];
  for (const [name, way, size] of [
    ['altegio-sdk, pages', 'heap-ours', ''],
    ['default size, one after the other', 'heap-sequential', ''],
    ['Promise.all of everything', 'heap-all-at-once', '200'],
  ] as const) {
    await fetch(`http://127.0.0.1:${port}/reset?limited=no`);
    const args = [
      '--expose-gc',
      child('export.mjs'),
      String(port),
      '1',
      'clients',
      way,
      size,
      join(dist, 'index.js'),
    ];
    list.push({ name, heap: (await runNode<{ heap: number[] }>(args)).heap });
  }
  return list;
}
