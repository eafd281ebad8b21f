// The one report of a regeneration: what changed for whom, what was taken out, and what a person has to do.
import { worstOf } from '../../src/diff/change.ts';
import { jsonReport, markdownReport, type Report, textReport } from '../../src/diff/report.ts';
import { bumpFor, nextVersion } from '../../src/diff/version.ts';
import type { Edit } from './edits.ts';
import type { Pruned } from './prune.ts';
import type { Followed } from './written-out.ts';

export interface Outcome {
  readonly report: Report;
  /** The version of the package before. */
  readonly version: string;
  /** Corrections and evidence that were given another place. */
  readonly followed: readonly Followed[];
  /** Corrections and evidence that were deleted because they have become needless. */
  readonly pruned: readonly Pruned[];
  /** What stands between the edition and the generator. */
  readonly edits: readonly Edit[];
  /** Whether generated/ and docs/ are written anew. */
  readonly isGenerated: boolean;
}

/** For people at a terminal: what is to be done comes last. */
export function textOutcome(outcome: Outcome): string {
  const { report, followed, pruned, edits } = outcome;
  const taken =
    pruned.length === 0 ? [] : [`taken out, being needless now (${pruned.length})`, ...byFile(pruned)];
  const wanted = edits.map(
    (each, index) => `  ${index + 1}. ${placeOf(each)}: ${each.subject}: ${each.problem}\n     ${each.todo}`,
  );
  const todo = edits.length === 0 ? [] : [`to be done by hand (${edits.length})`, ...wanted];
  const moved =
    followed.length === 0
      ? []
      : ['followed a schema that is written out now', ...followed.map((each) => `  ${followedText(each)}`)];
  const parts = [[textReport(report).trimEnd()], moved, taken, todo, [lastLine(outcome)]];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

/** For a pull request or an issue. */
export function markdownOutcome(outcome: Outcome): string {
  const { report, followed, pruned, edits } = outcome;
  const wanted = edits.map(
    (each) => `- [ ] \`${placeOf(each)}\` \`${each.subject}\`: ${each.problem}\n  **${each.todo}**`,
  );
  const todo = edits.length === 0 ? [] : ['## To be done by hand', wanted.join('\n')];
  const taken =
    pruned.length === 0
      ? []
      : [
          '## Taken out, being needless now',
          byFile(pruned)
            .map((line) => `- ${line.trim()}`)
            .join('\n'),
        ];
  const moved =
    followed.length === 0
      ? []
      : [
          '## Followed a schema that is written out now',
          followed.map((each) => `- ${followedText(each)}`).join('\n'),
        ];
  return `${[lastLine(outcome), ...todo, markdownReport(report).trimEnd(), ...moved, ...taken].join('\n\n')}\n`;
}

/** For programs: what `openapi:diff --format json` says, with the rest beside it. */
export function jsonOutcome({ report, version, followed, pruned, edits, isGenerated }: Outcome): string {
  const comparison = JSON.parse(jsonReport(report, version)) as object;
  const severity = worstOf(report.changes) ?? 'none';
  return `${JSON.stringify({ severity, generated: isGenerated, edits, followed, pruned, ...comparison }, null, 2)}\n`;
}

function followedText({ file, schema, operations }: Followed): string {
  return `${file}: ${schema} stands in ${operations.join(' and ')}`;
}

function lastLine({ report, version, edits, isGenerated }: Outcome): string {
  const bump = bumpFor(report.changes, version);
  const next = bump ? `Next version: ${nextVersion(version, bump)} (${bump}).` : 'Nothing to release.';
  if (isGenerated) return `Everything is generated. ${next}`;
  const count = edits.length === 1 ? 'one edit' : `${edits.length} edits`;
  return `Nothing is generated before ${count} by hand; then run it again. ${next}`;
}

function placeOf({ file, line }: Edit): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** `openapi/…/75-texts.yaml: update_team_member_schedule (2)` */
function byFile(pruned: readonly Pruned[]): string[] {
  const files = [...new Set(pruned.map(({ file }) => file))].sort();
  return files.map((file) => {
    const subjects = pruned.filter((each) => each.file === file).map(({ subject }) => subject.split('#')[0]!);
    const counted = [...new Set(subjects)].map((subject) => {
      const count = subjects.filter((each) => each === subject).length;
      return count > 1 ? `${subject} (${count})` : subject;
    });
    return `  ${file}: ${counted.join(', ')}`;
  });
}
