// The changeset of a new edition: what the machine knows of the next release.
import { writeFile } from 'node:fs/promises';
import { textOf } from '../../src/diff/change.ts';
import { severities } from '../../src/diff/kinds.ts';
import type { ApiChange, Report } from '../../src/diff/report.ts';
import type { Bump } from '../../src/diff/version.ts';

const headings = {
  breaking: 'Breaking',
  moved: 'Moved (calls by operationId go on)',
  additive: 'New',
  docs: 'Texts',
} as const;

/** Writes `openapi.md` into the folder of changesets; nothing where there is nothing to release. */
export async function writeChangeset(folder: URL, report: Report, bump: Bump | undefined): Promise<void> {
  const text = bump && changesetText(report, bump);
  if (text) await writeFile(new URL('openapi.md', folder), text);
}

/** What changed, operation by operation, in the form that becomes an entry of CHANGELOG.md. */
export function changesetText({ from, to, changes }: Report, bump: Bump): string {
  const sections = severities.flatMap((severity) => {
    const these = changes.filter((each) => each.severity === severity);
    if (these.length === 0) return [];
    // Nobody reads a list of reworded operations.
    if (severity === 'docs') return [`${headings.docs}: ${operationsIn(these).length} of the operations.`];
    const lines = operationsIn(these).map((name) => {
      const texts = these.filter((each) => nameOf(each) === name).map(textOf);
      return `- \`${name}\`: ${texts.join('; ')}`;
    });
    return [`${headings[severity]}:\n\n${lines.join('\n')}`];
  });
  const head = `The descriptions of the API changed (${from} → ${to}).`;
  return `---\n"altegio-sdk": ${bump}\n---\n\n${[head, ...sections].join('\n\n')}\n`;
}

function nameOf({ api, operation }: ApiChange): string {
  return `${api}.${operation}`;
}

function operationsIn(changes: readonly ApiChange[]): string[] {
  return [...new Set(changes.map(nameOf))].sort();
}
