// createFakeAltegio: a salon in memory, as a fetch function and as a server.
import { AltegioConfigError } from '../../errors/errors.ts';
import type { ApiName } from '../../request/base-url.ts';
import { type Check, firstProblem, isRecord, mustBe, oneOf } from '../../util/check.ts';
import { apiNames, routesOf, servedOperations } from '../apis.ts';
import { fetchOver } from '../fetch.ts';
import { type Listening, listen } from '../http-server.ts';
import { createJournal, type JournalEntry } from '../journal.ts';
import { reporting } from '../reporting.ts';
import { createRouter } from '../router.ts';
import { salonHandlers } from '../salon/handlers.ts';
import { populate } from '../salon/seed.ts';
import { type Snapshot, snapshotOf } from '../salon/snapshot.ts';
import { emptySalon, type Salon } from '../salon/state.ts';
import { createFaults, type Fault } from './faults.ts';
import { createGate, type Limits, realLimits } from './limits.ts';
import { responder } from './respond.ts';
import { createWebhooks, type SendWebhook } from './webhooks.ts';

/** Options of {@link createFakeAltegio}. The same seed and clock give the same salon, ids and responses. */
export interface FakeOptions {
  /** Decides names, prices and appointments; default `'altegio'`. */
  seed?: string | undefined;
  /** The time, in milliseconds since 1970; default `Date.now`. A fixed one makes a test repeatable. */
  clock?: (() => number) | undefined;
  /** Id of the one location; default 123. */
  locationId?: number | undefined;
  /** Clients that there are at the start, 0 to 100,000; default 60. */
  clients?: number | undefined;
  /** Appointments that there are at the start, 0 to 100,000, most of them past; default 240. None without clients. */
  appointments?: number | undefined;
  /** Where webhooks are sent after a change; default: nowhere, until the settings of the location name a URL. */
  webhookUrls?: readonly string[] | undefined;
  /** Sends a webhook; default: a POST by the platform's `fetch`. What comes back, errors too, is ignored. */
  sendWebhook?: SendWebhook | undefined;
  /** `true` refuses with 429 beyond the limits of the API (5 per second, 200 per minute), or beyond these; default `false`. */
  limits?: boolean | Partial<Limits> | undefined;
  /** The APIs that are served; default: all four. Paths of the others are unknown. */
  apis?: readonly ApiName[] | undefined;
  /** Called after each request with its entry of the journal. What it throws is ignored. */
  onRequest?: ((entry: JournalEntry) => void) | undefined;
  /** The only partner token that is taken; default: any. */
  partnerToken?: string | undefined;
  /** The only user token that is taken; default: any. */
  userToken?: string | undefined;
}

/** A salon in memory that stands in for the API. */
export interface FakeAltegio {
  /**
   * For the option `fetch` of a client. Opens no connection, except to deliver webhooks: pass `sendWebhook` to keep those in
   * the process too.
   */
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
   * Lets the next calls of an operation fail. It is named by its operationId, with its API and a dot before it where two APIs
   * share it; `'*'` means all. `times` is how many of them, 1 or more or `Infinity`; default 1. Orders for one operation are
   * carried out one after the other.
   *
   * @throws AltegioConfigError when there is no such operation, or the fault is not one of {@link Fault}
   */
  fail(operation: string, fault: Fault, times?: number): void;
  /** A copy of all that the salon keeps. */
  snapshot(): Snapshot;
  /** Resolves when every webhook so far is sent. */
  idle(): Promise<void>;
  /**
   * Back to the salon of the seed: without what was written, ordered and journalled. Webhooks that are not sent yet are left
   * out. Servers go on.
   */
  reset(): void;
}

const isCount = (value: unknown) => Number.isInteger(value) && (value as number) > 0;

const size = 'a whole number from 0 to 100,000';

const isSize = (value: unknown) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 100_000;

const isText = (value: unknown) => typeof value === 'string' && value !== '';

