// Bounds a piece of work in time and by the caller's signal, with an AbortController of its own: Node's fetch
// leaves a listener on every signal that it is given, so a long-lived signal must not get there.
import type { Clock } from './clock.ts';
import { onAbort } from './on-abort.ts';

/**
 * Runs `run` with a signal that aborts after `limitMs` (`undefined` or 0 = never) or with `parent`. Settles at
 * that moment even when `run` does not listen, and leaves no listener and no timer behind. `expired` makes what it
 * is then rejected with.
 */
export function within<T>(
  clock: Clock,
  limitMs: number | undefined,
  parent: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
  expired: () => Error = () => new Error(`not done within ${limitMs} ms`),
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (parent?.aborted) return reject(parent.reason as Error);
    const controller = new AbortController();
    const callOff = onAbort(parent, () => stop(parent!.reason));
    const cancel = limitMs ? clock.after(limitMs, () => stop(expired())) : undefined;

    function leave(): void {
      cancel?.();
      callOff();
    }
    function stop(reason: unknown): void {
      leave();
      controller.abort(reason);
      reject(reason as Error);
    }
    run(controller.signal).then(
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
