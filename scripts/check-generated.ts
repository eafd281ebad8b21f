// `npm run check:generated`: fails when generated/ or a generated document is not what the generator makes of the committed descriptions.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuse } from './command.ts';
import { docsFolder, generate, generateDocs, generatedFolder } from './generate.ts';
import { apis } from './openapi/apis.ts';

/** The first difference between two folders of text files in words, or undefined when there is none. */
export async function firstDifference(expected: string, actual: string): Promise<string | undefined> {
  const [wanted, present] = await Promise.all([namesIn(expected), namesIn(actual)]);
  for (const name of [...new Set([...wanted, ...present])].sort()) {
    if (!present.includes(name)) return `${name} is missing`;
    if (!wanted.includes(name)) return `${name} is not a file that the generator writes`;
    const difference = await differenceOf(name, expected, actual);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

async function differenceOf(name: string, expected: string, actual: string): Promise<string | undefined> {
  const [want, have] = await Promise.all([
    readFile(join(expected, name)),
    readFile(join(actual, name)).catch(() => undefined),
  ]);
  if (have === undefined) return `${name} is missing`;
  if (want.equals(have)) return undefined;
  return `${name}:${firstDifferentLine(want.toString(), have.toString())} differs`;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

function firstDifferentLine(left: string, right: string): number {
  const [a, b] = [left.split('\n'), right.split('\n')];
  const index = a.findIndex((line, at) => line !== b[at]);
  return (index === -1 ? a.length : index) + 1;
}

/** The first difference between what the generator writes now and what is in the project. */
async function firstChange(fresh: string): Promise<string | undefined> {
  await generate(apis, join(fresh, 'generated'), () => {});
  await generateDocs(apis, join(fresh, 'docs'), () => {});
  const differences: [string, string | undefined][] = [
    ['generated', await firstDifference(join(fresh, 'generated'), generatedFolder)],
    [
      'docs/operations',
      await firstDifference(join(fresh, 'docs/operations'), join(docsFolder, 'operations')),
    ],
    ['docs', await differenceOf('corrections.md', join(fresh, 'docs'), docsFolder)],
  ];
  const found = differences.find(([, difference]) => difference !== undefined);
  return found?.join('/');
}

async function main(): Promise<void> {
  const fresh = await mkdtemp(join(tmpdir(), 'altegio-generated-'));
  try {
    const change = await firstChange(fresh);
    if (change !== undefined)
      throw new Error(`${change}. Run \`npm run generate\` and commit what it writes.`);
    console.log('generated/, docs/operations/ and docs/corrections.md are up to date.');
  } finally {
    await rm(fresh, { recursive: true });
  }
}

if (process.argv[1] === import.meta.filename) await main().catch(refuse);
