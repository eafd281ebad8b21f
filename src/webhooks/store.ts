// Remembers the last event of each entity, so that one that is sent again is not worked on again.
import { AltegioConfigError } from '../errors/errors.ts';
import { type Clock, steady, systemClock } from '../util/clock.ts';
import { sha256 } from './digest.ts';
import type { ParsedWebhookEvent, UnknownWebhookEvent } from './event.ts';

/** Where a handler remembers events: {@link createMemoryWebhookStore}, {@link createRedisWebhookStore}, or your own. */
export interface WebhookStore {
  /**
   * Notes an event as the last one of its entity, in one step with the look at what stood there.
   *
   * @param entity what the event is about: a JSON array of location, resource and id
   * @param event a hash of the event
   * @returns whether it was the last one already
   */
  seen(entity: string, event: string): boolean | Promise<boolean>;
  /** Takes a note back, since the event could not be worked on; does nothing when another event has come since. */
  forget(entity: string, event: string): void | Promise<void>;
}

/** Options of {@link createMemoryWebhookStore}. */
export interface MemoryWebhookStoreOptions {
  /** Milliseconds for which an event is remembered, 1 or more; default 600,000 (ten minutes). */
  windowMs?: number | undefined;
  /** Entities that are remembered at a time, the oldest are forgotten first; 1 or more, default 10,000 (about 2 MB). */
  maxEntries?: number | undefined;
  /** Another clock, for tests. */
  clock?: Clock | undefined;
}

export const defaultWindowMs = 600_000;

/**
 * Remembers events in this process: for one server, or where working twice on an event does no harm.
 *
 * @param options the window and the number of entities
 * @returns a store for {@link createWebhookHandler}, which makes one of these by itself
 * @throws AltegioConfigError for a window or number below 1
 * @example
 * import { createMemoryWebhookStore, createWebhookHandler } from 'altegio-sdk/webhooks';
 * createWebhookHandler({ secret: 'long and random', on: {}, store: createMemoryWebhookStore({ windowMs: 3_600_000 }) });
 */
export function createMemoryWebhookStore(options: MemoryWebhookStoreOptions = {}): WebhookStore {
  const { windowMs = defaultWindowMs, maxEntries = 10_000, clock = systemClock } = options;
  checkAtLeastOne('createMemoryWebhookStore', { windowMs, maxEntries });
  // Set back, the time must not make an old event look recent: the next one like it would be lost.
  const time = steady(clock);
  // In the order of their ends, since each is put last.
  const last = new Map<string, { event: string; until: number }>();
  return {
    seen(entity, event) {
      const now = time.now();
      const before = last.get(entity);
      last.delete(entity);
      last.set(entity, { event, until: now + windowMs });
      for (const [name, { until }] of last) {
        if (until > now && last.size <= maxEntries) break;
        last.delete(name);
      }
      return before !== undefined && before.until > now && before.event === event;
    },
    forget(entity, event) {
      if (last.get(entity)?.event === event) last.delete(entity);
    },
  };
}

export function checkAtLeastOne(where: string, numbers: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (typeof value === 'number' && value >= 1) continue;
    throw new AltegioConfigError(`${where}: ${name} must be a number of 1 or more, not ${String(value)}.`);
  }
}

/** An event as a store knows it. */
export interface Mark {
  entity: string;
  hash: string;
}

/**
 * Of an event without data nobody can say whether it is a repetition or a further change: a team member's schedule can
 * change twice in a minute, and both events are the same to the letter. It has no mark.
 */
export async function markOf(event: ParsedWebhookEvent): Promise<Mark | undefined> {
  const { company_id, resource, resource_id, data } = event as UnknownWebhookEvent;
  if (typeof data !== 'object' || data === null || Object.keys(data).length === 0) return undefined;
  return {
    entity: JSON.stringify([company_id, resource, resource_id]),
    hash: await sha256(JSON.stringify(event)),
  };
}
