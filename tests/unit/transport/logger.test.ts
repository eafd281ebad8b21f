// The logger: which lines it gets, and what they say.
import { describe, expect, it, vi } from 'vitest';
import type { LogLevel } from '../../../src/index.ts';
import { fakeClock, throughWaits } from '../../support/clock.ts';
import { failureOf, json, ok, type Reply, raw } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const input = { path: { id: 1 } };

describe('logger', () => {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  function logged(logLevel: LogLevel | undefined, replies: Reply[]) {
    const lines: string[] = [];
    const logger = Object.fromEntries(
      levels.map((level) => [level, (line: string) => void lines.push(`${level} ${line}`)]),
    );
    const clock = fakeClock();
    const options = { logger, clock, retry: 1, ...(logLevel && { logLevel }) };
    return { ...recorded(replies, options as never), lines, clock };
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
    const { client, lines, clock } = logged(level, replies());
    await throughWaits(clock, client.get(input));
    await failureOf(throughWaits(clock, client.get(input)));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(expected);
  });

  it('is warned of every status that the call fails with, a redirect too', async () => {
    const { client, lines } = logged('warn', [raw(302, '', { location: 'https://example.com' })]);
    await failureOf(client.get(input));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^warn altegio: .* get 302 after 0 ms$/);
  });

  it('names the call’s id and the operation in each line', async () => {
    const { client, lines } = logged('debug', [ok()]);
    await client.get(input);
    expect(lines[0]).toMatch(/^debug altegio: \[[a-z0-9]+-\d+\] get attempt 1$/);
    expect(lines[1]).toMatch(/^debug altegio: \[[a-z0-9]+-\d+\] get 200 after 0 ms$/);
  });

  it('is warned of a list that changes', async () => {
    const page = (ids: number[], total: number) =>
      ok(
        ids.map((id) => ({ id })),
        { total_count: total },
      );
    const { client, lines } = logged('warn', [page([1, 2], 4), page([2, 3], 5), page([], 5)]);
    await client.list.items({ size: 2, concurrency: 1 }).toArray({ limit: 100 });
    expect(lines).toEqual([
      'warn altegio: list: the total changed from 4 to 5 at page 2',
      'warn altegio: list: 1 items came again on page 2',
      'warn altegio: list: page 3 is empty after 3 of 5 items',
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
    const { client } = recorded(json(404, {}), { logger });
    expect(await failureOf(client.get(input))).toMatchObject({ status: 404 });
  });
});
