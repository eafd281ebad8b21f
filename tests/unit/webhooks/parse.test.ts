// What parseWebhook reads and keeps, and what it refuses.
import { describe, expect, it } from 'vitest';
import { AltegioError } from '../../../src/index.ts';
import {
  AltegioWebhookError,
  isWebhookEvent,
  parseWebhook,
  sampleWebhookEvent,
} from '../../../src/webhooks.ts';

const event = sampleWebhookEvent('record');
const text = JSON.stringify(event);
const bytes = new TextEncoder().encode(text);

describe('reads', () => {
  it.each<[string, unknown]>([
    ['text', text],
    ['text with a byte order mark', `\uFEFF${text}`],
    ['bytes', bytes],
    ['an ArrayBuffer', bytes.buffer],
    ["Node's Buffer", Buffer.from(text)],
    ['bytes with a byte order mark', new TextEncoder().encode(`\uFEFF${text}`)],
    ['what a framework has parsed', event],
  ])('%s', (_, body) => {
    expect(parseWebhook(body)).toEqual([event]);
  });

  it('several events, in their order', () => {
    const other = sampleWebhookEvent('client', { status: 'delete' });
    expect(parseWebhook(JSON.stringify([event, other, event]))).toEqual([event, other, event]);
    expect(parseWebhook('[]')).toEqual([]);
  });

  it('data in any script', () => {
    const body = JSON.stringify({ ...event, data: { ...event.data, comment: 'Zoë 🎈 Анна' } });
    const [read] = parseWebhook(new TextEncoder().encode(body));
    expect(read).toMatchObject({ data: { comment: 'Zoë 🎈 Анна' } });
  });
});

describe('keeps what it does not know, as it was sent', () => {
  it.each<[string, object]>([
    ['another resource', { ...event, resource: 'gift_card' }],
    ['a resource and nothing else', { resource: 'gift_card' }],
    ['another status', { ...event, status: 'restore' }],
    ['an id in another form', { ...event, resource_id: 'a0b1' }],
    ['no data', { ...event, data: null }],
    ["a name of every object's", { ...event, resource: 'toString' }],
  ])('%s', (_, unknown) => {
    const events = parseWebhook(JSON.stringify([unknown, event]));
    expect(events).toEqual([unknown, event]);
    expect(events.map(isWebhookEvent)).toEqual([false, true]);
  });

  it('and takes an object that came as [] for a known one', () => {
    const [empty] = parseWebhook({ ...event, status: 'delete', data: [] });
    expect(isWebhookEvent(empty!)).toBe(true);
  });
});

describe('refuses', () => {
  it.each<[string, unknown, string]>([
    ['an empty text', '', 'the body is empty'],
    ['white space', ' \n', 'the body is empty'],
    ['nothing', undefined, 'the body is missing'],
    ['null', null, 'the body is null'],
    ['a number', 5, 'the body is a number'],
    ['text that is no JSON', '{"resource":', 'the body is no JSON (12 characters)'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe]), 'the body is no text in UTF-8'],
    ['a JSON text', '"record"', 'the event is a string in place of an object'],
    ['a JSON null', 'null', 'the event is null in place of an object'],
    ['an object of somebody else', { type: 'invoice.paid' }, 'the event has no resource'],
    ['a list with something else in it', [event, 7], 'event 2 of 2 is a number in place of an object'],
    ['a list in a list', [[event]], 'event 1 of 1 is an array in place of an object'],
    ['an event with an empty resource', [event, { ...event, resource: '' }], 'event 2 of 2 has no resource'],
  ])('%s', (_, body, message) => {
    const error = thrownBy(() => parseWebhook(body));
    expect(error).toBeInstanceOf(AltegioWebhookError);
    expect(error).toBeInstanceOf(AltegioError);
    expect(error).toMatchObject({ name: 'AltegioWebhookError', status: 400, outcome: 'not-sent' });
    expect((error as Error).message).toContain(`Cannot read the webhook: ${message}`);
  });

  it('without repeating what was sent', () => {
    const error = thrownBy(() => parseWebhook('{"phone": "+13155550100", '));
    expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain(
      '3155550100',
    );
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
