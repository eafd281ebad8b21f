// 2,000 random runs against the hostile server: whatever goes wrong, no write is done twice, none is reported as
// done that was not, and none is called refused that was done.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLimiter, isAltegioError, type Middleware, type Outcome } from '../../src/index.ts';
import { hastyClock } from '../support/clock.ts';
import { type Tiny, tiny } from '../support/tiny/tiny.ts';
import { argumentsOf, type Verb } from '../support/tiny/verbs.ts';
import { closedBase, type FaultName, type HostileServer, hostileServer } from './hostile-server.ts';
import { type Random, seeded } from './random.ts';

const runs = 2000;
const atOnce = 40;
const firstSeed = Number(process.env.ALTEGIO_SEED ?? 1);

const pool: readonly (FaultName | 'refuse')[] = [
  'ok',
  'ok',
  'refuse',
  'refuse',
  'reset before headers',
  'reset after the work',
  'reset in the body',
  'close before headers',
  'close in the headers',
  'hang before headers',
  'drip the body',
  'content-length too long',
  'content-length too short',
  'truncated JSON',
  'not HTTP',
  'HTML 200',
  'HTML 403',
  'HTML 502',
  'JSON 500',
  'JSON 500 after the work',
  '408',
  'success false',
  'busy 409',
  '204 with a body',
  'redirect elsewhere',
  'redirect after the work',
  '2 GB announced',
  '429',
  '429 zero',
  '429 seconds',
  '429 text ru',
  '503 later',
];

type Reported = Outcome | 'done';

interface Run {
  verb: Verb;
  script: (typeof pool)[number][];
  retry: number;
  timeoutMs: number;
  deadlineMs: number | undefined;
}

function runOf(random: Random): Run {
  return {
    verb: random.pick(['create', 'create', 'create', 'update', 'remove']),
    script: Array.from({ length: 1 + random.int(4) }, () => random.pick(pool)),
    retry: random.int(5),
    // 600 ms on the wall: enough for a busy machine.
    timeoutMs: 60_000,
    deadlineMs: random.int(4) === 0 ? 1 + random.int(80_000) : undefined,
  };
}

let server: HostileServer;
let client: Tiny;
beforeAll(async () => {
  server = await hostileServer();
  const clock = hastyClock(100);
  const limiter = createLimiter({ perSecond: 1000, perMinute: Number.POSITIVE_INFINITY, clock });
  const untouched: Middleware = (request, next) => next(request);
  client = tiny({
    baseUrl: { v1: server.base },
    clock,
    limiter,
    fetch: detouring,
    middleware: [untouched],
    maxResponseBytes: 1024 * 1024,
  });
});
afterAll(() => server.close());

/** What an attempt is to meet; those that find no server never get to ours. */
const scripts = new Map<string, string[]>();
const detouring: typeof fetch = (input, init) => {
  const headers = { ...(init!.headers as Record<string, string>) };
  const next = scripts.get(headers['x-call']!)!;
  const fault = next.length > 1 ? next.shift()! : next[0]!;
  if (fault === 'refuse') return fetch(String(input).replace(server.base, closedBase), init);
  return fetch(input, { ...init, headers: { ...headers, 'x-fault': fault } });
};

async function play(seed: number): Promise<Reported> {
  const run = runOf(seeded(seed));
  const { verb, script, ...limits } = run;
  const call = `run ${seed}`;
  scripts.set(call, [...script]);
  const reported = await client[verb]({ ...argumentsOf(verb), ...limits, headers: { 'x-call': call } }).then(
    () => 'done' as const,
    (error: unknown) => {
      if (!isAltegioError(error)) throw error;
      return error.outcome;
    },
  );
  const executed = server.executed(call);
  const isTrue = {
    done: executed === 1,
    unknown: executed <= 1,
    refused: executed === 0,
    'not-sent': executed === 0,
  };
  if (!isTrue[reported]) {
    throw new Error(
      `seed ${seed}: reported "${reported}", executed ${executed} times; ${JSON.stringify(run)}`,
    );
  }
  return reported;
}

describe('random faults', () => {
  it(`never double, lose or invent a write (${runs} runs from seed ${firstSeed})`, async () => {
    const counts: Record<Reported, number> = { done: 0, unknown: 0, refused: 0, 'not-sent': 0 };
    let seed = firstSeed;
    const player = async (): Promise<void> => {
      while (seed < firstSeed + runs) counts[await play(seed++)]++;
    };
    await Promise.all(Array.from({ length: atOnce }, player));
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(runs);
    // The mix is worth something: every outcome occurs often.
    expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(50);
    expect(server.strays).toEqual([]);
  }, 60_000);
});
