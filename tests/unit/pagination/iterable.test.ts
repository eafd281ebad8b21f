// Collecting up to a limit, and leaving a read, also while a page is pending.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import { idsOf, listsWith, pagesOver, rows } from '../../support/lists.ts';
import { failureOf, ok } from '../../support/recorder.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const hundred = pagesOver(rows(100), { total: () => 100 });

const never = () => new Promise<Response>(() => {});

describe('toArray', () => {
  it.each([
    [1, 1],
    [10, 1],
    [11, 2],
    [35, 4],
  ])('with limit %d asks for %d pages of ten', async (limit, requests) => {
    for (const name of ['list', 'plain']) {
      const { client, sent } = listsWith(hundred);
      expect(idsOf(await client[name]!.pages({ size: 10 }).toArray({ limit }))).toEqual(idsOf(rows(limit)));
      await pause(1);
      expect(sent.length).toBeLessThanOrEqual(requests);
    }
  });

  it.each([0, -1, Number.NaN, undefined])('with limit %s is refused', async (limit) => {
    const { client, sent } = listsWith(hundred);
    for (const list of [client.plain.pages(), client.plain.items()]) {
      expect(await failureOf(list.toArray({ limit: limit as number }))).toBeInstanceOf(AltegioConfigError);
    }
    expect(await failureOf(client.plain.items().toArray(undefined as never))).toBeInstanceOf(
      AltegioConfigError,
    );
    expect(sent).toHaveLength(0);
  });
});

describe('leaving while a page is pending', () => {
  it.each(['pages', 'items'] as const)('return() of %s() aborts it at once', async (kind) => {
    const { client, sent } = listsWith(never);
    const iterator = client.plain[kind]()[Symbol.asyncIterator]();
    const pending = iterator.next();
    await pause(1);
    expect(await iterator.return!()).toMatchObject({ done: true });
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([true]);
    expect(await iterator.next()).toMatchObject({ done: true });
  });

  it.each(['pages', 'items'] as const)('throw() of %s() aborts it at once', async (kind) => {
    const { client, sent } = listsWith([ok(rows(2)), never]);
    const iterator = client.plain[kind]({ concurrency: 1 })[Symbol.asyncIterator]();
    await iterator.next();
    if (kind === 'items') await iterator.next();
    const pending = iterator.next();
    await pause(1);
    expect(await failureOf(iterator.throw!(new Error('mine')))).toMatchObject({ message: 'mine' });
    expect(await pending).toMatchObject({ done: true });
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([false, true]);
  });

  it('throw() between two items rejects with what was thrown', async () => {
    const { client } = listsWith(ok(rows(2)));
    const iterator = client.plain.items()[Symbol.asyncIterator]();
    await iterator.next();
    expect(await failureOf(iterator.throw!(new Error('mine')))).toMatchObject({ message: 'mine' });
  });

  it('before the first page sends nothing', async () => {
    const { client, sent } = listsWith(never);
    const iterator = client.plain.items()[Symbol.asyncIterator]();
    expect(await iterator.return!()).toMatchObject({ done: true });
    expect(await iterator.next()).toMatchObject({ done: true });
    expect(sent).toHaveLength(0);
  });

  it('does not wait for a middleware that ignores the signal', async () => {
    const { client } = listsWith(ok(), { middleware: [never] });
    const iterator = client.plain.items()[Symbol.asyncIterator]();
    const pending = iterator.next();
    await iterator.return!();
    expect(await pending).toMatchObject({ done: true });
  });
});
