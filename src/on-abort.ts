// Listens to a caller's signal with ONE listener, however many calls hang on it: Node warns from eleven on.

/** What hangs on a signal, and the listener that tells it. */
interface Waiting {
  runs: Set<() => void>;
  tell: () => void;
}

const waitingOn = new WeakMap<AbortSignal, Waiting>();

/** Calls `run` when the signal aborts; the returned function calls it off and leaves nothing on the signal. */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (!signal) return () => {};
  const { runs } = waitingOn.get(signal) ?? listen(signal);
  runs.add(run);
  return () => {
    runs.delete(run);
    if (runs.size === 0) forget(signal);
  };
}

function listen(signal: AbortSignal): Waiting {
  const runs = new Set<() => void>();
  const tell = () => {
    forget(signal);
    for (const run of runs) run();
  };
  const waiting = { runs, tell };
  waitingOn.set(signal, waiting);
  signal.addEventListener('abort', tell, { once: true });
  return waiting;
}

function forget(signal: AbortSignal): void {
  const waiting = waitingOn.get(signal);
  if (!waiting) return;
  signal.removeEventListener('abort', waiting.tell);
  waitingOn.delete(signal);
}
