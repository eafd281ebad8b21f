// Ctrl+C: the first stops the work in good order, a second one ends the process at once.

/** A signal that aborts with Ctrl+C or SIGTERM, until `release` is called. */
export function interruption(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.once(name, stop);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.removeListener(name, stop);
    },
  };
}
