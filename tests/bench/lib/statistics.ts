// Numbers that stand for many measurements.

/** Smallest, middle and largest of a series. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}

/** Each round's value over the same round's reference: what slows the machine for a moment slows both. */
export function ratios(values: readonly number[], reference: readonly number[]): Spread {
  return spread(values.map((value, round) => value / reference[round]!));
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

export function roundedSpread({ min, median, max }: Spread): Spread {
  return { min: rounded(min), median: rounded(median), max: rounded(max) };
}
