// What is tried again, after how long, and what the caller gets to know of it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReliability, retryTable } from '../../../scripts/emit/docs/retry-table.ts';
import type { AltegioApiError, AltegioError, Hooks, Limiter } from '../../../src/index.ts';
import { longestWaitMs } from '../../../src/limiter/limiter.ts';
import { backoffMs, pauseMs } from '../../../src/transport/retry.ts';
import { closedBase } from '../../faults/hostile-server.ts';
import { fakeClock } from '../../support/clock.ts';
import { json, ok } from '../../support/recorder.ts';
import { recorded, tiny } from '../../support/tiny/tiny.ts';
import { argumentsOf, type Input, type Verb, verbs } from '../../support/tiny/verbs.ts';

type Step = number | 'lost' | 'refused' | Response;

const thrown = { lost: 'ECONNRESET', refused: 'ECONNREFUSED' };

/** Plays a call against scripted attempts on a clock of its own; returns what it reported, and when it was sent. */
async function play(verb: Verb, steps: Step[], input: Input = {}, hooks: Hooks = {}, limiter?: Limiter) {
  const clock = fakeClock();
  const sentAt: number[] = [];
  const client = tiny({
    clock,
    hooks,
    ...(limiter && { limiter }),
    fetch: async () => {
      const step = steps[Math.min(sentAt.length, steps.length - 1)]!;
      sentAt.push(clock.now());
      if (step instanceof Response) return step.clone();
      if (typeof step === 'number') return new Response('{"success":true,"data":1}', { status: step });
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: thrown[step] }) });
    },
  });
  let error: AltegioError | undefined;
  const call = client[verb]({ ...argumentsOf(verb), ...input }).catch((reason: AltegioError) => {
    error = reason;
  });
  await clock.advance(600_000);
  await call;
  return { error, sentAt, gaps: sentAt.slice(1).map((at, index) => at - sentAt[index]!) };
}

/** Lets everything through at once. */
const open: Limiter = { acquire: async () => 1, release() {}, pause() {} };

const waiting = (seconds: string, status = 429) =>
  new Response('{}', { status, headers: { 'retry-after': seconds } });

describe('the table in docs/reliability.md', () => {
  it('is the one that the code makes', async () => {
    expect(await readReliability()).toContain(retryTable());
  });

  it('is what calls do, verb by verb', async () => {
    const rows = retryTable().split('\n').slice(3, -1);
    const columns: [Verb, Input][] = [
      ['get', {}],
      ['search', {}],
      ['create', {}],
      ['update', {}],
      // The tiny API has no PATCH; it is a PUT by another name.
      ['update', {}],
      ['remove', {}],
      ['create', { idempotent: true }],
    ];
    for (const row of rows) {
      const [what, ...cells] = row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      const step: Step = what!.startsWith('no connection')
        ? 'refused'
        : what!.startsWith('sent')
          ? 'lost'
          : Number(what!.replace('xx', '00'));
      for (const [index, [verb, input]] of columns.entries()) {
        const { sentAt } = await play(verb, [step], { ...input, retry: 1 });
        expect(`${what} ${verb}: ${sentAt.length > 1 ? 'retry' : '–'}`).toBe(
          `${what} ${verb}: ${cells[index]}`,
        );
      }
    }
  });
});

describe('the wait before another attempt', () => {
  it('grows from half a second to 8 s, with full jitter', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), random, (attempt, chance) => {
        const wait = backoffMs(attempt, () => chance);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(8000, 500 * 2 ** (attempt - 1)));
      }),
    );
    expect([1, 2, 3, 4, 5, 6, 11].map((attempt) => backoffMs(attempt, () => 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000, 8000,
    ]);
    expect(backoffMs(5, () => 0)).toBe(0);
  });

  it('is the one that the response names, also on a 503', async () => {
    expect((await play('create', [waiting('7'), 200], {}, {}, open)).gaps).toEqual([7000]);
    expect((await play('get', [waiting('7', 503), 200])).gaps).toEqual([7000]);
  });

  it('after a 429 that tells nothing, or 0, is 1 s, 2 s, 4 s … up to 30 s', async () => {
    expect((await play('create', [429], { retry: 7 }, {}, open)).gaps).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000,
    ]);
    expect((await play('create', [waiting('0')], { retry: 2 }, {}, open)).gaps).toEqual([1000, 2000]);
    expect(pauseMs(0, 1)).toBe(1000);
  });

  it('that is longer than two minutes ends the call, and the error tells it', async () => {
    const { error, sentAt } = await play('create', [waiting('121')]);
    expect(sentAt).toHaveLength(1);
    expect(error).toMatchObject({ name: 'AltegioRateLimitError', retryAfter: 121, outcome: 'refused' });
    expect((await play('create', [waiting(String(longestWaitMs / 1000))], { retry: 1 })).sentAt).toHaveLength(
      2,
    );
  });

  it('that ends after the deadline ends the call at once, and the error tells it', async () => {
    const { error, sentAt } = await play('create', [waiting('10')], { deadlineMs: 9000 });
    expect(sentAt).toHaveLength(1);
    expect((error as AltegioApiError).retryAfter).toBe(10);
  });
});

