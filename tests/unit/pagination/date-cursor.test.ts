// The list whose pages are stretches of time.
import { describe, expect, it } from 'vitest';
import { AltegioDecodeError, type Cursor } from '../../../src/index.ts';
import { all, idsOf, listsWith, rows, visitsPage } from '../../support/lists.ts';
import { failureOf } from '../../support/recorder.ts';

describe('the date cursor', () => {
  it('walks by the dates that each response names, over both lists, until both are null', async () => {
    const { client, sent } = listsWith([
      visitsPage(rows(2), rows(2), '2026-01-01', '2026-01-31'),
      visitsPage([], [], '2025-12-01', '2025-12-31'),
      visitsPage(rows(1, 3), [], null, null),
    ]);
    const items = await client.visits.items({ body: { client_id: 5 } }).toArray(all);
    expect(idsOf(items)).toEqual([1, 2, 1, 2, 3]);
    expect(sent.map(({ body }) => body)).toEqual([
      { client_id: 5, from: null, to: null },
      { client_id: 5, from: '2026-01-01', to: '2026-01-31' },
      { client_id: 5, from: '2025-12-01', to: '2025-12-31' },
    ]);
  });

  it('begins at the caller’s dates and leaves out what came before', async () => {
    const { client, sent } = listsWith([
      visitsPage(rows(2), [], '2026-01-01', null),
      visitsPage(rows(2, 2), [], null, null),
    ]);
    const read = client.visits.items({ body: { from: '2026-02-01', to: '2026-02-28' } });
    expect(idsOf(await read.toArray(all))).toEqual([1, 2, 3]);
    expect(sent[0]!.body).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  });

  it.each([0, 2])('that stays where it is ends in an error (%d items)', async (count) => {
    const { client, sent } = listsWith(visitsPage(rows(count), [], '2026-01-01', '2026-01-31'));
    expect(await failureOf(client.visits.items({ body: {} }).toArray(all))).toBeInstanceOf(
      AltegioDecodeError,
    );
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  it('that alternates between two dates ends in an error', async () => {
    const months = ['2026-01-01', '2026-02-01'];
    const reply = (_: unknown, number: number) =>
      visitsPage(rows(2, number * 10), [], months[number % 2]!, null);
    const { client, sent } = listsWith(reply);
    const reading = client.visits.items({ body: {} }).toArray({ limit: 1000 });
    await expect(reading).rejects.toBeInstanceOf(AltegioDecodeError);
    expect(sent).toHaveLength(4);
  });

  it('is not run ahead of', async () => {
    const dates = ['2026-03-01', '2026-02-01', '2026-01-01', null];
    const replies = dates.map((date, index) => visitsPage(rows(1, index), [], date, date));
    const { client, sent } = listsWith(replies);
    expect(await client.visits.items({ body: {}, concurrency: 10 }).toArray(all)).toHaveLength(4);
    expect(sent.map(({ body }) => (body as { from: string }).from)).toEqual([null, ...dates.slice(0, 3)]);
  });

  it('goes on at its dates', async () => {
    const { client } = listsWith(visitsPage(rows(1), [], '2026-01-01', '2026-01-31'));
    const iterator = client.visits.pages({ body: {} })[Symbol.asyncIterator]();
    const { value } = await iterator.next();
    await iterator.return?.();
    const later = listsWith(visitsPage(rows(1, 2), [], null, null));
    const from = JSON.parse(JSON.stringify(value.cursor)) as Cursor;
    expect(idsOf(await later.client.visits.items({ body: {}, from }).toArray(all))).toEqual([2]);
    expect(later.sent[0]!.body).toEqual({ from: '2026-01-01', to: '2026-01-31' });
  });
});
