// Reads the body of a webhook.
import { isBytes } from '../util/content.ts';
import { AltegioWebhookError } from './error.ts';
import type { ParsedWebhookEvent } from './event.ts';

/**
 * Reads what Altegio sent: one event, or several in an array (both are seen on the wire). Does not check who sent it.
 *
 * @param body the request's body, as text, as bytes (UTF-8), or as the JSON that a framework has parsed
 * @returns the events in their order, none for an empty array. What this version does not know (another resource, status
 * or form) is there too, as it was sent; {@link isWebhookEvent} tells it
 * @throws AltegioWebhookError (`status` 400) where the body is no JSON, or not made of objects with a `resource`
 * @example
 * import { parseWebhook } from 'altegio-sdk/webhooks';
 * for (const event of parseWebhook(webhook)) {
 *   switch (event.resource) {
 *     case 'record':
 *       console.log(event.status, event.data.datetime);
 *       break;
 *     case 'client':
 *       console.log(event.resource_id, event.data.name);
 *   }
 * }
 */
export function parseWebhook(body: unknown): ParsedWebhookEvent[] {
  const parsed = jsonOf(body);
  const events: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const isList = Array.isArray(parsed);
  events.forEach((event, index) => {
    const problem = problemOf(event);
    if (problem)
      throw unreadable(`${isList ? `event ${index + 1} of ${events.length}` : 'the event'} ${problem}`);
  });
  return events as ParsedWebhookEvent[];
}

/** The JSON of a body, which a framework may have parsed already. */
export function jsonOf(body: unknown): unknown {
  const text = isBytes(body) ? textOf(body) : body;
  if (typeof text !== 'string') {
    if (typeof text === 'object' && text !== null) return text;
    throw unreadable(
      `the body is ${text === undefined ? 'missing' : text === null ? 'null' : `a ${typeof text}`}`,
    );
  }
  if (text.trim() === '') throw unreadable('the body is empty');
  try {
    // What saves files with a byte order mark forwards them with it.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    // Not as the cause: engines quote the body, which has names and phone numbers in it.
    throw unreadable(`the body is no JSON (${text.length} characters)`);
  }
}

function textOf(bytes: ArrayBuffer | Uint8Array<ArrayBuffer>): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('the body is no text in UTF-8');
  }
}

function problemOf(event: unknown): string | undefined {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    const kind = Array.isArray(event) ? 'an array' : event === null ? 'null' : `a ${typeof event}`;
    return `is ${kind} in place of an object`;
  }
  const { resource } = event as { resource?: unknown };
  if (typeof resource === 'string' && resource !== '') return undefined;
  return 'has no resource: is the sender Altegio?';
}

function unreadable(what: string): AltegioWebhookError {
  return new AltegioWebhookError(`Cannot read the webhook: ${what}.`, 400);
}