const isUrl = (value: unknown) => isText(value) && /^https?:/.test(value as string);

const sizes = { perSecond: mustBe(size, isSize), perMinute: mustBe(size, isSize) };

function limitsProblem(limits: object): string | undefined {
  const problem = firstProblem(sizes, limits, (name) => `${name} is none of perSecond, perMinute`);
  return problem && `are wrong: ${problem}`;
}

const checks: Record<string, Check> = {
  seed: mustBe('a text', isText),
  clock: mustBe('a function that returns milliseconds', (value) => typeof value === 'function'),
  locationId: mustBe('a whole number above 0', isCount),
  clients: mustBe(size, isSize),
  appointments: mustBe(size, isSize),
  webhookUrls: mustBe('a list of URLs', (value) => Array.isArray(value) && value.every(isUrl)),
  sendWebhook: mustBe('a function', (value) => typeof value === 'function'),
  limits: (value) => (isRecord(value) ? limitsProblem(value) : oneOf(true, false)(value)),
  apis: mustBe(
    `a list of ${apiNames.join(', ')}`,
    (names) => Array.isArray(names) && names.length > 0 && names.every((name) => apiNames.includes(name)),
  ),
  onRequest: mustBe('a function', (value) => typeof value === 'function'),
  partnerToken: mustBe('a token', isText),
  userToken: mustBe('a token', isText),
};

/**
 * Makes a salon in memory that stands in for the API, without a dependency: it refuses what the contract refuses, keeps
 * what is written, and serves everything else from the samples of the contract. It is there at once.
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
 * fake.fail('*', { status: 503 }); // the next call, whatever it is
 */
export function createFakeAltegio(options: FakeOptions = {}): FakeAltegio {
  const problem = firstProblem(checks, options, (name) => `has no option ${name}`);
  if (problem) throw new AltegioConfigError(`createFakeAltegio: ${problem}.`);
  const { clock = Date.now, locationId = 123, limits = false, partnerToken, userToken } = options;
  const webhooks = createWebhooks(options.sendWebhook);
  const operations = servedOperations(options.apis);
  const faults = createFaults(operations);
  const gateSize = limits === false ? { perSecond: 0, perMinute: 0 } : realLimits;
  const gate = () => createGate({ ...gateSize, ...(typeof limits === 'object' ? limits : {}) }, clock);
  let journal = createJournal();
  let admit = gate();
  let salon: Salon | undefined;
  // Made when it is first needed: a test that only meets faults has no use for it.
  const theSalon = () => (salon ??= newSalon(options, webhooks.changed));
  let handlers: ReturnType<typeof salonHandlers> | undefined;
  const report = reporting((...args) => journal.write(...args), options.onRequest);
  const respond = responder({
    route: createRouter(routesOf(operations)),
    journal: report,
    faults,
    admit: () => admit(),
    now: clock,
    handlers: () => (handlers ??= salonHandlers(theSalon())),
    tokens: { partner: partnerToken, user: userToken },
  });
  const reported = report.over(respond);
  return {
    fetch: fetchOver(reported),
    locationId,
    get journal() {
      return journal.entries;
    },
    listen: (port) => listen(reported, port),
    fail: (operation, fault, times) => faults.order(operation, fault, times),
    snapshot: () => snapshotOf(theSalon()),
    idle: webhooks.idle,
    reset() {
      salon = undefined;
      handlers = undefined;
      journal = createJournal();
      admit = gate();
      faults.clear();
      webhooks.clear();
    },
  };
}

function newSalon(options: FakeOptions, tell: ReturnType<typeof createWebhooks>['changed']): Salon {
  const { seed = 'altegio', clock: now = Date.now, locationId = 123, webhookUrls: urls = [] } = options;
  const { clients = 60, appointments = 240 } = options;
  const salon = emptySalon({ seed, now, locationId, urls, changed: (change) => tell(salon, change) });
  populate(salon, { clients, appointments });
  return salon;
}
