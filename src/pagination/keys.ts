// What identifies a row of a list.
import { at } from './strategies.ts';

/** The key of a row; `undefined` where it has none that identifies it. */
export function keyOf(row: unknown, name: string | undefined): unknown {
  const key = name === undefined ? undefined : at(row, [name]);
  // Two ids beyond 2^53 may have become one number when the JSON was read.
  const isLost = typeof key === 'number' && !Number.isSafeInteger(key);
  return key === null || isLost ? undefined : key;
}
