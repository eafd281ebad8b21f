// The way into the limiter: tokens first, admission last, a refused call at the head, a pause that is too long at once.
import { describe, expect, it } from 'vitest';
import {
  type AltegioError,
  AltegioRateLimitError,
  type ClientOptions,
  createLimiter,
  type Hooks,
  type Limiter,
} from '../../../src/index.ts';
import { type FakeClock, fakeClock } from '../../support/clock.ts';
import { tiny } from '../../support/tiny/tiny.ts';
import { argumentsOf } from '../../support/tiny/verbs.ts';

const get = argumentsOf('get');

/** A client on a clock of its own; `respond` makes the response to the n-th request. */
function sending(respond: (number: number, id: string) => Response, options: Partial<ClientOptions> = {}) {
  const clock = fakeClock();
  const sent: { at: number; id: string }[] = [];
  const limiter = createLimiter({ clock });
  const client = tiny({
    clock,
    limiter,
    fetch: async (url) => {
      const id = String(url).split('/').at(-1)!;
      sent.push({ at: clock.now(), id });
      return respond(sent.length, id);
    },
    ...options,
  });
  const ended = (call: Promise<unknown>) =>
    call.then(
      () => ({ at: clock.now() }),
      (error: AltegioError & { retryAfter?: number }) => ({ at: clock.now(), error }),
    );
  return { clock, limiter, client, sent, ended };
}

const fine = () => new Response('{"data":1}');

const refusal = (seconds: number | string, status = 429) =>
  new Response('{}', { status, headers: { 'retry-after': String(seconds) } });

function mostWithin(moments: number[], ms: number): number {
  return Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + ms).length));
}

describe('a token function', () => {
  it('that all calls wait for releases no burst: the limiter is asked after it', async () => {
    let clock: FakeClock;
    let login: Promise<string> | undefined;
    const userToken = () => {
      login ??= new Promise((resolve) => void clock.after(20_000, () => resolve('token')));
      return login;
    };
    const setup = sending(fine, { userToken });
    clock = setup.clock;
    const calls = Array.from({ length: 60 }, () => setup.client.get(get));
    await clock.advance(60_000);
    await Promise.all(calls);
    const moments = setup.sent.map(({ at }) => at);
    expect(moments).toHaveLength(60);
    expect(mostWithin(moments, 1000)).toBe(5);
  });

  it('that is slow holds no place of a call that needs none', async () => {
    const { client, clock, sent } = sending(fine, {
      limiter: undefined,
      userToken: () => new Promise(() => {}),
    });
    for (let index = 0; index < 10; index++) void client.get({ ...get, timeoutMs: 0 });
    const open = client.open();
    await clock.advance(0);
    await open;
    expect(sent).toEqual([{ at: 0, id: 'open' }]);
  });

  it('is asked before every attempt', async () => {
    let asked = 0;
    const { client, clock } = sending((number) => (number === 1 ? refusal(3) : fine()), {
      userToken: () => `token-${++asked}`,
    });
    const call = client.get(get);
    await clock.advance(5000);
    await call;
    expect(asked).toBe(2);
  });
});

describe('a call that was refused with 429', () => {
  it('keeps its place at the head of the queue', async () => {
    const { client, clock, sent } = sending((number) => (number === 1 ? refusal(2) : fine()));
    const done: number[] = [];
    const calls = Array.from({ length: 300 }, (_, id) =>
      client.get({ path: { id } }).then(() => done.push(id)),
    );
    await clock.advance(200_000);
    await Promise.all(calls);
    expect(sent.filter(({ id }) => id === '0').map(({ at }) => at)).toEqual([0, 2000]);
    // Five had been sent, and the refused one is the next.
    expect(done.indexOf(0)).toBe(4);
  });

  it('is not sent before its wait is over, whatever a limiter of the caller makes of a pause', async () => {
    const calls: string[] = [];
    const careless: Limiter = {
      acquire: async () => void calls.push('acquire'),
      release: () => void calls.push('release'),
      pause() {},
    };
    const { client, clock, sent } = sending((number) => (number === 1 ? refusal(9) : fine()), {
      limiter: careless,
    });
    const call = client.create({ body: {} });
    await clock.advance(20_000);
    await call;
    expect(sent.map(({ at }) => at)).toEqual([0, 9000]);
    expect(calls.filter((name) => name === 'acquire')).toHaveLength(
      calls.filter((name) => name === 'release').length,
    );
  });

  it('tells the limiter that it comes again, and what time it has left', async () => {
    const reported: unknown[] = [];
    const limiter: Limiter = {
      acquire: async (_host, _signal, options) => void reported.push(options),
      release() {},
      pause() {},
    };
    const { client, clock } = sending((number) => (number === 1 ? refusal(1) : fine()), { limiter });
    const call = client.get({ ...get, deadlineMs: 8000 });
    await clock.advance(5000);
    await call;
    expect(reported[0]).toEqual({ first: false, deadlineMs: 8000 });
    expect(reported.at(-1)).toEqual({ first: true, deadlineMs: 7000 });
  });
});

