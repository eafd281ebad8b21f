import { rounds } from './rounds.ts';

/** How much longer one run over 16 times as much takes than 16 runs: 1 for linear work, 16 for a square. */
export function growth(run: (size: number) => unknown, size: number): number {
  const cost = (work: () => unknown) => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  let [many, large] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // The fastest of several turns: what else the machine does must not count.
  for (let turn = 0; turn < rounds(4, 1); turn++) {
    many = Math.min(
      many,
      cost(() => {
        for (let round = 0; round < 16; round++) run(size);
      }),
    );
    large = Math.min(
      large,
      cost(() => run(16 * size)),
    );
  }
  return large / Math.max(many, 1000);
}
