// `npm run check:generated`: fails when generated/ is not what the generator makes of the committed descriptions.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apis } from './apis.ts';
import { generate, generatedFolder } from './generate.ts';

/** The first difference between two folders of text files in words, or undefined when there is none. */
export async function firstDifference(expected: string, actual: string): Promise<string | undefined> {
  const [wanted, present] = await Promise.all([namesIn(expected), namesIn(actual)]);
  for (const name of [...new Set([...wanted, ...present])].sort()) {
    if (!present.includes(name)) return `${name} is missing`;
    if (!wanted.includes(name)) return `${name} is not a file that the generator writes`;
    const [want, have] = await Promise.all([readFile(join(expected, name)), readFile(join(actual, name))]);
    if (!want.equals(have)) return `${name}:${firstDifferentLine(want.toString(), have.toString())} differs`;
  }
  return undefined;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).sort();
}

function firstDifferentLine(left: string, right: string): number {
  const [a, b] = [left.split('\n'), right.split('\n')];
  const index = a.findIndex((line, at) => line !== b[at]);
  return (index === -1 ? a.length : index) + 1;
}

if (process.argv[1] === import.meta.filename) {
  const fresh = await mkdtemp(join(tmpdir(), 'altegio-generated-'));
  try {
    await generate(apis, fresh, () => {});
    const difference = await firstDifference(fresh, generatedFolder);
    if (difference !== undefined) {
      console.error(`generated/${difference}. Run \`npm run generate\` and commit what it writes.`);
      process.exitCode = 1;
    } else {
      console.log('generated/ is up to date.');
    }
  } finally {
    await rm(fresh, { recursive: true });
  }
}