describe('a wait that the server names', () => {
  it('is kept in full by all, and nothing goes out earlier', async () => {
    const { client, clock, sent, ended } = sending((number) => (number === 1 ? refusal(3600) : fine()));
    const first = ended(client.get(get));
    await clock.advance(100);
    expect(await first).toMatchObject({ at: 0, error: { name: 'AltegioRateLimitError', retryAfter: 3600 } });
    // At once, until what is left is a wait that a call accepts.
    for (let minute = 0; minute < 58; minute++) {
      const call = ended(client.get(get));
      await clock.advance(60_000);
      const { at, error } = (await call) as { at: number; error: AltegioRateLimitError };
      expect(error).toBeInstanceOf(AltegioRateLimitError);
      expect(at).toBe(100 + minute * 60_000);
      expect(sent).toHaveLength(1);
    }
    const last = ended(client.get(get));
    await clock.advance(120_000);
    expect(await last).toEqual({ at: 3600_000 });
  });

  it.each([
    ['longer than two minutes', 3600, {}],
    ['longer than the call has', 60, { deadlineMs: 59_000 }],
  ])('and is %s ends other calls at once, with retryAfter and nothing sent', async (_, seconds, options) => {
    const { client, clock, sent, ended } = sending(() => refusal(seconds));
    void ended(client.get({ ...get, retry: 0 }));
    await clock.advance(400);
    const { at, error } = (await ended(client.create({ body: {}, ...options }))) as {
      at: number;
      error: AltegioRateLimitError;
    };
    expect(at).toBe(400);
    expect(error).toBeInstanceOf(AltegioRateLimitError);
    expect(error).toMatchObject({ retryAfter: seconds, outcome: 'not-sent', attempts: 0, status: 429 });
    expect(error.message).toContain(`another ${seconds} s`);
    expect(sent).toHaveLength(1);
  });

  it('ends those at once that waited already, and those only that cannot wait so long', async () => {
    const { client, clock, sent, ended } = sending((number) => (number === 5 ? refusal(60) : fine()));
    const calls = Array.from({ length: 5 }, () => ended(client.get({ ...get, retry: 0 })));
    const hasty = ended(client.get({ ...get, deadlineMs: 30_000 }));
    const patient = ended(client.get({ ...get, deadlineMs: 90_000 }));
    const unbound = ended(client.get(get));
    await clock.advance(100_000);
    await Promise.all(calls);
    expect(await hasty).toMatchObject({ at: 0, error: { retryAfter: 60, outcome: 'not-sent' } });
    expect(await patient).toEqual({ at: 60_000 });
    expect(await unbound).toEqual({ at: 60_000 });
    expect(sent).toHaveLength(7);
  });

  it('is waited out by a call whose own deadline allows it, however long', async () => {
    const { client, clock, sent, ended } = sending((number) => (number === 1 ? refusal(3600) : fine()));
    const call = ended(client.get({ ...get, deadlineMs: 2 * 3600_000 }));
    await clock.advance(3 * 3600_000);
    expect(await call).toEqual({ at: 3600_000 });
    expect(sent.map(({ at }) => at)).toEqual([0, 3600_000]);
  });
});

describe('waitedMs', () => {
  it('tells the whole wait of a call whose deadline ended it in the queue', async () => {
    const waits: number[] = [];
    const hooks: Hooks = { onLimit: ({ waitedMs }) => waits.push(waitedMs) };
    const { client, clock, ended } = sending(fine, { hooks });
    for (let index = 0; index < 30; index++) void client.get(get);
    const late = ended(client.get({ ...get, deadlineMs: 700 }));
    await clock.advance(20_000);
    expect(await late).toMatchObject({ at: 700, error: { name: 'AltegioTimeoutError', waitedMs: 700 } });
    expect(waits).toContain(700);
  });

  it('is not negative when the clock is set back', async () => {
    const clock = fakeClock();
    let back = 0;
    const shaken = { now: () => clock.now() - back, after: clock.after };
    const limiter = {
      acquire: async () => {
        back += 5000;
      },
      release() {},
      pause() {},
    };
    const client = tiny({
      clock: shaken,
      limiter,
      retry: 0,
      fetch: async () => new Response('', { status: 500 }),
    });
    await expect(client.get(get)).rejects.toMatchObject({ waitedMs: 0 });
  });
});
