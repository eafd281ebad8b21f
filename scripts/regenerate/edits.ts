// What a person has to decide after a pull: one thing to do for each.
import type { Problem } from '../contract/problem.ts';

export interface Edit {
  /** From the project's root. */
  readonly file: string;
  /** Where in the file. */
  readonly line?: number;
  readonly subject: string;
  readonly problem: string;
  readonly todo: string;
}

/** A correction that does not fit, as an edit. */
export function editOf({ file, place, subject, is, why, reason }: Problem): Edit {
  const problem = reason === undefined ? why : `${why} (${reason})`;
  return { file, line: Number.parseInt(place, 10), subject, problem, todo: todoFor(file, is, why) };
}

function todoFor(file: string, is: Problem['is'], why: string): string {
  const isEvidence = file.includes('/evidence/');
  if (is !== 'conflict') return isEvidence ? 'Delete the entry.' : 'Delete the action.';
  if (why.includes('refers')) return 'Give it the place of today inside of an operation, or delete it.';
  if (isEvidence)
    return 'Give it the address of today, or delete it with its line in openapi/evidence/ledger.yaml.';
  if (why.includes('matches')) return 'Give the target the name of today, or delete the action.';
  return 'Read what the description says now: delete what it says too, and make the rest fit.';
}

/** What the lint has against a contract. */
export function lintEdit(api: { snapshot: string }, problem: string): Edit {
  const isBaseline = problem.includes('lint-baseline.yaml');
  const isExpired = problem.includes('x-altegio-removed');
  const todo =
    isBaseline || isExpired
      ? 'Take the entry out.'
      : 'Correct it by an overlay, or accept it in openapi/lint-baseline.yaml with the reason.';
  const [subject = ''] = problem.split(': ');
  const file = isBaseline ? 'openapi/lint-baseline.yaml' : api.snapshot;
  return { file, subject, problem: problem.slice(subject.length + 2), todo };
}

/** What an emitter cannot make of the contracts: `update_a: x-altegio-replaces does not fit, see name`. */
export function emitterEdit(message: string): Edit {
  const [subject = ''] = message.split(': ');
  const todo = 'Make the overlay that says this fit the description of today.';
  return { file: 'openapi/overlays', subject, problem: message.slice(subject.length + 2) || message, todo };
}
