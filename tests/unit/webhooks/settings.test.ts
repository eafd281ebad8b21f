// Changes of where events are sent: what is read, what is refused, what is sent back.
import { describe, expect, it } from 'vitest';
import { type WebhookSettingsClient, webhookSettings } from '../../../generated/webhooks.ts';
import { AltegioConfigError } from '../../../src/index.ts';
import { updateWebhookSettings, type WebhookSettingsInput } from '../../../src/webhooks.ts';

const path = { location_id: 1 };
const ours = 'https://ours.example/hooks?secret=ours';
const theirs = 'https://theirs.example/in/their-secret';

/** A client of a location with these settings. */
function location(settings: object) {
  const written: unknown[] = [];
  const calls: unknown[] = [];
  const client = {
    [webhookSettings.read]: async (input: unknown) => {
      calls.push(input);
      return { success: true, data: settings };
    },
    [webhookSettings.write]: async ({ body, ...input }: { body: unknown }) => {
      calls.push(input);
      written.push(body);
      return { success: true, data: { ...(body as object), id: 9 } };
    },
  } as unknown as WebhookSettingsClient;
  const update = (input: Omit<WebhookSettingsInput, 'path'>) =>
    updateWebhookSettings(client, { path, ...input });
  return { update, written, calls };
}

describe('the URLs of others', () => {
  it('are not dropped unless one says so, and only their hosts are named', async () => {
    const { update, written } = location({ urls: [theirs, 'nonsense'], active: 1 });
    const error = await update({ body: { urls: [ours] } }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect((error as Error).message).toBe(
      "updateWebhookSettings: 2 other URL(s) would get no events any more (theirs.example, one that is no URL); say others: 'keep' or 'drop'.",
    );
    expect(written).toEqual([]);
  });

  it('stay with others: keep, before ours', async () => {
    const { update, written } = location({ urls: [theirs], active: 1 });
    const { changed, before, after } = await update({ body: { urls: [ours] }, others: 'keep' });
    expect(written).toEqual([{ urls: [theirs, ours], active: 1 }]);
    expect([changed, before.urls, after.urls]).toEqual([true, [theirs], [theirs, ours]]);
  });

  it('go with others: drop', async () => {
    const { update, written } = location({ urls: [theirs], active: 1 });
    await update({ body: { urls: [ours] }, others: 'drop' });
    expect(written).toEqual([{ urls: [ours], active: 1 }]);
  });

  it('are no matter when they stand in the list, or when no list is given', async () => {
    const { update, written } = location({ urls: [theirs], active: 1, record: 0 });
    await update({ body: { urls: [ours, theirs] } });
    await update({ body: { record: 1 } });
    expect(written).toEqual([
      { urls: [ours, theirs], active: 1, record: 0 },
      { urls: [theirs], active: 1, record: 1 },
    ]);
  });
});

describe('what is sent', () => {
  it('is every switch that stands there, with those that change, and nothing else', async () => {
    const settings = {
      id: 5,
      urls: [ours],
      active: true,
      record: 1,
      client: 0,
      good: null,
      salon: false,
      meta: [],
    };
    const { update, written } = location(settings);
    await update({ body: { client: true, finances_operation: 1, staff: 1 } as object });
    expect(written).toEqual([
      { urls: [ours], active: 1, record: 1, client: 1, salon: 0, finances_operation: 1, staff: 1 },
    ]);
  });

  it('is switched on for a location that had no settings', async () => {
    const { update, written } = location({});
    await update({ body: { urls: [ours] } });
    expect(written).toEqual([{ urls: [ours], active: 1 }]);
  });

  it('is nothing when all is so already', async () => {
    const { update, written } = location({ urls: [ours], record: 1, active: true });
    const change = await update({ body: { urls: [ours, ours], record: true, active: 1 } });
    expect(change).toEqual({
      changed: false,
      before: { urls: [ours], record: 1, active: true },
      after: { urls: [ours], record: 1, active: true },
    });
    expect(written).toEqual([]);
  });

  it('goes with the options of a call, both times', async () => {
    const { update, calls } = location({});
    await update({ body: { urls: [ours] }, timeoutMs: 5000, userToken: 'owner' });
    const call = { path, timeoutMs: 5000, userToken: 'owner' };
    expect(calls).toEqual([call, call]);
  });
});

it.each<[string, object, RegExp, number]>([
  ['a URL that is none', { body: { urls: ['ours.example'] } }, /body\.urls\[0\] must be a whole URL/, 0],
  ['a URL of another kind', { body: { urls: [ours, 'ftp://a.example'] } }, /body\.urls\[1\]/, 0],
  ['a text for a list', { body: { urls: ours } }, /must be a list/, 0],
  ['another word for others', { body: {}, others: 'replace' }, /'refuse', 'keep' or 'drop'/, 0],
  [
    'more than ten URLs',
    { body: { urls: Array.from({ length: 10 }, (_, at) => `${ours}&at=${at}`) }, others: 'keep' },
    /11 URLs, and a location takes at most 10/,
    1,
  ],
])('refuses %s before anything is changed', async (_, input, message, reads) => {
  const { update, written, calls } = location({ urls: [theirs], active: 1 });
  const error = await update(input as WebhookSettingsInput).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect((error as Error).message).toMatch(message);
  expect([written, calls.length]).toEqual([[], reads]);
});
