// Lists that go round in circles end with an error, or where a total says that they are complete; never in a loop.
import { describe, expect, it } from 'vitest';
import { AltegioDecodeError } from '../../../src/index.ts';
import { all, listsWith, pagesOver, rows } from '../../support/lists.ts';
import { failureOf, type Item, ok } from '../../support/recorder.ts';

describe('a page that comes again', () => {
  it.each(['plain', 'keyless'])('is an error (%s)', async (name) => {
    const { client, sent } = listsWith(ok(rows(20)));
    const error = await failureOf(client[name]!.items({ concurrency: 1 }).toArray(all));
    expect(error).toBeInstanceOf(AltegioDecodeError);
    expect(error.message).toMatch(/^Page 2 of \w+ is the same as an earlier one/);
    expect(sent).toHaveLength(2);
  });

  it('in turns with another one is an error too', async () => {
    const { client, sent } = listsWith((_, number) => ok(rows(20, number % 2 ? 1 : 100)));
    const reading = client.plain.items().toArray({ limit: 1000 });
    await expect(reading).rejects.toThrow(/the same as an earlier one/);
    expect(sent.length).toBeLessThan(7);
  });

  it('is not when the total says that this was all: it was asked for to make sure', async () => {
    const { client, sent } = listsWith(ok(rows(1000), { total_count: 1000 }));
    expect(await client.list.items().toArray({ limit: 5000 })).toHaveLength(1000);
    expect(sent).toHaveLength(2);
  });
});

describe('equal rows without ids', () => {
  const equal: Item[] = Array.from({ length: 6 }, () => ({ name: 'same' }));

  it('are all handed out where a total counts them', async () => {
    const { client } = listsWith(pagesOver(equal, { total: () => 6 }));
    expect(await client.list.items({ size: 2 }).toArray(all)).toHaveLength(6);
  });

  it('are handed out twice where the page is as full as the server says pages are', async () => {
    const { client } = listsWith(pagesOver(equal.slice(0, 5), { reports: true }));
    expect(await client.limited.items({ size: 2, key: false }).toArray(all)).toHaveLength(5);
  });

  it('end with an error where nothing says that the list goes on', async () => {
    const { client } = listsWith(pagesOver(equal));
    const error = await failureOf(client.keyless.items({ size: 2 }).toArray(all));
    expect(error.message).toContain('is the same as an earlier one');
  });

  it('never make an endless loop', async () => {
    const full = ok(equal, { pagination: { limit: 6 } });
    const { client, sent } = listsWith(full);
    await failureOf(client.limited.items({ key: false, concurrency: 1 }).toArray(all));
    expect(sent).toHaveLength(3);
  });
});
