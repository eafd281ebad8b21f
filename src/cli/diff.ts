// `altegio-sdk diff`: what a newer edition of the API means for a program.
import type { Command } from 'commander';
import { compareEditions, type Edition } from '../diff/editions.ts';
import { type Severity, severities } from '../diff/kinds.ts';
import { jsonReport, markdownReport, type Report, textReport } from '../diff/report.ts';
import { checkSameCorrections } from './diff/corrections.ts';
import { editionOf, installedEdition } from './diff/sources.ts';
import { usedOnly } from './diff/used.ts';
import { apiNames, checkApi } from './operation/list.ts';
import { exitCodes, UsageError } from './support/failure.ts';
import { painter, print, type Terminal } from './support/terminal.ts';
import { version } from './support/version.ts';

interface Options {
  used?: string[];
  api?: string[];
  failOn: string;
  markdown?: boolean;
  json?: boolean;
}

export function addDiff(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('diff')
    .summary('say what a newer edition of the API means for your code')
    .description(
      'Compares two editions of the API, operation by operation: what breaks a client, what only moved, what is new. Without arguments the contracts of this package are compared with those of its latest version; one argument is the newer edition. An edition is a version of altegio-sdk (0.2.0, latest), a file or URL of an OpenAPI document (YAML needs: npm install --save-dev yaml), or a folder of them.',
    )
    .argument('[old]', 'the earlier edition (default: the contracts of this package)')
    .argument('[new]', 'the later edition (default: latest)')
    .option(
      '--used <path...>',
      'only operations that the code in these files and folders uses, with file and line',
    )
    .option('--api <name...>', `only of these APIs (${apiNames.join(', ')})`)
    .option('--fail-on <severity>', `end with 1 from this on: ${severities.join(', ')} or none`, 'breaking')
    .option('--markdown', 'for a pull request')
    .option('--json', 'one line of JSON')
    .action(async (old: string | undefined, now: string | undefined, options: Options) => {
      end(await showDiff(old, now, options, terminal));
    });
}

async function showDiff(
  first: string | undefined,
  second: string | undefined,
  options: Options,
  terminal: Terminal,
): Promise<number> {
  const { stdout, env } = terminal;
  const limit = checkSeverity(options.failOn);
  const wanted = options.api?.map(checkApi);
  if (options.markdown && options.json) throw new UsageError('Choose one of --markdown and --json.');
  const [old, now] = second === undefined ? [undefined, first] : [first, second];
  const before = old === undefined ? await installedEdition() : await editionOf(old, env);
  const after = await editionOf(now ?? 'latest', env);
  checkSameCorrections(before, after);
  const all = compare(before, after);
  const changes = all.changes.filter(({ api }) => !wanted || (wanted as string[]).includes(api));
  const report = options.used ? await usedOnly({ ...all, changes }, options.used) : { ...all, changes };
  await print(stdout, written(report, options, painter(stdout, env)));
  return isAtLeast(report, limit) ? exitCodes.failed : exitCodes.done;
}

function compare(before: Edition, after: Edition): Report {
  try {
    return compareEditions(before, after);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function written(report: Report, { markdown, json }: Options, paint: ReturnType<typeof painter>): string {
  if (json) return jsonReport(report, version());
  return markdown ? markdownReport(report) : textReport(report, (text) => paint('bold', text));
}

function checkSeverity(text: string): Severity | 'none' {
  const found = ([...severities, 'none'] as const).find((each) => each === text);
  if (found) return found;
  throw new UsageError(`--fail-on takes ${severities.join(', ')} or none, not ${JSON.stringify(text)}.`);
}

/** Whether a report has a change of this severity or of a worse one. */
export function isAtLeast({ changes }: Report, limit: Severity | 'none'): boolean {
  if (limit === 'none') return false;
  return changes.some(({ severity }) => severities.indexOf(severity) <= severities.indexOf(limit));
}
