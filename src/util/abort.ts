// Signals and time: listens with ONE listener per signal, however many calls hang on it (Node warns from eleven on),
// sleeps, and bounds a piece of work.
import type { Clock } from './clock.ts';

/** Why a signal was aborted. Polyfills of AbortController know no reason: then it is what the platform's would be. */
export function reasonOf(signal: AbortSignal): Error {
  return (signal.reason ?? abortError()) as Error;
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw reasonOf(signal);
}

function abortError(): Error {
  const message = 'This operation was aborted';
  if (typeof DOMException === 'function') return new DOMException(message, 'AbortError');
  return Object.assign(new Error(message), { name: 'AbortError' });
}

/** Waits, unless the signal aborts first: then it rejects with the signal's reason. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const cancel = clock.after(ms, () => {
      callOff();
      resolve();
    });
    const callOff = onAbort(signal, () => {
      cancel();
      reject(reasonOf(signal!));
    });
  });
}

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

/** Has `run` called when a piece of work is stopped; at once, where it was already. */
export type OnStop = (run: () => void) => void;

/**
 * Runs `run` with a signal that aborts after `limitMs` (`undefined` or 0 = never) or with `parent`. Settles at
 * that moment even when `run` does not listen, and leaves no listener and no timer behind. `expired` makes what it
 * is then rejected with. `onStop` is for one thing to be done then, and costs less than a listener on the signal.
 */
export function within<T>(
  clock: Clock,
  limitMs: number | undefined,
  parent: AbortSignal | undefined,
  run: (signal: AbortSignal, onStop: OnStop) => Promise<T>,
  expired: () => Error = () => new Error(`not done within ${limitMs} ms`),
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (parent?.aborted) return reject(reasonOf(parent));
    const controller = new AbortController();
    const { signal } = controller;
    let atStop: (() => void) | undefined;
    const callOff = onAbort(parent, () => stop(reasonOf(parent!)));
    const cancel = limitMs ? clock.after(limitMs, () => stop(expired())) : undefined;

    function leave(): void {
      cancel?.();
      callOff();
    }
    function stop(reason: unknown): void {
      leave();
      controller.abort(reason);
      atStop?.();
      reject(reason as Error);
    }
    const onStop: OnStop = (run) => {
      if (signal.aborted) run();
      else atStop = run;
    };
    run(signal, onStop).then(
      (value) => {
        leave();
        resolve(value);
      },
      (error: Error) => {
        leave();
        reject(error);
      },
    );
  });
}
