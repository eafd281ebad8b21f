// Adds findings up: one row for all that are alike, whatever the index and the body.
import type { DriftReport, DriftRow, Finding } from './finding.ts';

/** Rows that are kept; a response full of surprises must not fill the memory. */
const longest = 1000;

/** What is known so far. */
export interface DriftTable {
  /** Notes what was found in one body, which may be nothing. */
  add(subject: Subject, findings: readonly Finding[]): void;
  skip(): void;
  fail(): void;
  report(): DriftReport;
}

/** Whose body it was. */
export type Subject = Pick<Finding, 'api' | 'operationId' | 'direction'>;

export function createTable(): DriftTable {
  const since = new Date().toISOString();
  const rows = new Map<string, Omit<DriftRow, 'of'>>();
  const bodies = new Map<string, number>();
  const count = { checked: 0, skipped: 0, failed: 0, dropped: 0 };
  const key = ({ api, operationId, direction }: Subject) => `${api} ${operationId} ${direction}`;
  return {
    add(subject, findings) {
      count.checked++;
      bodies.set(key(subject), (bodies.get(key(subject)) ?? 0) + 1);
      const found = new Map(findings.map(general).map((each) => [JSON.stringify(each), each]));
      for (const [text, finding] of found) {
        const row = rows.get(text);
        if (row) row.bodies++;
        else if (rows.size < longest) rows.set(text, { ...finding, bodies: 1 });
        else count.dropped++;
      }
    },
    skip: () => void count.skipped++,
    fail: () => void count.failed++,
    report: () => ({
      since,
      ...count,
      drift: [...rows.values()].map((row) => ({ ...row, of: bodies.get(key(row))! })).sort(inOrder),
    }),
  };
}

/** The same for every row of a list. */
function general(finding: Finding): Finding {
  return { ...finding, pointer: finding.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*') };
}

function inOrder(one: DriftRow, other: DriftRow): number {
  const name = ({ api, operationId }: DriftRow) => `${api}.${operationId}`;
  if (name(one) !== name(other)) return name(one) < name(other) ? -1 : 1;
  return other.bodies - one.bodies || (one.pointer < other.pointer ? -1 : 1);
}
