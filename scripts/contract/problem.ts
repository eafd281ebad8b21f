// A correction, or an entry of the evidence, that a description has outgrown.

/**
 * `gone`: what it is about is no longer there. `same`: the description says by itself what it asks for. `conflict`: the
 * description says something else, of which a person has to judge.
 */
export type Misfit = 'gone' | 'same' | 'conflict';

export interface Problem {
  readonly file: string;
  /** Line and column, as `12:5`. */
  readonly place: string;
  /** The operationId, or the target or address. */
  readonly subject: string;
  readonly is: Misfit;
  /** What does not fit, and often what to do. */
  readonly why: string;
  /** Why the correction was made. */
  readonly reason?: string;
  /** The places of further actions of the file that go with this one. */
  readonly along?: readonly string[];
}

/** One line: where, about what, and why it does not fit. */
export function problemText({ file, place, ...fault }: Problem): string {
  return `${file}:${place}: ${faultText(fault)}`;
}

/** The same without the place. */
export function faultText({ subject, why, reason }: Pick<Problem, 'subject' | 'why' | 'reason'>): string {
  return `${subject}: ${why}${reason === undefined ? '' : ` (${reason})`}`;
}
