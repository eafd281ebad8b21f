// createFakeAltegio: a salon in memory, as a fetch function and as a server.
import { AltegioConfigError } from '../../errors/errors.ts';
import { type Check, firstProblem, mustBe, oneOf } from '../../util/check.ts';
import { routesOf, servedOperations } from '../apis.ts';
import { fetchOver } from '../fetch.ts';
import { type Listening, listen } from '../http-server.ts';
import { createRouter } from '../router.ts';
import { createFaults, type Fault } from './faults.ts';
import { createJournal, type JournalEntry } from './journal.ts';
import { createGate, type Limits, realLimits } from './limits.ts';
import { responder } from './respond.ts';

/** Options of {@link createFakeAltegio}. The same seed and clock give the same salon, ids and responses. */
export interface FakeOptions {
  /** Decides names, prices and appointments; default `'altegio'`. */
  seed?: string | undefined;
  /** The time, in milliseconds since 1970; default `Date.now`. A fixed one makes a test repeatable. */
  clock?: (() => number) | undefined;
  /** Id of the one location; default 123. */
  locationId?: number | undefined;
  /** `true` refuses with 429 beyond the limits of the API (5 per second, 200 per minute), or beyond these; default `false`. */
  limits?: boolean | Partial<Limits> | undefined;
  /** The only partner token that is taken; default: any. */
  partnerToken?: string | undefined;
  /** The only user token that is taken; default: any. */
  userToken?: string | undefined;
}

/** A salon in memory that stands in for the API. */
export interface FakeAltegio {
  /** For the option `fetch` of a client. Nothing is sent to anybody. */
  fetch: typeof fetch;
  /** Id of the salon's location. */
  locationId: number;
  /** Every request that arrived, the newest last; at most 10,000. Tokens, passwords, codes and hashes are hidden. */
  readonly journal: readonly JournalEntry[];
  /**
   * Starts a server on 127.0.0.1 over the same salon; port 0 (default) takes a free one. Rejects when the port is taken.
   * Its `url` is what the option `baseUrl` of a client takes.
   */
  listen(port?: number): Promise<Listening>;
  /**
   * Lets the next calls of an operation fail: `'create_appointment'`, `'v2.get_event'` where two APIs have one of that
   * name, or `'*'` for all. `times` is how many of them, 1 or more or `Infinity`; default 1. Orders for one operation are
   * carried out one after the other.
   *
   * @throws AltegioConfigError when there is no such operation, or no such fault
   */
  fail(operation: string, fault: Fault, times?: number): void;
  /** Back to the salon of the seed: without what was written, ordered and journalled. Servers go on. */
  reset(): void;
}

const isCount = (value: unknown) => Number.isInteger(value) && (value as number) > 0;

const isText = (value: unknown) => typeof value === 'string' && value !== '';

const checks: Record<string, Check> = {
  seed: mustBe('a text', isText),
  clock: mustBe('a function that returns milliseconds', (value) => typeof value === 'function'),
  locationId: mustBe('a whole number above 0', isCount),
  limits: (value) => (typeof value === 'object' ? undefined : oneOf(true, false)(value)),
  partnerToken: mustBe('a token', isText),
  userToken: mustBe('a token', isText),
};

/**
 * Makes a salon in memory that stands in for the API, without a dependency: it refuses what the contract refuses, keeps
 * what is written, and answers everything else with the samples of the contract. It is there at once.
 *
 * @param options seed, clock, limits and tokens; see {@link FakeOptions}
 * @throws AltegioConfigError for an unknown option, or one of a wrong kind
 *
 * @example
 * import { createAltegio } from 'altegio-sdk';
 * import { createFakeAltegio } from 'altegio-sdk/testing';
 *
 * const fake = createFakeAltegio();
 * const altegio = createAltegio({ partnerToken: 'any', userToken: 'any', fetch: fake.fetch });
 * fake.fail('get_client_list', { status: 503 });
 */
export function createFakeAltegio(options: FakeOptions = {}): FakeAltegio {
  const problem = firstProblem(checks, options, (name) => `has no option ${name}`);
  if (problem) throw new AltegioConfigError(`createFakeAltegio: ${problem}.`);
  const { clock = Date.now, locationId = 123, limits = false, partnerToken, userToken } = options;
  const operations = servedOperations();
  const faults = createFaults(operations);
  const gateSize = limits === false ? { perSecond: 0, perMinute: 0 } : realLimits;
  const gate = () => createGate({ ...gateSize, ...(typeof limits === 'object' ? limits : {}) }, clock);
  let journal = createJournal();
  let admit = gate();
  const respond = responder({
    route: createRouter(routesOf(operations)),
    journal: { write: (entry, incoming) => journal.write(entry, incoming) },
    faults,
    admit: () => admit(),
    now: clock,
    handlers: {},
    tokens: { partner: partnerToken, user: userToken },
  });
  return {
    fetch: fetchOver(respond),
    locationId,
    get journal() {
      return journal.entries;
    },
    listen: (port) => listen(respond, port),
    fail: (operation, fault, times) => faults.order(operation, fault, times),
    reset() {
      journal = createJournal();
      admit = gate();
      faults.clear();
    },
  };
}
