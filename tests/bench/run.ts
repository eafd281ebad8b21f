// `npm run bench [suite…]`: this package and its peers side by side; prints tables, writes tests/bench/results.json and docs/performance.md.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import ts from 'typescript';
import { buildPackage } from './lib/children.ts';
import { writeDocs } from './lib/docs.ts';
import { resultsFile, root } from './lib/folders.ts';
import { installPeers, peerVersions } from './lib/peers.ts';
import { merge, type Results, type SuiteResult, tableText, targetsText } from './lib/results.ts';
import { run as runBundle } from './suites/bundle.ts';
import { run as runCalls } from './suites/calls.ts';
import { run as runExport } from './suites/export.ts';
import { run as runImport } from './suites/import.ts';
import { run as runMock } from './suites/mock.ts';
import { run as runRegenerate } from './suites/regenerate.ts';
import { run as runTypes } from './suites/types.ts';
import { run as runValidation } from './suites/validation.ts';

const suites: Record<string, (withPeers: boolean) => Promise<SuiteResult>> = {
  bundle: runBundle,
  types: runTypes,
  export: runExport,
  calls: runCalls,
  import: runImport,
  mock: runMock,
  validation: runValidation,
  regenerate: runRegenerate,
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in suites));
if (unknown) {
  console.error(`Unknown suite "${unknown}". Valid names: ${Object.keys(suites).join(', ')}.`);
  process.exit(1);
}

const withPeers = await installPeers();
await buildPackage();

const fresh: Results = { tables: [], targets: [], peers: peerVersions(), environment: environment() };
for (const name of wanted.length > 0 ? wanted : Object.keys(suites)) {
  const start = performance.now();
  const { tables, targets } = await suites[name]!(withPeers);
  for (const table of tables) console.log(`\n## ${table.title}\n\n${tableText(table)}`);
  console.log(`\n(${name}: ${((performance.now() - start) / 1000).toFixed(0)} s)`);
  fresh.tables.push(...tables);
  fresh.targets.push(...targets.map((target) => ({ suite: name, ...target })));
}
console.log(`\n${targetsText(fresh.targets)}`);

const old = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : undefined;
const results = merge(old, fresh);
mkdirSync(dirname(resultsFile), { recursive: true });
writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
writeDocs(results);
console.log(`\nwritten: ${resultsFile.slice(root.length + 1)}, docs/performance.md`);

function environment(): Results['environment'] {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return {
    node: process.version,
    typescript: ts.version,
    cpus: cpus().length,
    memoryGb: gigabytes,
    platform: `${process.platform}-${process.arch}`,
  };
}
