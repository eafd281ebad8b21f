// Reports of a comparison: as text, as Markdown, and as JSON.
import { type Change, countsOf, textOf } from './change.ts';
import { severities } from './kinds.ts';
import { bumpFor } from './version.ts';

/** A change, with the API that it belongs to. */
export interface ApiChange extends Change {
  readonly api: string;
  /** Where a program uses the operation: `src/booking.ts:14`. */
  readonly uses?: readonly string[];
}

/** What a comparison found. */
export interface Report {
  /** What was compared, in words. */
  readonly from: string;
  readonly to: string;
  readonly changes: readonly ApiChange[];
  /** What a reader has to know besides. */
  readonly notes: readonly string[];
}

/** Paints a heading; a file gets none of it. */
export type Paint = (text: string) => string;

/** For people: the worst changes first, operation by operation. */
export function textReport(report: Report, paint: Paint = (text) => text): string {
  const sections = sectionsOf(report.changes).map(([severity, operations]) => {
    const lines = operations.map(({ name, uses, texts }) => {
      const places = uses.length > 0 ? `  (${uses.join(', ')})` : '';
      const [only] = texts;
      if (texts.length === 1) return `  ${name}: ${only}${places}`;
      return [`  ${name}${places}`, ...texts.map((text) => `    ${text}`)].join('\n');
    });
    return [paint(severity), ...lines].join('\n');
  });
  const notes = report.notes.map((note) => `note: ${note}`);
  const head = `${report.from} → ${report.to}: ${countText(report.changes)}`;
  return `${[[head, ...notes].join('\n'), ...sections].join('\n\n')}\n`;
}

/** For a pull request or a changelog. */
export function markdownReport(report: Report): string {
  const rows = countsOf(report.changes).map(([severity, count]) => `| ${severity} | ${count} |`);
  const table = ['| for a client | changes |', '| --- | --- |', ...rows].join('\n');
  const notes = report.notes.map((note) => `> ${note}`);
  const sections = sectionsOf(report.changes).map(([severity, operations]) => {
    const heading = `### ${severity[0]!.toUpperCase()}${severity.slice(1)}`;
    return [heading, '', ...operations.map(markdownOperation)].join('\n');
  });
  return `${[`## ${report.from} → ${report.to}`, table, ...notes, ...sections].join('\n\n')}\n`;
}

function markdownOperation({ name, uses, texts }: OperationTexts): string {
  const places = uses.length > 0 ? ` (${uses.map((use) => `\`${use}\``).join(', ')})` : '';
  const [only] = texts.map(escaped);
  if (texts.length === 1) return `- \`${name}\`: ${only}${places}`;
  return [`- \`${name}\`${places}`, ...texts.map((text) => `  - ${escaped(text)}`)].join('\n');
}

/** Names of fields and paths hold characters that Markdown reads. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|]/g, '\\$&');
}

/** For programs: every change, with its text. `version` is that of the package, for the bump. */
export function jsonReport({ from, to, changes, notes }: Report, version: string): string {
  const summary = Object.fromEntries(countsOf(changes));
  const bump = bumpFor(changes, version) ?? 'none';
  const listed = changes.map((each) => ({ ...each, text: textOf(each) }));
  return `${JSON.stringify({ from, to, summary, bump, notes, changes: listed })}\n`;
}

/** `2 breaking, 150 moved, 3 additive`, or `no changes`. */
function countText(changes: readonly ApiChange[]): string {
  const counts = countsOf(changes).filter(([, count]) => count > 0);
  return counts.map(([severity, count]) => `${count} ${severity}`).join(', ') || 'no changes';
}

/** What one severity says of one operation. */
interface OperationTexts {
  name: string;
  uses: readonly string[];
  texts: string[];
}

/** Every severity that occurs, with its operations in alphabetical order. */
function sectionsOf(changes: readonly ApiChange[]) {
  return severities.flatMap((severity): [string, OperationTexts[]][] => {
    const operations = new Map<string, OperationTexts>();
    for (const each of changes.filter((change) => change.severity === severity)) {
      const name = `${each.api}.${each.operation}`;
      const entry = operations.get(name) ?? { name, uses: each.uses ?? [], texts: [] };
      entry.texts.push(textOf(each));
      operations.set(name, entry);
    }
    const sorted = [...operations.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    return sorted.length > 0 ? [[severity, sorted]] : [];
  });
}
