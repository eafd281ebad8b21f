// Collects what an async source hands out, up to a limit that the caller must name.

/** Collects at most `limit` items; `refused` makes the error for a limit that is none. */
export async function collect<T>(
  source: (limit: number) => AsyncIterable<T>,
  options: { limit: number } | undefined,
  refused: (problem: string) => Error,
): Promise<T[]> {
  const limit = options?.limit;
  if (limit === undefined || !(limit >= 1)) {
    throw refused(`toArray needs a limit of 1 or more, not ${limit}`);
  }
  const found: T[] = [];
  for await (const item of source(limit)) {
    found.push(item);
    if (found.length >= limit) break;
  }
  return found;
}
