// `tsx scripts/emit/docs/retry-table.ts`: writes the retry table into docs/reliability.md, from the code that decides.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Attempted, mayRetry } from '../../../src/transport/retry.ts';
import { readText, root } from '../../openapi/project.ts';

const file = 'docs/reliability.md';

const begin = '<!-- retry table: begin (scripts/emit/docs/retry-table.ts) -->';

const end = '<!-- retry table: end -->';

const statuses = [200, 300, 400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504];

const situations: [string, Omit<Attempted, 'repeatable'>][] = [
  ['no connection: refused, no DNS, TLS refused', { phase: 'not-connected' }],
  ['sent, no complete response: reset, closed, timeout', { phase: 'sent' }],
  ...statuses.map((status): [string, Omit<Attempted, 'repeatable'>] => [
    status < 400 ? `${status / 100}xx` : String(status),
    { phase: 'responded', status },
  ]),
];

const operations: [string, boolean][] = [
  ['GET', true],
  ['POST that only reads', true],
  ['other POST', false],
  ['PUT', false],
  ['PATCH', false],
  ['DELETE', false],
  ['any, with `idempotent: true`', true],
];

/** The table as Markdown, with its marks. */
export function retryTable(): string {
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    begin,
    row(['What happened', ...operations.map(([name]) => name)]),
    row(['---', ...operations.map(() => '---')]),
    ...situations.map(([name, attempted]) =>
      row([
        name,
        ...operations.map(([, repeatable]) => (mayRetry({ ...attempted, repeatable }) ? 'retry' : '–')),
      ]),
    ),
    end,
  ].join('\n');
}

/** The document with its table renewed. */
function withRetryTable(text: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has lost the marks of its retry table`);
  return text.slice(0, from) + retryTable() + text.slice(to + end.length);
}

/** The document as it stands. */
export function readReliability(): string {
  return readText(file);
}

if (process.argv[1] === import.meta.filename)
  await writeFile(join(root, file), withRetryTable(readReliability()));
