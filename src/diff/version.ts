// What changes of the API make of the package's version.
import { type Change, worstOf } from './change.ts';
import type { Severity } from './kinds.ts';

/** The part of a version that a release raises. */
export type Bump = 'major' | 'minor' | 'patch';

const bumps: Readonly<Record<Severity, Bump>> = {
  breaking: 'major',
  // The methods keep their names and types; the paths of `http` are types too, and the earlier ones go on working.
  moved: 'minor',
  additive: 'minor',
  docs: 'patch',
};

/** The bump that these changes ask for; `undefined` where nothing changed. Before 1.0.0 a break is a minor one. */
export function bumpFor(changes: readonly Pick<Change, 'severity'>[], version: string): Bump | undefined {
  const worst = worstOf(changes);
  const bump = worst && bumps[worst];
  return bump === 'major' && version.startsWith('0.') ? 'minor' : bump;
}

/** The version after a release: `0.3.1` and `minor` give `0.4.0`. */
export function nextVersion(version: string, bump: Bump | undefined): string {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  if (bump === 'major') return `${major + 1}.0.0`;
  if (bump === 'minor') return `${major}.${minor + 1}.0`;
  return bump === 'patch' ? `${major}.${minor}.${patch + 1}` : version;
}
