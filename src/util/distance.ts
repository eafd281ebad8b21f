// How far apart two words are, to name the one that was probably meant.

/** The least that it costs to make one list of another: `step` for one more or less, `change` for another in its place. */
export function distance<T>(
  from: readonly T[],
  to: readonly T[],
  change: (a: T, b: T) => number,
  step = 1,
): number {
  let row = to.map((_, index) => (index + 1) * step);
  from.forEach((a, done) => {
    let corner = done * step;
    let before = corner + step;
    row = row.map((above, index) => {
      const b = to[index]!;
      const cost = Math.min(above + step, before + step, corner + (a === b ? 0 : change(a, b)));
      corner = above;
      before = cost;
      return cost;
    });
  });
  return row.at(-1) ?? from.length * step;
}

/** The word that is nearest to a given one; `undefined` where there is none at all. */
export function nearest<T>(words: readonly T[], cost: (word: T) => number): T | undefined {
  const costs = words.map(cost);
  return words[costs.indexOf(Math.min(...costs))];
}
