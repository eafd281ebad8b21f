// `npm run docs:screens [-- --check]`: writes into docs/cli.md what each command prints, so that no screen is out of date.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from './command.ts';
import { withScreens } from './screens/document.ts';

const file = join(import.meta.dirname, '../docs/cli.md');

async function main(args: string[]): Promise<void> {
  const text = await readFile(file, 'utf8');
  const wanted = await withScreens(text);
  if (!args.includes('--check')) return writeFile(file, wanted);
  if (text !== wanted)
    throw new Error('docs/cli.md shows what the commands no longer print. Run `npm run docs:screens`.');
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2)).catch(refuse);
