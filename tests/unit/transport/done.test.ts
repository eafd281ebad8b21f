// What hooks learn of a call as a whole: how it ended, and that its operation is deprecated.
import { describe, expect, it } from 'vitest';
import {
  AltegioApiError,
  AltegioConfigError,
  AltegioTimeoutError,
  createClient,
  createLimiter,
  type DeprecatedEvent,
  type DoneEvent,
} from '../../../src/index.ts';
import { fakeClock, throughWaits } from '../../support/clock.ts';
import { httpOf } from '../../support/http.ts';
import {
  failureOf,
  json,
  type LooseOperation,
  ok,
  type Reply,
  raw,
  recorder,
} from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

function watched(replies: Reply | Reply[], options = {}) {
  const events: DoneEvent[] = [];
  const clock = fakeClock();
  const hooks = { onDone: (event: DoneEvent) => void events.push(event) };
  return { ...recorded(replies, { hooks, clock, ...options }), events, clock };
}

const input = { path: { id: 1 } };

describe('onDone', () => {
  it('tells how a call has succeeded', async () => {
    const { client, events } = watched(ok([7]));
    await client.get(input);
    expect(events).toEqual([
      {
        callId: expect.any(String),
        operationId: 'get',
        method: 'GET',
        path: '/things/{id}',
        outcome: 'ok',
        status: 200,
        error: undefined,
        attempts: 1,
        waitedMs: 0,
        durationMs: 0,
        bytes: JSON.stringify({ success: true, data: [7], meta: {} }).length,
      },
    ]);
  });

  it('takes HTTP 200 with success: false for the failure that it is', async () => {
    const { client, events } = watched(json(200, { success: false, meta: { message: 'no' } }));
    const error = await failureOf(client.get(input));
    expect(error).toBeInstanceOf(AltegioApiError);
    expect(events).toMatchObject([{ outcome: 'refused', status: 200, attempts: 1 }]);
    expect(events[0]!.error).toBe(error);
  });

  it('is called once, with all attempts and waits in it', async () => {
    const { client, events, clock } = watched([json(503, {}), json(502, {}), ok()], { retry: 2 });
    await throughWaits(clock, client.get(input));
    expect(events).toMatchObject([{ outcome: 'ok', attempts: 3, status: 200 }]);
    expect(events[0]!.durationMs).toBeGreaterThan(100);
  });

  it('tells how long the call waited for the limiter', async () => {
    const clock = fakeClock();
    const { client, events } = watched(ok(), { clock, limiter: createLimiter({ perSecond: 1, clock }) });
    await client.get(input);
    await throughWaits(clock, client.get(input));
    expect(events[0]!.waitedMs).toBe(0);
    expect(events[1]!.waitedMs).toBeGreaterThan(900);
    expect(events[1]!.durationMs).toBeGreaterThanOrEqual(events[1]!.waitedMs);
  });

  it.each([
    [
      'a write without a response',
      { code: 'ECONNRESET' },
      { outcome: 'unknown', attempts: 1, status: undefined },
    ],
    [
      'a connection that was refused',
      { code: 'ECONNREFUSED', syscall: 'connect' },
      { outcome: 'not-sent', attempts: 1, status: undefined },
    ],
  ])('has the outcome of %s', async (_, cause, expected) => {
    const { client, events } = watched(() => Promise.reject(Object.assign(new Error('x'), cause)));
    const error = await failureOf(client.note({ body: {} }));
    expect(events).toMatchObject([{ ...expected, bytes: 0 }]);
    expect(events[0]!.error).toBe(error);
  });

  it('tells of a response that cannot be read, with its status', async () => {
    const { client, events } = watched(raw(201, ''));
    const error = await failureOf(client.note({ body: {} }));
    expect(events).toMatchObject([{ outcome: 'unknown', status: 201, bytes: 0 }]);
    expect(events[0]!.error).toBe(error);
  });

  it('tells of a deadline, and of a caller who has gone', async () => {
    const never = () => new Promise<Response>(() => {});
    const { client, events, clock } = watched(never);
    await failureOf(throughWaits(clock, client.get({ ...input, deadlineMs: 50 })));
    const controller = new AbortController();
    const call = failureOf(client.get({ ...input, signal: controller.signal }));
    controller.abort(new Error('gone'));
    const reason = await call;
    expect(events[0]!.error).toBeInstanceOf(AltegioTimeoutError);
    expect(events[1]!.error).toBe(reason);
    expect(events.map(({ status }) => status)).toEqual([undefined, undefined]);
  });

  it('takes whatever a middleware throws for a failure', async () => {
    const { client, events } = watched(ok(), { middleware: [() => Promise.reject(undefined)] });
    await client.get(input).catch(() => {});
    expect(events).toMatchObject([{ outcome: 'not-sent', error: null, attempts: 0 }]);
  });

  it('is not called for arguments that are refused, since no call began', async () => {
    const { client, events } = watched(ok());
    expect(await failureOf(client.get())).toBeInstanceOf(AltegioConfigError);
    expect(events).toEqual([]);
  });

  it('tells of calls by path, which return their error', async () => {
    const { client, events } = watched([ok(), json(404, {}), json(404, {})]);
    const http = httpOf(client);
    await http.GET('/things/{id}', { params: input });
    const { error } = await http.GET('/things/{id}', { params: input });
    const through = { onRequest: () => undefined };
    await http.GET('/things/{id}', { params: input, middleware: [through] });
    expect(events.map(({ outcome }) => outcome)).toEqual(['ok', 'refused', 'refused']);
    expect(events[1]!.error).toBe(error);
  });

  it('tells of every page, and of one without a list', async () => {
    const { client, events } = watched([ok([{ id: 1 }], { total_count: 2 }), json(200, { success: true })]);
    await failureOf(client.list.items({ size: 1, concurrency: 1 }).toArray({ limit: 9 }));
    expect(events.map(({ outcome, status }) => [outcome, status])).toEqual([
      ['ok', 200],
      ['unknown', 200],
    ]);
  });

  it('has the callId of the error, the other events and the middleware', async () => {
    const ids: (string | undefined)[] = [];
    const note = ({ callId }: { callId: string }) => void ids.push(callId);
    const { client } = recorded(json(404, {}), {
      hooks: [{ onRequest: note }, { onDone: note }],
      middleware: [
        (request, next) => {
          note(request);
          return next(request);
        },
      ],
    });
    const error = await failureOf(client.get(input));
    expect(ids).toHaveLength(3);
    expect(new Set([...ids, error.callId]).size).toBe(1);
  });
});

