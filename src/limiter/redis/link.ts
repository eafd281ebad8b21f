// Knows whether Redis is available: bounds every command, reports an outage once, and detects its end.
import { cleanCause } from '../../errors/redact.ts';
import { within } from '../../util/abort.ts';
import type { Clock } from '../../util/clock.ts';
import type { RunScript } from './client.ts';

/** Redis went away, or came back. */
export interface RedisWarning {
  state: 'away' | 'back';
  message: string;
  /** What the last command failed with. */
  cause?: unknown;
}

/** Longest time that a command may take. */
export const commandMs = 500;

const probeEveryMs = 1000;

/** A probe may wait in the client's queue for as long as Redis is away, so no second one is sent meanwhile. */
const probePatienceMs = 10_000;

/** The connection to Redis, as the limiter sees it. */
export interface Link {
  /** Whether Redis is available. While it is not, some of these calls probe it, and `patient` ones await the probe. */
  isUp(keys: string[], patient: boolean): Promise<boolean>;
  /** The script's result; `undefined` when Redis has just been found to be away. */
  ask(keys: string[], values: string[]): Promise<number | undefined>;
  /** Runs the script without awaiting a result. A failure is ignored: a program that ends may have closed its client. */
  tell(keys: string[], values: string[]): void;
}

export function createLink(
  runScript: RunScript,
  clock: Clock,
  warn: (warning: Pick<RedisWarning, 'state' | 'cause'>) => void,
): Link {
  let away = false;
  let probe: Promise<void> | undefined;
  let nextProbeAt = 0;

  async function ask(keys: string[], values: string[]): Promise<number | undefined> {
    try {
      return await within(clock, commandMs, undefined, () => runScript(keys, values));
    } catch (error) {
      if (!away) {
        away = true;
        nextProbeAt = clock.now() + probeEveryMs;
        warn({ state: 'away', cause: cleanCause(error) });
      }
      return undefined;
    }
  }

  /** Counts a request that does not exist: a replica that cannot write, or a full memory, refuse even that. */
  async function lookFor(keys: string[]): Promise<void> {
    nextProbeAt = clock.now() + probePatienceMs;
    try {
      await runScript(keys, ['count', 'probe']);
      if (away) {
        away = false;
        warn({ state: 'back' });
      }
    } catch {
      nextProbeAt = clock.now() + probeEveryMs;
    }
  }

  return {
    ask,
    tell(keys, values) {
      if (!away) runScript(keys, values).catch(() => {});
    },
    async isUp(keys, patient) {
      if (!away) return true;
      if (clock.now() >= nextProbeAt) probe = lookFor(keys);
      if (patient && probe) await within(clock, commandMs, undefined, () => probe!).catch(() => {});
      return !away;
    },
  };
}
