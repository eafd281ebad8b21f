// `npm run openapi:pull`: the command line around scripts/pull/pull.ts.
import { parseArgs } from 'node:util';
import { refuse } from './command.ts';
import { root } from './openapi/project.ts';
import { pull } from './pull/pull.ts';

const USAGE = `openapi:pull [api…] [--from <folder or base URL>] [--root <folder>]

Replaces the snapshots in openapi/ by what is published. Without names all four APIs are pulled.
  --from   another source: <base>/<vendor>/openapi.yaml, or a folder with <vendor>.yaml or <vendor>/openapi.yaml
  --root   another project folder (default: this one)`;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { from: { type: 'string' }, root: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  await pull({
    apis: positionals,
    from: values.from,
    root: values.root ?? root,
    log: (line) => console.log(line),
  });
}

await main(process.argv.slice(2)).catch(refuse);
