// Async iterables that can be left at once, and collected up to a limit that the caller must name.

/** Collects at most `limit` items; `refused` makes the error for an invalid limit. */
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

/** The reader has left the loop: an abort with this reason is no error. */
export const left = new Error('The read was left.');

/** A generator queues return() and throw() behind a next() that is under way; here they abort `own` first. */
export function stoppable<T>(
  make: (own: AbortController) => AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const own = new AbortController();
  const generator = make(own);
  const stop = { return: generator.return.bind(generator), throw: generator.throw.bind(generator) };
  return Object.assign(generator, {
    return(value: undefined) {
      own.abort(left);
      return stop.return(value);
    },
    throw(error: unknown) {
      own.abort(left);
      return stop.throw(error);
    },
  });
}
