// Calls at full rate for a while, some of them faulty, and counts what went wrong.
import { getEventListeners } from 'node:events';
import { createLimiter, type Hooks, isAltegioError } from '../../src/index.ts';
import { tiny } from '../support/tiny/tiny.ts';
import { argumentsOf, isRead, type Verb, verbs } from '../support/tiny/verbs.ts';
import { unhandled } from '../support/unhandled.ts';
import { type FaultName, hostileServer } from './hostile-server.ts';
import { handles, liveBytes } from './leaks.ts';
import { type Random, seeded } from './random.ts';

export interface SoakOptions {
  seconds: number;
  perSecond: number;
  /** Share of the calls whose first attempt meets a fault. */
  faultShare: number;
  seed: number;
}

export interface SoakReport {
  seconds: number;
  calls: number;
  callsPerSecond: number;
  /** Most requests that were sent within one second, and how many may be. */
  densestSecond: number;
  perSecond: number;
  /** Most requests that arrived within one second: a busy machine delays some of them more than others. */
  densestArrivals: number;
  faulty: number;
  retries: number;
  succeeded: number;
  refused: number;
  unknown: number;
  /** Calls that ended in nothing that is documented, or never. */
  lost: number;
  /** Writes that were done twice. */
  doubles: number;
  /** Calls with a wrong report to the caller. */
  untrue: number;
  unhandledRejections: number;
  listenersLeft: number;
  timersLeft: number;
  heapGrowthBytes: number;
  medianMs: number;
  slowestOf99Percent: number;
}

const pool: readonly FaultName[] = [
  'reset before headers',
  'reset after the work',
  'reset in the body',
  'close before headers',
  'hang before headers',
  'drip the body',
  'content-length too long',
  'truncated JSON',
  'HTML 502',
  'JSON 500',
  'JSON 500 after the work',
  '408',
  'success false',
  'busy 409',
];

/** A 429 stops everybody for a second, so it is rare: it would hide the full rate. */
function faultOf(random: Random): FaultName {
  return random.int(50) === 0 ? '429' : random.pick(pool);
}

export async function soak({ seconds, perSecond, faultShare, seed }: SoakOptions): Promise<SoakReport> {
  const random = seeded(seed);
  const server = await hostileServer();
  const { signal } = new AbortController();
  let retries = 0;
  const hooks: Hooks = { onRetry: () => void retries++ };
  const sentAt: number[] = [];
  const client = tiny({
    baseUrl: { v1: server.base },
    fetch: (...request) => {
      sentAt.push(performance.now());
      return fetch(...request);
    },
    limiter: createLimiter({ perSecond, perMinute: perSecond * 60 }),
    // Long enough for a healthy call on a machine that is busy with other tests.
    timeoutMs: 3000,
    hooks,
    signal,
  });
  const reported = { value: 0, refused: 0, unknown: 0, 'not-sent': 0 };
  const counts = { calls: 0, faulty: 0, lost: 0, doubles: 0, untrue: 0 };
  const durations: number[] = [];

  async function one(): Promise<void> {
    const verb: Verb = random.pick(verbs);
    const isFaulty = random.next() < faultShare;
    const fault = isFaulty ? faultOf(random) : 'ok';
    const call = `call ${++counts.calls}`;
    if (isFaulty) counts.faulty++;
    const startedAt = performance.now();
    let outcome: keyof typeof reported = 'value';
    let isUnreadable = false;
    try {
      await client[verb]({ ...argumentsOf(verb), headers: { 'x-call': call, 'x-fault': `${fault}|ok` } });
    } catch (error) {
      if (!isAltegioError(error)) {
        counts.lost++;
        return;
      }
      outcome = error.outcome;
      isUnreadable = error.name === 'AltegioDecodeError';
    }
    reported[outcome]++;
    durations.push(performance.now() - startedAt);
    // Without a fault nothing may fail, and a read gets over all faults that pass; what cannot be read is not asked for again.
    const mayFail =
      isFaulty &&
      (!isRead(verb) || ['success false', 'busy 409', 'truncated JSON'].includes(fault) || isUnreadable);
    if (outcome !== 'value' && !mayFail) counts.lost++;
    if (isRead(verb)) return;
    const executed = server.executed(call);
    if (executed > 1) counts.doubles++;
    if ((outcome === 'value' && executed !== 1) || (outcome === 'refused' && executed !== 0)) counts.untrue++;
  }

  async function run(forSeconds: number): Promise<void> {
    const end = performance.now() + forSeconds * 1000;
    const worker = async () => {
      while (performance.now() < end) await one();
    };
    // Enough to keep the limiter busy while some hang.
    await Promise.all(Array.from({ length: Math.ceil(perSecond / 4) }, worker));
  }

  try {
    await run(1);
    server.clear();
    sentAt.length = 0;
    const timersBefore = handles('Timeout');
    const heapBefore = liveBytes();
    const startedAt = performance.now();
    const rejections = await unhandled(() => run(seconds));
    const took = (performance.now() - startedAt) / 1000;
    const densestSecond = densest(sentAt);
    const densestArrivals = densest(server.journal.map(({ at }) => at));
    const arrivals = server.journal.length;
    server.clear();
    durations.sort((a, b) => a - b);
    const [medianMs, slowestOf99Percent] = [0.5, 0.99].map(
      (part) => durations[Math.floor(durations.length * part)]!,
    );
    durations.length = 0;
    sentAt.length = 0;
    return {
      ...counts,
      seconds: took,
      callsPerSecond: arrivals / took,
      densestSecond,
      densestArrivals,
      perSecond,
      retries,
      succeeded: reported.value,
      refused: reported.refused,
      unknown: reported.unknown,
      lost: counts.lost + counts.calls - Object.values(reported).reduce((sum, count) => sum + count),
      unhandledRejections: rejections.length,
      listenersLeft: getEventListeners(signal, 'abort').length,
      timersLeft: Math.max(0, handles('Timeout') - timersBefore),
      heapGrowthBytes: liveBytes() - heapBefore,
      medianMs: medianMs!,
      slowestOf99Percent: slowestOf99Percent!,
    };
  } finally {
    await server.close();
  }
}

function densest(moments: readonly number[]): number {
  let most = 0;
  for (let first = 0, last = 0; last < moments.length; last++) {
    while (moments[last]! - moments[first]! >= 1000) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
