// Compares what was reported to callers with the table and against what the server did.
import { expect } from 'vitest';
import { isRead } from '../support/tiny/verbs.ts';
import type { HostileServer } from './hostile-server.ts';
import type { Played } from './outcomes.play.ts';
import { expectedOf, type Row } from './outcomes.table.ts';

/**
 * `resendsReads`: the runtime's own fetch sends a read once more when a connection that it kept alive closes under it.
 */
export function bearOut(
  server: HostileServer,
  row: Row,
  played: readonly Played[],
  resendsReads = false,
): void {
  expect(played).toHaveLength(10);
  if (row.mostPerSecond) {
    const calls = new Set(played.map(({ call }) => call));
    const at = server.journal.filter(({ call }) => calls.has(call)).map((entry) => entry.at);
    const within = at.map((from) => at.filter((each) => each >= from && each < from + 1000).length);
    expect(Math.max(...within)).toBeLessThanOrEqual(row.mostPerSecond);
  }
  for (const { verb, setting, call, text, error } of played) {
    const arrived = server.journal.filter((entry) => entry.call === call).length;
    const expected = expectedOf(row, verb, setting === 'default');
    expect({ verb, setting, got: error ? text : `${text} ${arrived}` }).toEqual({
      verb,
      setting,
      got: expected,
    });
    const attempts = Number(/\d+$/.exec(expected)![0]);
    if (resendsReads && isRead(verb)) expect(arrived).toBeGreaterThanOrEqual(attempts);
    else expect(arrived).toBe(attempts);
    if (error) expect(error.operationId).toBe(verb);
    if (error && row.tells) expect(error).toMatchObject(row.tells);
    if (isRead(verb)) continue;
    const executed = server.executed(call);
    expect(executed).toBeLessThanOrEqual(1);
    if (!error) expect(executed).toBe(1);
    else if (error.outcome !== 'unknown') expect(executed).toBe(0);
  }
}
