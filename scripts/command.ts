// How a command of this project ends when it refuses something.

/** Says what was refused, in words alone; a slip of the scripts themselves keeps its stack. */
export function refuse(error: unknown): void {
  const isSlip = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  console.error(error instanceof Error && !isSlip ? error.message : error);
  process.exitCode = 1;
}