describe('onDeprecated', () => {
  const client = (heard: DeprecatedEvent[], lines: string[] = []) => {
    const log = (line: string) => void lines.push(line);
    return createClient<Record<'old' | 'older' | 'current', LooseOperation>>(api, {
      partnerToken: 'partner-token',
      fetch: recorder(ok()).fetch,
      limiter: false,
      hooks: { onDeprecated: (event) => void heard.push(event) },
      logger: { debug: log, info: log, warn: log, error: log },
    });
  };
  const api = {
    name: 'v1' as const,
    operations: () =>
      ({
        old: ['/old', 'GET', 'none', { deprecated: 'v2.current' }],
        older: ['/older', 'GET', 'none', { deprecated: '' }],
        current: ['/current', 'GET', 'none'],
      }) as const,
  };

  it('is called once per operation and process, with what to call instead', async () => {
    const heard: DeprecatedEvent[] = [];
    const lines: string[] = [];
    for (const each of [client(heard, lines), client(heard, lines)]) {
      await each.old({});
      await each.old({});
      await each.older({});
      await each.current({});
    }
    expect(heard).toEqual([
      {
        callId: expect.any(String),
        operationId: 'old',
        method: 'GET',
        path: '/old',
        replacement: 'v2.current',
      },
      {
        callId: expect.any(String),
        operationId: 'older',
        method: 'GET',
        path: '/older',
        replacement: undefined,
      },
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/old is deprecated: call v2\.current$/);
    expect(lines[1]).toMatch(/older is deprecated$/);
  });
});
