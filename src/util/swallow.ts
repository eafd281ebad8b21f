// Runs what belongs to the caller (a hook, logger, limiter) where its failure must not become the call's.

/** Ignores what `run` throws, and what the promise that it may return is rejected with. */
export function swallow(run: () => unknown): void {
  try {
    const result = run();
    // Any thenable: a rejection that nobody hears of ends a Node process.
    if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
      Promise.resolve(result).catch(() => {});
    }
  } catch {
    // The call counts, not its watchers.
  }
}
