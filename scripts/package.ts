// The second half of `npm run build`: what dist/ holds beside the code that tsup has built.
import { fileURLToPath } from 'node:url';
import { refuse } from './command.ts';
import { copyData } from './package/data.ts';
import { entries } from './package/entries.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

try {
  copyData(entries, root, `${root}dist`);
} catch (error) {
  refuse(error);
}
