// Ctrl+C: the first stops the work in good order, a second one ends the process at once.
import type { Terminal } from './terminal.ts';

/** A signal that aborts with Ctrl+C, SIGTERM or `stop`, until `release` is called. */
export function interruption({ stop: given }: Pick<Terminal, 'stop'>): {
  signal: AbortSignal;
  release(): void;
} {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.once(name, stop);
  return {
    signal: given ? AbortSignal.any([given, controller.signal]) : controller.signal,
    release: () => {
      for (const name of signals) process.removeListener(name, stop);
    },
  };
}

/** Resolves when the signal is aborted. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
