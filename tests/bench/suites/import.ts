// What importing costs in a fresh Node process: time and heap over an empty module.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { child, runNode } from '../lib/children.ts';
import { bench, builtPackage, root, scratch } from '../lib/folders.ts';
import { atMost, type SuiteResult } from '../lib/results.ts';
import { roundedSpread, spread } from '../lib/statistics.ts';

const processes = 21;
const peers = ['@notionhq/client', 'ky', '@octokit/rest', 'stripe', 'openai'];

export async function run(withPeers: boolean): Promise<SuiteResult> {
  const candidates = modules(withPeers);
  const series = () => Object.fromEntries(candidates.map(([name]): [string, number[]] => [name, []]));
  const times = series();
  const heaps = series();
  for (let round = 0; round < processes; round++) {
    for (const [name, url] of candidates) {
      const { ms, heapKb } = await runNode<{ ms: number; heapKb: number }>([
        '--expose-gc',
        child('import.mjs'),
        url,
      ]);
      times[name]!.push(ms);
      heaps[name]!.push(heapKb);
    }
  }
  // A pause only ever adds; the pairing by round takes out what slows the machine for longer.
  const over = (measured: Record<string, number[]>, name: string) =>
    spread(measured[name]!.map((value, round) => value - measured.nothing![round]!));
  const names = candidates.map(([name]) => name).filter((name) => name !== 'nothing');
  const base = over(times, 'openapi-fetch').median;
  return {
    tables: [
      {
        suite: 'import',
        title: 'Import in a fresh Node process, over an empty module',
        machineIndependent: false,
        columns: ['over openapi-fetch', 'ms', 'heap kB'],
        rows: names.map((name) => ({
          name,
          cells: [
            over(times, name).median / base,
            roundedSpread(over(times, name)),
            Math.round(over(heaps, name).median),
          ],
        })),
        notes: [`Median (min–max) of ${processes} processes each.`],
      },
    ],
    targets: [atMost('import over openapi-fetch', over(times, 'altegio-sdk').median / base, 2.2)],
  };
}

/** Modules that import each package by its name, as a program does, from a folder that has them all installed. */
function modules(withPeers: boolean): [name: string, url: string][] {
  const folder = join(scratch, 'consumer');
  rmSync(folder, { recursive: true, force: true });
  const sources: Record<string, string> = {
    nothing: 'export {};',
    'openapi-fetch': "import 'openapi-fetch';",
    'altegio-sdk': "import 'altegio-sdk';",
    'altegio-sdk, and createAltegio()':
      "import { createAltegio } from 'altegio-sdk';\ncreateAltegio({ partnerToken: 'a' });",
  };
  install(folder, 'altegio-sdk', builtPackage);
  // Without a manifest of its own the folder would belong to this project, which is a package of that name itself.
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true }');
  install(folder, 'openapi-fetch', join(root, 'node_modules/openapi-fetch'));
  for (const name of withPeers ? peers : []) {
    install(folder, name, join(bench, 'node_modules', name));
    sources[name] = `import '${name}';`;
  }
  return Object.entries(sources).map(([name, source], index) => {
    const file = join(folder, `${index}.mjs`);
    writeFileSync(file, `${source}\n`);
    return [name, pathToFileURL(file).href];
  });
}

function install(folder: string, name: string, target: string): void {
  const link = join(folder, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(target, link);
}
