// How a command of this project ends when it refuses something.

/** Says what was refused, in words alone; a slip of the scripts themselves keeps its stack. */
export function refuse(error: unknown): void {
  console.error(error instanceof Error && !isSlip(error) ? error.message : error);
  process.exitCode = 1;
}

/** An error of the scripts themselves. */
export function isSlip(error: Error): boolean {
  // What Node's parseArgs refuses are TypeErrors too, though the user's slips.
  if ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return false;
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}
