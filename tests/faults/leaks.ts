// Looks for what a call may leave behind: memory, timers, sockets.
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
