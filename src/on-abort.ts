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
  const waiting = waitingOn.get(signal) ?? listen(signal);
  waiting.runs.add(run);
  return () => {
    waiting.runs.delete(run);
    if (waiting.runs.size === 0) forget(signal, waiting);
  };
}

function listen(signal: AbortSignal): Waiting {
  const runs = new Set<() => void>();
  const tell = () => {
    forget(signal, waiting);
    for (const run of runs) run();
  };
  const waiting = { runs, tell };
  waitingOn.set(signal, waiting);
  signal.addEventListener('abort', tell, { once: true });
  return waiting;
}

function forget(signal: AbortSignal, waiting: Waiting): void {
  signal.removeEventListener('abort', waiting.tell);
  // Called off late, when others wait on the signal anew: they keep their listener.
  if (waitingOn.get(signal) === waiting) waitingOn.delete(signal);
}
