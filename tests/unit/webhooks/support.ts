// Requests of Altegio's, and a handler that notes what happens.
import { vi } from 'vitest';
import {
  createWebhookHandler,
  type ParsedWebhookEvent,
  type WebhookHandler,
  type WebhookHandlerOptions,
} from '../../../src/webhooks.ts';

export const secret = 'a-secret-of-the-tests';

export interface Asked {
  url?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A request with the right secret in its URL, unless the test says otherwise. */
export function request({
  url = `https://example.com/hooks?secret=${secret}`,
  body,
  method = 'POST',
  ...more
}: Asked): Request {
  const content = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return new Request(url, { method, ...more, ...(method === 'POST' && { body: content ?? null }) });
}

export interface Noted {
  handler: WebhookHandler;
  /** The events that a function was called with. */
  events: ParsedWebhookEvent[];
  errors: unknown[];
  /** Sends, and waits for the work that comes after the response. */
  send(asked: Asked | Request): Promise<Response>;
}

/** A handler that notes the events about appointments and clients, and unknown ones. */
export function noted(options: Partial<WebhookHandlerOptions> = {}): Noted {
  const events: ParsedWebhookEvent[] = [];
  const errors: unknown[] = [];
  const note = (event: ParsedWebhookEvent) => void events.push(event);
  const handler = createWebhookHandler({
    secret,
    on: { record: note, client: note, schedule: note },
    onUnknown: note,
    onError: (error) => void errors.push(error),
    ...options,
  });
  const send = async (asked: Asked | Request) => {
    const work: Promise<unknown>[] = [];
    const sent = asked instanceof Request ? asked : request(asked);
    const response = await handler(sent, { waitUntil: (each) => work.push(each) });
    await Promise.all(work);
    return response;
  };
  return { handler, events, errors, send };
}

/** Waits until an assertion holds, as long as a busy machine may need. */
export function waitFor(assertion: () => void): Promise<void> {
  return vi.waitFor(assertion, 10_000);
}
