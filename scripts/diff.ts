// `npm run openapi:diff [-- [old] [new]]`: what a new edition of the descriptions means for a client, with our
// corrections on both sides.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareEditions } from '../src/diff/editions.ts';
import { type Severity, severities } from '../src/diff/kinds.ts';
import { jsonReport, markdownReport, textReport } from '../src/diff/report.ts';
import { bumpFor, nextVersion } from '../src/diff/version.ts';
import { refuse } from './command.ts';
import { writeChangeset } from './diff/changeset.ts';
import { editionsOf } from './diff/editions.ts';
import { writeRemoved } from './diff/removed.ts';
import { apiByName, apis } from './openapi/apis.ts';

const USAGE = `openapi:diff [old] [new] [--api <name>] [--format text|markdown|json] [--fail-on <severity>] [--changeset]

Compares two editions, operation by operation, and says what each change means for a client: ${severities.join(', ')}.
  old, new     a git revision, a file, folder or URL of descriptions, a version of altegio-sdk (altegio-sdk@0.2.0), or
               "." for the files as they are here; the default is HEAD and ".". Descriptions as published are corrected
               first, as far as the corrections fit.
  --api        only this API; may be repeated
  --format     text (default), markdown for a pull request, json for a program
  --fail-on    ends with exit code 1 from this severity on (default: breaking), or "none"
  --changeset  writes .changeset/openapi.md, with the bump that the changes ask for, and marks the operations that are
               gone in an overlay, so that their methods stay for one minor release and say so`;

const root = new URL('../', import.meta.url);

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      api: { type: 'string', multiple: true },
      format: { type: 'string', default: 'text' },
      'fail-on': { type: 'string', default: 'breaking' },
      changeset: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const limit = [...severities, 'none'].indexOf(values['fail-on']);
  if (limit < 0) throw new Error(`--fail-on takes ${severities.join(', ')} or none.`);
  const [old = 'HEAD', now = '.'] = positionals;
  const wanted = (values.api?.map(apiByName) ?? apis).map(({ name }) => name);
  const report = compareEditions(...(await editionsOf(old, now, wanted)));
  const { version } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
    version: string;
  };
  const bump = bumpFor(report.changes, version);
  const formats: Record<string, () => string> = {
    text: () =>
      `${textReport(report)}\nNext version: ${nextVersion(version, bump)} (${bump ?? 'nothing to release'})\n`,
    markdown: () => markdownReport(report),
    json: () => jsonReport(report, version),
  };
  const write = formats[values.format];
  if (!write) throw new Error(`--format takes ${Object.keys(formats).join(', ')}.`);
  process.stdout.write(write());
  if (values.changeset) {
    await writeChangeset(new URL('.changeset/', root), report, bump);
    const until = nextVersion(nextVersion(version, bump), 'minor');
    for (const file of await writeRemoved(fileURLToPath(root), report, until)) console.error(`wrote ${file}`);
  }
  if (report.changes.some(({ severity }) => isAtLeast(severity, limit))) process.exitCode = 1;
}

function isAtLeast(severity: Severity, limit: number): boolean {
  return limit < severities.length && severities.indexOf(severity) <= limit;
}

if (process.argv[1] === import.meta.filename) await main(process.argv.slice(2)).catch(refuse);
