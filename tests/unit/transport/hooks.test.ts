// Hooks and logger: who is told what, and that nothing secret is told.

import { describe, expect, it, vi } from 'vitest';
import { createLimiter, type Hooks, type LogLevel } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { failureOf, json, ok, partner, type Reply, tinyWith, user } from '../../support/recorder.ts';

const table: OperationTable = {
  read: ['/read/{id}', 'GET', 'partner'],
  write: ['/write', 'POST', 'partner', { body: 'json' }],
  list: [
    '/list',
    'GET',
    'partner',
    {
      paging: {
        style: 'page-count',
        in: 'query',
        page: 'page',
        size: 'count',
        max: 2,
        items: [['data']],
        total: ['meta', 'total_count'],
        key: 'id',
      },
    },
  ],
};

type Told = [name: string, event: Record<string, unknown>];

/** A clock whose waits are over at once. */
function hastyClock() {
  let now = 0;
  return {
    now: () => now,
    after(ms: number, run: () => void) {
      // Long waits are time limits, which must not run out.
      if (ms >= 30_000) return () => {};
      const timer = setTimeout(() => {
        now += ms;
        run();
      });
      return () => clearTimeout(timer);
    },
  };
}

function watched(replies: Reply | Reply[], options = {}) {
  const told: Told[] = [];
  const note = (name: string) => (event: object) => void told.push([name, { ...event }]);
  const hooks: Hooks = {
    onRequest: note('onRequest'),
    onResponse: note('onResponse'),
    onRetry: note('onRetry'),
    onLimit: note('onLimit'),
    onDrift: note('onDrift'),
  };
  return { ...tinyWith(table, replies, { hooks, clock: hastyClock(), ...options }), told };
}

const input = { path: { id: 1 } };

const names = (told: Told[]) => told.map(([name]) => name);

