// Recognises what was given another name: of the same kind, in the same place, with the same last word.

/** A field or parameter, as a rename leaves it. */
interface Renamable<T> {
  readonly name: string;
  readonly required: boolean;
  readonly schema: T;
}

/**
 * Pairs what went with what came: `staff_id` with `team_member_id` where both are numbers, both are required or neither
 * is, and nothing else like them came or went. In doubt nothing is paired.
 */
export function renames<T>(
  removed: readonly Renamable<T>[],
  added: readonly Renamable<T>[],
  isSame: (one: T, other: T) => boolean,
): [from: string, to: string][] {
  const fits = (was: Renamable<T>, is: Renamable<T>) =>
    lastWord(was.name) === lastWord(is.name) && was.required === is.required && isSame(was.schema, is.schema);
  return removed.flatMap((old): [string, string][] => {
    const candidates = added.filter((each) => fits(old, each));
    const [only] = candidates;
    if (!only || candidates.length > 1 || removed.filter((each) => fits(each, only)).length > 1) return [];
    return [[old.name, only.name]];
  });
}

/** `team_member_ids[]` and `staffIds` end in `ids`. */
function lastWord(name: string): string {
  const words = name
    .replace(/[[\]]/g, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.-]/);
  return words.at(-1)!;
}
