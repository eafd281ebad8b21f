// Lets the reader of a list leave at once, even while a page is under way.

/** The reader has left: the reason of an abort that is a quiet end. */
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