describe('hooks', () => {
  it('are told of the request and its answer', async () => {
    const { client, told } = watched(ok());
    await client.read!(input);
    const event = {
      operationId: 'read',
      method: 'GET',
      path: '/read/{id}',
      attempt: 1,
      callId: told[0]![1].callId,
    };
    expect(told).toEqual([
      ['onRequest', event],
      ['onResponse', expect.objectContaining({ ...event, status: 200, durationMs: 0 })],
    ]);
  });

  it('are told of every attempt and why there is another, under one callId', async () => {
    const reset = () => Promise.reject(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    const { client, told } = watched([json(503, {}), reset, ok()], { retry: 2 });
    await client.read!(input);
    expect(names(told)).toEqual([
      ...['onRequest', 'onResponse', 'onRetry'],
      ...['onRequest', 'onResponse', 'onRetry'],
      ...['onRequest', 'onResponse'],
    ]);
    expect(told.map(([, { attempt }]) => attempt)).toEqual([1, 1, 1, 2, 2, 2, 3, 3]);
    expect(told.flatMap(([, { reason }]) => reason ?? [])).toEqual(['HTTP 503', 'ECONNRESET']);
    expect(told[4]![1]).toMatchObject({ status: undefined });
    expect(new Set(told.map(([, { callId }]) => callId)).size).toBe(1);
  });

  it('are told different callIds for different calls, and no operationId for an undescribed one', async () => {
    const { client, told } = watched(ok());
    await Promise.all([client.read!(input), client.read!(input), client.request('GET', '/x')]);
    expect(new Set(told.map(([, { callId }]) => callId)).size).toBe(3);
    expect(told.at(-1)![1]).toMatchObject({ operationId: undefined, path: '/x' });
  });

  it('are told when the limiter held a call back', async () => {
    const clock = hastyClock();
    const limiter = createLimiter({ perSecond: 1, clock });
    const { client, told } = watched(ok(), { clock, limiter });
    await client.read!(input);
    await client.read!(input);
    const waits = told.filter(([name]) => name === 'onLimit');
    expect(waits).toHaveLength(1);
    expect(waits[0]![1]).toMatchObject({ operationId: 'read' });
    expect(waits[0]![1].waitedMs).toBeGreaterThan(900);
  });

  it('are told when a 429 pauses all calls', async () => {
    const { client, told } = watched([json(429, {}, { 'retry-after': '3' }), ok()], {
      retry: 1,
      limiter: { acquire: async () => 1, release() {}, pause() {} },
    });
    await client.write!({ body: {} });
    expect(told.find(([name]) => name === 'onLimit')![1]).toMatchObject({ pausedMs: 3000 });
    expect(told.find(([name]) => name === 'onRetry')![1]).toMatchObject({
      delayMs: 3000,
      reason: 'HTTP 429',
    });
  });

  it('are not told of calls that are refused before sending', async () => {
    const { client, told } = watched(ok());
    await failureOf(client.read!());
    expect(told).toEqual([]);
  });

  it('may throw or reject without harm to the call', async () => {
    const hooks: Hooks = {
      onRequest: () => {
        throw new Error('broken');
      },
      onResponse: (() => Promise.reject(new Error('broken too'))) as () => void,
    };
    const { client } = tinyWith(table, ok([7]), { hooks });
    expect(await client.read!(input)).toMatchObject({ data: [7] });
  });
});

describe('logger', () => {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  function logged(logLevel: LogLevel | undefined, replies: Reply[]) {
    const lines: string[] = [];
    const logger = Object.fromEntries(
      levels.map((level) => [level, (line: string) => void lines.push(`${level} ${line}`)]),
    );
    const options = { logger, clock: hastyClock(), retry: 1, ...(logLevel && { logLevel }) };
    return { ...tinyWith(table, replies, options as never), lines };
  }
  const replies = (): Reply[] => [
    json(503, {}),
    ok(),
    () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' })),
  ];

  it.each<[LogLevel | undefined, string[]]>([
    ['debug', ['debug', 'warn', 'info', 'debug', 'debug', 'debug', 'error', 'info', 'debug', 'error']],
    ['info', ['warn', 'info', 'error', 'info', 'error']],
    ['warn', ['warn', 'error', 'error']],
    [undefined, ['warn', 'error', 'error']],
    ['error', ['error', 'error']],
    ['off', []],
  ])('at level %s gets these lines: %j', async (level, expected) => {
    const { client, lines } = logged(level, replies());
    await client.read!(input);
    await failureOf(client.read!(input));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(expected);
  });

  it('names the call’s id and the operation in each line', async () => {
    const { client, lines } = logged('debug', [ok()]);
    await client.read!(input);
    expect(lines[0]).toMatch(/^debug altegio: \[[a-z0-9]+-\d+\] read attempt 1$/);
    expect(lines[1]).toMatch(/^debug altegio: \[[a-z0-9]+-\d+\] read 200 after 0 ms$/);
  });

  it('is warned of a list that changes', async () => {
    const page = (ids: number[], total: number) =>
      ok(
        ids.map((id) => ({ id })),
        { total_count: total },
      );
    const { client, lines } = logged('warn', [page([1, 2], 4), page([2, 3], 5), page([], 5)]);
    await client.list!.items({ concurrency: 1 }).toArray({ limit: 100 });
    expect(lines).toEqual([
      'warn altegio: list: the total changed from 4 to 5 at page 2',
      'warn altegio: list: 1 items came again on page 2',
      'warn altegio: list: page 3 is empty after 4 of 5 items',
    ]);
  });

  it('that throws does no harm', async () => {
    const logger = {
      debug: vi.fn(),
      info: vi.fn(),
      warn: vi.fn(() => {
        throw new Error('disk full');
      }),
      error: vi.fn(),
    };
    const { client } = tinyWith(table, json(404, {}), { logger });
    expect(await failureOf(client.read!(input))).toMatchObject({ status: 404 });
  });
});

it('no event and no line holds a token, a filled path, a query, a header or a body', async () => {
  const secrets = ['pass-word-1', 'hash-777', 'filled-in', 'header-9', partner, user];
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const { client, told } = watched(
    [json(500, { meta: { message: secrets.join() } }), () => Promise.reject(new Error(secrets.join()))],
    { retry: 3, logger: { debug: log, info: log, warn: log, error: log }, logLevel: 'debug' },
  );
  const call = { query: { record_hash: 'hash-777' }, headers: { 'x-a': 'header-9' }, idempotent: true };
  await failureOf(client.read!({ path: { id: 'filled-in' }, ...call }));
  await failureOf(client.write!({ body: { password: 'pass-word-1' }, ...call }));
  const text = JSON.stringify(told) + lines.join('\n');
  expect(lines.length).toBeGreaterThan(10);
  for (const secret of secrets) expect(text).not.toContain(secret);
});