describe('the number of attempts', () => {
  it.each([0, 1, 2, 5, 10])('is one more than retry: %d', async (retry) => {
    for (const verb of verbs)
      expect((await play(verb, ['refused'], { retry })).sentAt).toHaveLength(retry + 1);
  });

  it('is three by default', async () => {
    expect((await play('get', [500])).sentAt).toHaveLength(3);
  });

  it('stands on the error, and in the hooks, with the reasons', async () => {
    const reported: unknown[] = [];
    const hooks: Hooks = {
      onRetry: ({ attempt, reason }) => reported.push(`retry after ${attempt}: ${reason}`),
      onResponse: ({ attempt, status }) => reported.push(`${attempt}: ${status}`),
    };
    const { error } = await play('get', ['lost', 503, 404], {}, hooks);
    expect(error).toMatchObject({ attempts: 3, status: 404 });
    expect(reported).toEqual([
      '1: undefined',
      'retry after 1: ECONNRESET',
      '2: 503',
      'retry after 2: HTTP 503',
      '3: 404',
    ]);
  });

  it('and the wait for the limiter stand on the error and in the hooks', async () => {
    const clock = fakeClock();
    const waits: number[] = [];
    const limiter = {
      acquire: () => new Promise((resolve) => void clock.after(250, () => resolve(1))),
      release() {},
      pause() {},
    };
    const hooks: Hooks = { onResponse: ({ waitedMs }) => waits.push(waitedMs) };
    const client = tiny({ clock, limiter, hooks, fetch: async () => new Response('{}', { status: 500 }) });
    const call = client.get({ ...argumentsOf('get'), retry: 1 }).catch((error: unknown) => error);
    await clock.advance(60_000);
    expect(await call).toMatchObject({ attempts: 2, waitedMs: 500 });
    expect(waits).toEqual([250, 500]);
  });
});

describe('doubt', () => {
  it('of an earlier attempt stays on a later refusal', async () => {
    const { error } = await play('update', ['lost', 409], { idempotent: true });
    expect(error).toMatchObject({ status: 409, outcome: 'unknown', attempts: 2 });
    expect(error!.message).toContain('read it back with get');
  });

  it('stays when the next attempt cannot connect, or gets no token', async () => {
    const { error } = await play('update', ['lost', 'refused'], { idempotent: true, retry: 1 });
    expect(error).toMatchObject({ name: 'AltegioConnectionError', outcome: 'unknown' });
    let asked = 0;
    const userToken = () => {
      if (++asked > 1) throw new Error('store is away');
      return 'token';
    };
    const second = await play('update', ['lost'], { idempotent: true, userToken });
    expect(second.error).toMatchObject({ name: 'AltegioError', outcome: 'unknown', attempts: 1 });
  });

  it('is not on a refusal that followed refusals', async () => {
    expect((await play('create', [429, 'refused', 409])).error).toMatchObject({
      outcome: 'refused',
      attempts: 3,
    });
  });
});

describe('a body stream', () => {
  const stream = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{}'));
        controller.close();
      },
    });

  it.each<[string, Step]>([
    ['429', 429],
    ['a lost connection', 'lost'],
    ['a refused connection', 'refused'],
  ])('is not sent a second time after %s', async (_, step) => {
    let sent = 0;
    const client = tiny({
      fetch: async () => {
        sent++;
        if (typeof step === 'number') return new Response('{}', { status: step });
        throw Object.assign(new TypeError('x'), { code: thrown[step as 'lost'] });
      },
    });
    await expect(client.request('POST', '/upload', { body: stream(), idempotent: true })).rejects.toThrow();
    expect(sent).toBe(1);
  });

  it('that found no server was not sent', async () => {
    const client = tiny({ baseUrl: { v1: closedBase } });
    await expect(client.request('POST', '/upload', { body: stream() })).rejects.toMatchObject({
      outcome: 'not-sent',
      attempts: 1,
    });
  });
});

describe('an unknown write', () => {
  it('names the operation that reads it back, in each kind of error', async () => {
    const steps: Step[] = [
      'lost',
      500,
      new Response('{"cut'),
      new Response('<html>', { headers: { 'cf-ray': '1' } }),
    ];
    for (const step of steps) {
      const { error } = await play('create', [step]);
      expect(error!.message).toMatch(
        /The write may have happened: read it back with list before trying again\.$/,
      );
      expect(error!.outcome).toBe('unknown');
    }
  });

  it('of an operation without such a one says so in general', async () => {
    const client = tiny({ fetch: async () => new Response('', { status: 500 }) });
    await expect(client.form({ body: {} })).rejects.toThrow(/: read it back before trying again\.$/);
  });
});

describe('a 429 without a limiter', () => {
  it('is not reported as a pause, and calls come back spread over a second', async () => {
    const clock = fakeClock();
    const reported: unknown[] = [];
    const delays: number[] = [];
    const hooks: Hooks = {
      onLimit: (event) => void reported.push(event),
      onRetry: ({ delayMs }) => void delays.push(delayMs),
    };
    const { client } = recorded((_, number) => (number > 30 ? ok() : json(429, {}, { 'retry-after': '3' })), {
      clock,
      hooks,
      retry: 1,
    });
    const calls = Array.from({ length: 30 }, () => client.create({ body: {} }));
    await clock.advance(10_000);
    await Promise.all(calls);
    expect(reported).toEqual([]);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(3000);
    expect(Math.max(...delays)).toBeLessThan(4000);
    expect(new Set(delays).size).toBeGreaterThan(20);
  });
});
