// Which events are taken for repetitions.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import {
  createMemoryWebhookStore,
  createRedisWebhookStore,
  type RedisWebhookStoreOptions,
  sampleWebhookEvent,
  type WebhookStore,
} from '../../../src/webhooks.ts';
import { fakeClock } from '../../support/clock.ts';
import { noted } from './support.ts';

const record = sampleWebhookEvent('record');
const changed = sampleWebhookEvent('record', { data: { ...record.data, comment: 'changed' } });

describe('a handler leaves out', () => {
  it('an event that is sent again, alone or in an array', async () => {
    const { send, events } = noted();
    for (const body of [record, record, [record], [record, record]]) {
      expect((await send({ body })).status).toBe(200);
    }
    expect(events).toEqual([record]);
  });

  it('no change back to what was before: A, B, A are three changes', async () => {
    const { send, events } = noted();
    for (const body of [record, changed, record]) await send({ body });
    expect(events).toEqual([record, changed, record]);
  });

  it('no event of another entity, status or location', async () => {
    const others = [{ resource_id: 1 }, { company_id: 1 }, { status: 'delete' as const }];
    const all = [record, ...others.map((each) => sampleWebhookEvent('record', each))];
    const { send, events } = noted();
    await send({ body: all });
    expect(events).toEqual(all);
  });

  it('no event without data, of which nobody can say whether it is a further change', async () => {
    const schedule = sampleWebhookEvent('schedule');
    const { send, events } = noted();
    await send({ body: schedule });
    await send({ body: schedule });
    expect(events).toEqual([schedule, schedule]);
  });

  it('nothing when the store is off', async () => {
    const { send, events } = noted({ store: false });
    await send({ body: record });
    await send({ body: record });
    expect(events).toHaveLength(2);
  });

  it('no event whose function has failed', async () => {
    let isDown = true;
    const { send, events } = noted({
      on: {
        record: (event) => {
          if (isDown) throw new Error('down');
          events.push(event);
        },
      },
    });
    await send({ body: record });
    isDown = false;
    await send({ body: record });
    await send({ body: record });
    expect(events).toEqual([record]);
  });

  it('an event again whose id no URL could hold', async () => {
    const { send, events, errors } = noted();
    const strange = { ...record, resource_id: '\uD800' };
    for (const body of [strange, strange]) expect((await send({ body })).status).toBe(200);
    expect([events, errors]).toEqual([[strange], []]);
  });

  it('nothing while the store is away, and tells so', async () => {
    const away: WebhookStore = {
      seen: () => Promise.reject(new Error('away')),
      forget: () => Promise.reject(new Error('away')),
    };
    const { send, events, errors } = noted({ store: away });
    await send({ body: record });
    await send({ body: record });
    expect(events).toEqual([record, record]);
    expect(errors.map(String)).toEqual(['Error: away', 'Error: away']);
  });

  it('nothing of a request whose first event it could not look for, and loses no more than a second', async () => {
    let asked = 0;
    const away: WebhookStore = {
      seen: () => {
        asked++;
        return Promise.reject(new Error('away'));
      },
      forget() {},
    };
    const { send, events, errors } = noted({ store: away });
    await send({ body: [record, record, changed] });
    expect([events, errors.length, asked]).toEqual([[record, record, changed], 1, 1]);
  });

  it('nothing when the store does not respond within a second', async () => {
    const clock = fakeClock();
    const { send, events, errors } = noted({
      clock,
      store: { seen: () => new Promise(() => {}), forget() {} },
    });
    const sent = send({ body: record });
    while (clock.pending() === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await clock.advance(1000);
    await sent;
    expect([events, errors.length]).toEqual([[record], 1]);
  });
});

describe('the store in memory', () => {
  it('knows the last event of an entity for as long as its window', async () => {
    const clock = fakeClock();
    const store = createMemoryWebhookStore({ windowMs: 1000, clock });
    expect(store.seen('a', '1')).toBe(false);
    await clock.advance(999);
    expect(store.seen('a', '1')).toBe(true);
    await clock.advance(999);
    expect(store.seen('a', '1')).toBe(true);
    await clock.advance(1000);
    expect(store.seen('a', '1')).toBe(false);
    expect([store.seen('a', '2'), store.seen('a', '1'), store.seen('b', '1')]).toEqual([false, false, false]);
  });

  it('forgets one event of an entity, and no other', () => {
    const store = createMemoryWebhookStore();
    store.seen('a', '2');
    store.forget('a', '1');
    expect(store.seen('a', '2')).toBe(true);
    store.forget('a', '2');
    expect(store.seen('a', '2')).toBe(false);
  });

  it('keeps no more entities than maxEntries, the newest', () => {
    const store = createMemoryWebhookStore({ maxEntries: 2 });
    for (const entity of ['a', 'b', 'a', 'c']) store.seen(entity, '1');
    // b was the oldest.
    expect([store.seen('c', '1'), store.seen('a', '1'), store.seen('b', '1')]).toEqual([true, true, false]);
  });

  it.each([{ windowMs: 0 }, { windowMs: Number.NaN }, { maxEntries: 0 }])('is not made of %o', (options) => {
    expect(() => createMemoryWebhookStore(options)).toThrow(AltegioConfigError);
  });
});

describe('the store in Redis', () => {
  const command = async () => 0;

  it.each<[string, object, RegExp]>([
    ['a missing client', { client: undefined }, /createRedisWebhookStore: client must be/],
    ['another client', { client: { get: command } }, /ioredis/],
    ['an empty key', { key: '' }, /key must name/],
    ['a window of nothing', { windowMs: 0 }, /windowMs/],
  ])('is not made of %s', (_, wrong, message) => {
    const options = { client: { evalSha: command, eval: command }, key: 'k', ...wrong };
    const make = () => createRedisWebhookStore(options as unknown as RedisWebhookStoreOptions);
    expect(make).toThrow(AltegioConfigError);
    expect(make).toThrow(message);
  });
});

it('remembers no longer than its window when the clock is set back', () => {
  let now = 5_000_000;
  const store = createMemoryWebhookStore({
    windowMs: 1000,
    clock: { now: () => now, after: () => () => {} },
  });
  expect(store.seen('entity', 'event')).toBe(false);
  now -= 3_600_000;
  expect(store.seen('other', 'event')).toBe(false);
  now += 1500;
  expect(store.seen('entity', 'event')).toBe(false);
});
