// What a regeneration asks for: nothing, edits by hand, or a review.
import { type Severity, severities } from '../../src/diff/kinds.ts';
import type { Edit } from '../regenerate/edits.ts';

/** What `npm run regenerate -- --json` says, as far as it matters here. */
export interface Outcome {
  severity: Severity | 'none';
  generated: boolean;
  edits: readonly Edit[];
  /** The edition, by its day. */
  to: string;
}

export type Plan =
  | { is: 'nothing'; why: string }
  /** Somebody has to edit corrections before anything can be generated. */
  | { is: 'issue' }
  | { is: 'pull'; label: string; otherLabels: string[] };

/** The label of what changes for a client. */
export function labelOf(severity: Severity): string {
  return `edition: ${severity}`;
}

/** No pull request where a client would notice nothing. */
export function planFor({ severity, generated, edits }: Outcome): Plan {
  if (!generated || edits.length > 0) return { is: 'issue' };
  if (severity === 'none') return { is: 'nothing', why: 'The descriptions are those that are here.' };
  if (severity === 'docs') return { is: 'nothing', why: 'Only prose has changed.' };
  const others = severities.filter((each) => each !== severity).map(labelOf);
  return { is: 'pull', label: labelOf(severity), otherLabels: others };
}
