// What happens to an incoming request, whatever platform it comes from: who sends it, is it readable, is it new, who works on it.
import { within } from '../util/abort.ts';
import { systemClock } from '../util/clock.ts';
import { swallow } from '../util/swallow.ts';
import { readBody, tooLarge } from './body.ts';
import { AltegioWebhookError } from './error.ts';
import { isWebhookEvent, type ParsedWebhookEvent, type UnknownWebhookEvent } from './event.ts';
import { checkOptions, type WebhookHandlerOptions } from './options.ts';
import { parseWebhook } from './parse.ts';
import { knowsSecret } from './secret.ts';
import { createMemoryWebhookStore, type Mark, markOf } from './store.ts';

/** A request, in the words of no platform. */
export interface Incoming {
  method: string | undefined;
  /** Whole, or from the path on. */
  url: string;
  /** The header. */
  authorization: string | null | undefined;
  /** The header `Content-Length`. */
  length: string | null | undefined;
  body: unknown;
}

/** Keeps a platform awake that would stop after the response. */
export type WaitUntil = (work: Promise<unknown>) => unknown;

export interface Receiver {
  /** Tells `onError`; never throws. */
  report(error: unknown): void;
  /** Resolves to the status of the response; never rejects. */
  receive(incoming: Incoming, waitUntil?: WaitUntil): Promise<number>;
  /** Calls the function of `on` for each event; rejects with what one throws. */
  dispatch(events: readonly ParsedWebhookEvent[]): Promise<void>;
}

/** Altegio gives up after 10 to 15 seconds; the response has to be back by then. */
const queueMs = 5000;
const storeMs = 1000;

/** An event that is new, and its note in the store. */
interface Fresh {
  event: ParsedWebhookEvent;
  mark: Mark | undefined;
}

export function createReceiver(options: WebhookHandlerOptions): Receiver {
  checkOptions(options);
  const { on = {}, onUnknown, queue, clock = systemClock, maxBodyBytes = 1_048_576 } = options;
  const { onError = printed } = options;
  const secrets = [options.secret].flat();
  const store = options.store === false ? undefined : (options.store ?? createMemoryWebhookStore({ clock }));
  const report = (error: unknown, event?: ParsedWebhookEvent) => swallow(() => onError(error, event));

  async function receive(incoming: Incoming, waitUntil: WaitUntil = () => {}): Promise<number> {
    try {
      if (incoming.method !== 'POST') return 405;
      const events = await eventsOf(incoming);
      if (queue) await enqueue(events, queue);
      else keepAwake(workOn(events), waitUntil);
      return 200;
    } catch (error) {
      report(error);
      return error instanceof AltegioWebhookError ? error.status : 500;
    }
  }

  async function eventsOf({ url, authorization, length, body }: Incoming): Promise<ParsedWebhookEvent[]> {
    if (!(await knowsSecret(url, authorization, secrets)))
      throw new AltegioWebhookError('Refused a request without the right secret.', 401);
    if (Number(length) > maxBodyBytes) throw tooLarge(maxBodyBytes);
    return parseWebhook(await readBody(body, maxBodyBytes));
  }

  async function enqueue(events: ParsedWebhookEvent[], put: (events: ParsedWebhookEvent[]) => unknown) {
    const fresh: Fresh[] = [];
    for await (const each of freshOf(events)) fresh.push(each);
    if (fresh.length === 0) return;
    try {
      await within(clock, queueMs, undefined, async () => put(fresh.map(({ event }) => event)));
    } catch (error) {
      await Promise.all(fresh.map(forget));
      throw new AltegioWebhookError('The queue did not take the events.', 503, error);
    }
  }

  /** The work goes on even where the platform refuses to wait for it. */
  function keepAwake(work: Promise<void>, waitUntil: WaitUntil): void {
    try {
      waitUntil(work);
    } catch (error) {
      report(error);
    }
  }

  /** Never rejects. One after the other, since the events of one request are in order. */
  async function workOn(events: ParsedWebhookEvent[]): Promise<void> {
    // After the response: the sender has nothing to do with what comes now.
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    for await (const fresh of freshOf(events)) {
      try {
        await run(fresh.event);
      } catch (error) {
        report(error, fresh.event);
        await forget(fresh);
      }
    }
  }

  /** Leaves out an event that was the last one of its entity already. After a failure the store is not asked again for this request. */
  async function* freshOf(events: ParsedWebhookEvent[]): AsyncGenerator<Fresh> {
    let asked = store;
    for (const event of events) {
      let mark: Mark | undefined;
      try {
        mark = asked && (await markOf(event));
        if (mark && (await isKnown(mark))) continue;
      } catch (error) {
        report(error, event);
        asked = undefined;
      }
      yield { event, mark };
    }
  }

  function isKnown({ entity, hash }: Mark): Promise<boolean> {
    return within(clock, storeMs, undefined, async () => store!.seen(entity, hash));
  }

  async function forget({ event, mark }: Fresh): Promise<void> {
    if (!store || !mark) return;
    await within(clock, storeMs, undefined, async () => store.forget(mark.entity, mark.hash)).catch(
      (error: unknown) => report(error, event),
    );
  }

  async function run(event: ParsedWebhookEvent): Promise<void> {
    if (!isWebhookEvent(event)) await onUnknown?.(event as UnknownWebhookEvent);
    // The types of the two sides depend on one another in a way that the compiler cannot follow.
    else await (on[event.resource] as ((event: ParsedWebhookEvent) => unknown) | undefined)?.(event);
  }

  return {
    report,
    receive,
    async dispatch(events) {
      for (const event of events) await run(event);
    },
  };
}

function printed(error: unknown, event?: ParsedWebhookEvent): void {
  const about = event ? `, ${event.resource} ${String(event.resource_id)}` : '';
  console.error(`altegio-sdk: webhook${about}:`, error);
}
