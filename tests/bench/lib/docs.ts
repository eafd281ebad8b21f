// Writes the tables of tests/bench/results.json between the markers of docs/performance.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { docsFile } from './folders.ts';
import { type Results, tableText, targetsText } from './results.ts';

const begin = '<!-- begin: written by npm run bench from tests/bench/results.json -->';
const end = '<!-- end -->';

/** The text with the results in place of what stands between its markers. */
export function withResults(text: string, results: Results): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error('docs/performance.md has lost its markers.');
  return `${text.slice(0, from)}${begin}\n\n${section(results)}\n\n${text.slice(to)}`;
}

export function writeDocs(results: Results): void {
  if (!existsSync(docsFile)) return;
  writeFileSync(docsFile, withResults(readFileSync(docsFile, 'utf8'), results));
}

function section({ tables, targets, peers, environment }: Results): string {
  const list = (facts: object) =>
    Object.entries(facts)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return [
    `### Targets\n\n${targetsText(targets)}`,
    ...tables.map((table) => `### ${table.title}\n\n${tableText(table)}`),
    `Compared with: ${list(peers)}. Measured with: ${list(environment)}.`,
  ].join('\n\n');
}
