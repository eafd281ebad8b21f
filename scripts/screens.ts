// `npm run docs:screens`: writes into docs/cli.md what each command prints, so that no screen is out of date.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuse } from './command.ts';
import { withScreens } from './screens/document.ts';

const file = join(import.meta.dirname, '../docs/cli.md');

async function main(): Promise<void> {
  await writeFile(file, await withScreens(await readFile(file, 'utf8')));
}

if (process.argv[1] === import.meta.filename) await main().catch(refuse);
