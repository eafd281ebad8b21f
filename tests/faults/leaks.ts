// Looks for what a call may leave behind: memory, timers, sockets, unhandled rejections.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of live objects. */
export function liveBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Open handles by kind, for example `Timeout` or `TCPSocketWrap`. */
export function handles(kind: string): number {
  return process.getActiveResourcesInfo().filter((each) => each === kind).length;
}

/** Runs something and returns what was rejected meanwhile without anybody listening. */
export async function unhandled(run: () => Promise<void>): Promise<unknown[]> {
  const seen: unknown[] = [];
  const note = (reason: unknown) => void seen.push(reason);
  process.on('unhandledRejection', note);
  try {
    await run();
    // Node reports once the microtasks are done.
    await new Promise((resolve) => setTimeout(resolve, 50));
  } finally {
    process.off('unhandledRejection', note);
  }
  return seen;
}
