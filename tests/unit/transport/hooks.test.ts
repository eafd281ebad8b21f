// Hooks: which events they receive, and that no event holds a secret.
import { describe, expect, it } from 'vitest';
import { createLimiter, type Hooks } from '../../../src/index.ts';
import { fakeClock, throughWaits } from '../../support/clock.ts';
import { failureOf, json, ok, partner, type Reply, user } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

type Reported = [name: string, event: Record<string, unknown>];

function watched(replies: Reply | Reply[], options = {}) {
  const events: Reported[] = [];
  const note = (name: string) => (event: object) => void events.push([name, { ...event }]);
  const hooks: Hooks = {
    onRequest: note('onRequest'),
    onResponse: note('onResponse'),
    onRetry: note('onRetry'),
    onLimit: note('onLimit'),
    onDrift: note('onDrift'),
    onDeprecated: note('onDeprecated'),
  };
  const clock = fakeClock();
  return { ...recorded(replies, { hooks, clock, ...options }), events, clock };
}

const input = { path: { id: 1 } };

const names = (events: Reported[]) => events.map(([name]) => name);

describe('hooks', () => {
  it('receive the request and its response', async () => {
    const { client, events } = watched(ok());
    await client.get(input);
    const event = {
      operationId: 'get',
      method: 'GET',
      path: '/things/{id}',
      attempt: 1,
      callId: events[0]![1].callId,
    };
    expect(events).toEqual([
      ['onRequest', event],
      ['onResponse', expect.objectContaining({ ...event, status: 200, durationMs: 0 })],
    ]);
  });

  it('receive the bodies of each response, apart from all that tells of a call', async () => {
    const bodies: unknown[] = [];
    const hooks: Hooks = { onBody: (event) => void bodies.push(event) };
    const { client } = recorded([json(503, { busy: true }), ok()], {
      hooks,
      clock: fakeClock(),
      limiter: false,
    });
    await client.create({ body: { name: 'A' } }).catch(() => {});
    await client.get(input);
    expect(bodies).toEqual([
      expect.objectContaining({ operationId: 'create', status: 503, sent: '{"name":"A"}' }),
      expect.objectContaining({
        operationId: 'get',
        status: 200,
        sent: undefined,
        contentType: 'application/json',
      }),
    ]);
    const { received } = bodies[0] as { received: Uint8Array };
    expect(JSON.parse(new TextDecoder().decode(received))).toEqual({ busy: true });
  });

  it('receive every attempt and why there is another, under one callId', async () => {
    const reset = () => Promise.reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    const { client, events, clock } = watched([json(503, {}), reset, ok()], { retry: 2 });
    await throughWaits(clock, client.get(input));
    expect(names(events)).toEqual([
      ...['onRequest', 'onResponse', 'onRetry'],
      ...['onRequest', 'onResponse', 'onRetry'],
      ...['onRequest', 'onResponse'],
    ]);
    expect(events.map(([, { attempt }]) => attempt)).toEqual([1, 1, 1, 2, 2, 2, 3, 3]);
    expect(events.flatMap(([, { reason }]) => reason ?? [])).toEqual(['HTTP 503', 'ECONNRESET']);
    expect(events[4]![1]).toMatchObject({ status: undefined });
    expect(new Set(events.map(([, { callId }]) => callId)).size).toBe(1);
  });

  it('receive different callIds for different calls, and no operationId for an undescribed one', async () => {
    const { client, events } = watched(ok());
    await Promise.all([client.get(input), client.get(input), client.request('GET', '/x')]);
    expect(new Set(events.map(([, { callId }]) => callId)).size).toBe(3);
    expect(events.at(-1)![1]).toMatchObject({ operationId: undefined, path: '/x' });
  });

  it('are called when the limiter held a call back', async () => {
    const clock = fakeClock();
    const limiter = createLimiter({ perSecond: 1, clock });
    const { client, events } = watched(ok(), { clock, limiter });
    await client.get(input);
    await throughWaits(clock, client.get(input));
    const waits = events.filter(([name]) => name === 'onLimit');
    expect(waits).toHaveLength(1);
    expect(waits[0]![1]).toMatchObject({ operationId: 'get' });
    expect(waits[0]![1].waitedMs).toBeGreaterThan(900);
  });

  it('are called when a 429 pauses all calls', async () => {
    const { client, events, clock } = watched([json(429, {}, { 'retry-after': '3' }), ok()], {
      retry: 1,
      limiter: { acquire: async () => 1, release() {}, pause() {} },
    });
    await throughWaits(clock, client.note({ body: {} }));
    expect(events.find(([name]) => name === 'onLimit')![1]).toMatchObject({ pausedMs: 3000 });
    expect(events.find(([name]) => name === 'onRetry')![1]).toMatchObject({
      delayMs: 3000,
      reason: 'HTTP 429',
    });
  });

  it('are not called for calls that are refused before sending', async () => {
    const { client, events } = watched(ok());
    await failureOf(client.get());
    expect(events).toEqual([]);
  });

  it('may throw or reject without harm to the call', async () => {
    const hooks: Hooks = {
      onRequest: () => {
        throw new Error('broken');
      },
      onResponse: (() => Promise.reject(new Error('broken too'))) as () => void,
    };
    const { client } = recorded(ok([7]), { hooks });
    expect(await client.get(input)).toMatchObject({ data: [7] });
  });
});

it('no event and no line holds a token, a filled path, a query, a header or a body', async () => {
  const secrets = ['pass-word-1', 'hash-777', 'filled-in', 'header-9', partner, user];
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const { client, events, clock } = watched(
    [json(500, { meta: { message: secrets.join() } }), () => Promise.reject(new Error(secrets.join()))],
    { retry: 3, logger: { debug: log, info: log, warn: log, error: log }, logLevel: 'debug' },
  );
  const call = { query: { record_hash: 'hash-777' }, headers: { 'x-a': 'header-9' }, idempotent: true };
  await failureOf(throughWaits(clock, client.get({ path: { id: 'filled-in' }, ...call })));
  await failureOf(throughWaits(clock, client.note({ body: { password: 'pass-word-1' }, ...call })));
  const text = JSON.stringify(events) + lines.join('\n');
  expect(lines.length).toBeGreaterThan(10);
  for (const secret of secrets) expect(text).not.toContain(secret);
});
