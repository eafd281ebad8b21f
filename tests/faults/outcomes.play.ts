// Plays a fault through every verb and retry setting, and records what is reported to each caller. Needs no test framework, so that
// other runtimes can play it too.
import { type AltegioError, type ClientOptions, isAltegioError } from '../../src/index.ts';
import { hastyClock } from '../support/clock.ts';
import type { Loose } from '../support/recorder.ts';
import { argumentsOf, type Verb, verbs } from '../support/tiny/verbs.ts';
import { circumstances } from './circumstances.ts';

/** Retry settings, by name. */
const settings = { default: {}, 'retry off': { retry: 0 } };

export interface Played {
  verb: Verb;
  setting: keyof typeof settings;
  /** By this name the server's journal knows the call. */
  call: string;
  /** `value`, or the error's class, outcome and attempts. */
  text: string;
  error?: Pick<AltegioError, 'operationId' | 'outcome'> & { status: unknown; retryAfter: unknown };
}

/** A client in a hurry: 15 s of patience are 300 ms on the wall, and a pause of 5 s is over in a tenth of a second. */
export const hasty = {
  clock: hastyClock(50),
  timeoutMs: 1_500_000,
  maxResponseBytes: 4 * 1024 * 1024,
} satisfies Partial<ClientOptions>;

let calls = 0;

/** Plays a row, `script` or `circumstance: script`, on a client of its own; the results in no certain order. */
export function play(
  clientWith: (options: Partial<ClientOptions>) => Loose,
  base: string,
  row: string,
  timeoutMs?: number,
): Promise<Played[]> {
  const [circumstance = '', script = row] = row.includes(': ') ? row.split(': ') : [];
  const options = { ...hasty, baseUrl: { v1: base }, ...circumstances[circumstance]?.(base) };
  return playScript(clientWith(options), script, timeoutMs);
}

function playScript(client: Loose, script: string, timeoutMs?: number): Promise<Played[]> {
  const all = verbs.flatMap((verb) =>
    (['default', 'retry off'] as const).map(async (setting) => {
      const call = `${++calls}`;
      const headers = { 'x-call': call, 'x-fault': script };
      const input = {
        ...argumentsOf(verb),
        ...settings[setting],
        timeoutMs: timeoutMs || undefined,
        headers,
      };
      return { verb, setting, call, ...(await outcomeOf(client[verb]!(input))) };
    }),
  );
  return Promise.all(all);
}

export async function outcomeOf(promise: Promise<unknown>): Promise<Pick<Played, 'text' | 'error'>> {
  try {
    await promise;
    return { text: 'value' };
  } catch (error) {
    if (!isAltegioError(error)) throw error;
    const { operationId, outcome } = error;
    const { status, retryAfter } = error as { status?: unknown; retryAfter?: unknown };
    const text = `${error.name} ${outcome} ${error.attempts}`;
    return { text, error: { operationId, outcome, status, retryAfter } };
  }
}
