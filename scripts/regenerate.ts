// `npm run regenerate`: a new edition, from the pull to the generated files, and one report of it.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { refuse } from './command.ts';
import { regenerate } from './regenerate/regenerate.ts';
import { jsonOutcome, markdownOutcome, textOutcome } from './regenerate/report.ts';

const USAGE = `regenerate [api…] [--from <folder or base URL>] [--report <file>] [--json <file>]

Pulls the published descriptions, takes out corrections that have become needless, compares the edition with that of the
last commit, lints, generates and renews the screens of docs/cli.md. Without names all four APIs are pulled.
  --from     another source: <base>/<vendor>/openapi.yaml, or a folder with <vendor>.yaml or <vendor>/openapi.yaml
  --report   writes the report as Markdown, for a pull request or an issue
  --json     writes it as JSON, for a program

The exit code is 0 when everything is generated, 2 when edits by hand are wanted before (the report lists them), and 1
when it cannot go on; a pull that fails touches no file.`;

/** The exit code that asks for edits by hand. */
const EDITS_WANTED = 2;

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      report: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const outcome = await regenerate({
    apis: positionals,
    from: values.from,
    log: (line) => console.error(line),
  });
  if (values.report) await writeFile(values.report, markdownOutcome(outcome));
  if (values.json) await writeFile(values.json, jsonOutcome(outcome));
  process.stdout.write(textOutcome(outcome));
  if (!outcome.isGenerated) process.exitCode = EDITS_WANTED;
}

await main(process.argv.slice(2)).catch(refuse);
