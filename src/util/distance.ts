// How far apart two words are, to name the one that was probably meant.

/** How many characters must be added, removed or replaced to make one text of another (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [done, character] of [...from].entries()) {
    const next = [done + 1];
    for (let index = 0; index < to.length; index++) {
      const replaced = row[index]! + (character === to[index] ? 0 : 1);
      next.push(Math.min(row[index + 1]! + 1, next[index]! + 1, replaced));
    }
    row = next;
  }
  return row.at(-1)!;
}

/**
 * The word that is nearest to a given one, and of several the first; `undefined` where there is none at all. `shapeOf` makes
 * alike what makes no difference.
 */
export function nearest(
  given: string,
  words: readonly string[],
  shapeOf = (word: string) => word,
): string | undefined {
  const costs = words.map((word) => distance(shapeOf(given), shapeOf(word)));
  return words[costs.indexOf(Math.min(...costs))];
}
