// How pages are read: ahead and in order, up to an abort or a deadline, with reports of what changed meanwhile.
import { describe, expect, it } from 'vitest';
import { AltegioTimeoutError } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { all, askedFor, idsOf, listsWith, pagesOver, rows } from '../../support/lists.ts';
import { failureOf, type Item, json, ok, type Sent } from '../../support/recorder.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const counted = (count: number) => pagesOver(rows(count), { total: () => count });

const hundred = counted(100);

const never = () => new Promise<Response>(() => {});

const after = async (ms: number, response: Response) => {
  await pause(ms);
  return response;
};

describe('reading ahead', () => {
  it.each([1, 2, 5])(
    'never has more than %d pages under way or held, and hands them out in order',
    async (concurrency) => {
      const reply = async (sent: Sent, number: number) => {
        await pause((number * 7) % 4);
        return hundred(sent, number);
      };
      const { client, sent } = listsWith(reply);
      const got: Item[] = [];
      let handedOut = 0;
      let most = 0;
      for await (const page of client.list.pages({ size: 10, concurrency })) {
        await pause(8);
        most = Math.max(most, sent.length - handedOut++);
        got.push(...page.items);
      }
      expect(most).toBe(concurrency);
      expect(idsOf(got)).toEqual(idsOf(rows(100)));
      expect(sent).toHaveLength(10);
    },
  );

  it('asks for nothing beyond the total', async () => {
    const { client, sent } = listsWith(pagesOver(rows(25), { total: () => 25 }));
    await client.list.items({ size: 10, concurrency: 10 }).toArray(all);
    expect(sent.map((request) => askedFor(request).page)).toEqual([1, 2, 3]);
  });
});

describe('stopping', () => {
  /** Responds to page 1 and never to the others. */
  const stuck = (sent: Sent, number: number) =>
    askedFor(sent).page === 1 ? hundred(sent, number) : new Promise<Response>(() => {});

  it('by break aborts what is under way', async () => {
    const { client, sent } = listsWith(stuck);
    for await (const _ of client.list.pages({ size: 10, concurrency: 4 })) {
      await pause(1);
      break;
    }
    expect(sent).toHaveLength(4);
    expect(sent.map(({ signal }) => signal.aborted)).toEqual([false, true, true, true]);
  });

  it('by an error in the loop does so too', async () => {
    const { client, sent } = listsWith(stuck);
    const loop = async () => {
      for await (const _ of client.list.items({ size: 10 })) throw new Error('mine');
    };
    expect((await failureOf(loop())).message).toBe('mine');
    expect(sent.slice(1).every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('by signal rejects with its reason and aborts what is under way', async () => {
    const { client, sent } = listsWith(stuck);
    const controller = new AbortController();
    const loop = async () => {
      for await (const _ of client.list.pages({ size: 10, signal: controller.signal })) {
        setTimeout(() => controller.abort(new Error('enough')), 5);
      }
    };
    expect((await failureOf(loop())).message).toBe('enough');
    expect(sent.slice(1).every(({ signal }) => signal.aborted)).toBe(true);
  });

  it('by signal hands out no page that was read ahead', async () => {
    const { client } = listsWith(counted(30));
    const controller = new AbortController();
    const got: number[] = [];
    const loop = async () => {
      for await (const page of client.list.pages({ size: 10, signal: controller.signal })) {
        got.push(page.page);
        await pause(5);
        controller.abort(new Error('enough'));
      }
    };
    expect((await failureOf(loop())).message).toBe('enough');
    expect(got).toEqual([1]);
  });

  it('before it begins sends nothing', async () => {
    const { client, sent } = listsWith(hundred);
    const signal = AbortSignal.abort(new Error('before'));
    expect((await failureOf(client.plain.items({ signal }).toArray(all))).message).toBe('before');
    expect(sent).toHaveLength(0);
  });
});

describe('a deadline', () => {
  it.each([{ deadlineMs: 100 }, {}])('counts all pages together (%o)', async (options) => {
    const slow = async (sent: Sent, number: number) => {
      await pause(30);
      return hundred(sent, number);
    };
    const defaults = options.deadlineMs ? {} : { deadlineMs: 100 };
    const { client, sent } = listsWith(slow, defaults);
    const got: Item[] = [];
    const loop = async () => {
      for await (const item of client.plain.items({ size: 5, concurrency: 1, ...options })) got.push(item);
    };
    expect(await failureOf(loop())).toBeInstanceOf(AltegioTimeoutError);
    expect(got.length).toBeGreaterThanOrEqual(5);
    expect(sent.length).toBeLessThanOrEqual(4);
  });

  it('of 0 is none', async () => {
    const { client } = listsWith(hundred, { deadlineMs: 1 });
    expect(await client.list.items({ size: 50, deadlineMs: 0 }).toArray(all)).toHaveLength(100);
  });

  it('that passes while pages are dealt with leaves those that are already there', async () => {
    const clock = fakeClock();
    const { client, sent } = listsWith(counted(30), { clock });
    const got: number[] = [];
    for await (const page of client.list.pages({ size: 10, deadlineMs: 40 })) {
      got.push(page.page);
      if (page.page === 1) await clock.advance(60);
    }
    expect(got).toEqual([1, 2, 3]);
    expect(sent).toHaveLength(3);
  });

  it('is an error once a page is needed that is not there, and names what the caller set', async () => {
    const clock = fakeClock();
    const { client } = listsWith(counted(50), { clock });
    const got: number[] = [];
    const loop = async () => {
      for await (const page of client.list.pages({ size: 10, deadlineMs: 40 })) {
        got.push(page.page);
        if (page.page === 1) await clock.advance(60);
      }
    };
    const error = await failureOf(loop());
    expect(error).toBeInstanceOf(AltegioTimeoutError);
    expect(error.message).toContain('deadlineMs (40 ms)');
    expect(got).toEqual([1, 2, 3]);
  });

  it('is named as it was set when a later page is cut off', async () => {
    const { client } = listsWith((sent: Sent) =>
      askedFor(sent).page === 1 ? after(50, ok(rows(5))) : never(),
    );
    const error = await failureOf(client.plain.items({ deadlineMs: 120, concurrency: 1 }).toArray(all));
    expect(error).toBeInstanceOf(AltegioTimeoutError);
    expect(error.message).toContain('deadlineMs (120 ms, 1 attempt');
  });
});

describe('an error response', () => {
  it('is thrown after the items before it', async () => {
    const { client } = listsWith([ok(rows(2)), json(500, {})]);
    const got: unknown[] = [];
    const loop = async () => {
      for await (const { id } of client.plain.items()) got.push(id);
    };
    expect(await failureOf(loop())).toMatchObject({ status: 500 });
    expect(got).toEqual([1, 2]);
  });
});

describe('a change while the list is read', () => {
  it('of the total is reported', async () => {
    const total = (_: unknown, number: number) => (number === 1 ? 6 : 5);
    const { client, drift } = listsWith(pagesOver(rows(5), { total }));
    await client.list.items({ size: 3, concurrency: 1 }).toArray(all);
    expect(drift).toEqual([
      { operationId: 'list', page: 2, kind: 'total-changed', totals: { before: 6, now: 5 } },
    ]);
  });

  it('that ends the list before its total is reported', async () => {
    const { client, drift } = listsWith(pagesOver(rows(300), { total: () => 1000 }));
    expect(await client.list.items({ size: 300, concurrency: 1 }).toArray(all)).toHaveLength(300);
    expect(drift).toEqual([
      { operationId: 'list', page: 2, kind: 'ended-early', totals: { before: 1000, now: 300 } },
    ]);
  });
});
