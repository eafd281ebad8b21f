// The handler as a function from Request to Response: what the response is, and which options are refused.
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import {
  createWebhookHandler,
  sampleWebhookEvent,
  type WebhookHandlerOptions,
} from '../../../src/webhooks.ts';
import { noted, secret } from './support.ts';

const record = sampleWebhookEvent('record');

describe('responds', () => {
  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('405 to %s', async (method) => {
    const { send, errors } = noted();
    const response = await send({ method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(errors).toEqual([]);
  });

  it.each<[string, string | undefined]>([
    ['JSON', 'application/json'],
    ['JSON with a charset', 'application/json; charset=UTF-8'],
    ['text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['nothing', undefined],
  ])('200 to a body that calls itself %s', async (_, type) => {
    const { send, events } = noted();
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    expect((await send({ headers, body: record })).status).toBe(200);
    expect(events).toEqual([record]);
  });

  it.each<[string, string | undefined]>([
    ['no body', undefined],
    ['what is no JSON', 'resource=record'],
    ['what is no event', '{"hello":"world"}'],
  ])('400 to %s, without saying why', async (_, body) => {
    const { send, errors } = noted();
    const response = await send({ body });
    expect([response.status, await response.text()]).toEqual([400, '']);
    expect(errors).toEqual([expect.objectContaining({ name: 'AltegioWebhookError', status: 400 })]);
  });

  it('413 to a body that is larger than it says it takes', async () => {
    const large = { ...record, data: { comment: 'x'.repeat(2000) } };
    const { send, events, errors } = noted({ maxBodyBytes: 1000 });
    expect((await send({ body: large })).status).toBe(413);
    expect((await send({ headers: { 'content-length': '5000' }, body: '{}' })).status).toBe(413);
    expect(events).toEqual([]);
    expect(errors).toHaveLength(2);
    expect(String(errors[0])).toContain('maxBodyBytes (1000)');
  });

  it('413 to a body without an end, and reads no more than the limit', async () => {
    let pulls = 0;
    let cancelled = false;
    const body = new ReadableStream({
      pull(controller) {
        pulls++;
        controller.enqueue(new Uint8Array(100));
      },
      cancel() {
        cancelled = true;
      },
    });
    const { send } = noted({ maxBodyBytes: 1000 });
    const url = `https://example.com/?secret=${secret}`;
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await send(new Request(url, init))).status).toBe(413);
    expect(pulls).toBeLessThan(20);
    expect(cancelled).toBe(true);
  });

  it('200 to a body of exactly the limit', async () => {
    const body = JSON.stringify(record);
    const { send, events } = noted({ maxBodyBytes: new TextEncoder().encode(body).length });
    expect((await send({ body })).status).toBe(200);
    expect(events).toEqual([record]);
  });

  it('400 to a sender that breaks off', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.error(new Error('connection reset')),
    });
    const { send, errors } = noted();
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    const response = await send(new Request(`https://example.com/?secret=${secret}`, init));
    expect(response.status).toBe(400);
    expect(errors).toEqual([
      expect.objectContaining({
        status: 400,
        cause: expect.objectContaining({ message: 'connection reset' }),
      }),
    ]);
  });
});

it.each<[string, unknown, RegExp]>([
  ['nothing', undefined, /secret must be/],
  ['no secret', { on: {} }, /secret must be a text that is not empty/],
  ['an empty secret', { secret: '', on: {} }, /secret must be/],
  ['a blank secret', { secret: ' ', on: {} }, /secret must be/],
  ['no secrets', { secret: [], on: {} }, /secret must be/],
  ['an empty one among others', { secret: ['a', ''], on: {} }, /secret must be/],
  ['a secret that is no text', { secret: 5, on: {} }, /secret must be/],
  ['nobody to hand events to', { secret }, /neither on, onUnknown nor queue/],
  ['a misspelt resource', { secret, on: { records: () => {} } }, /on\.records would never be called.*record/],
  ['a function that is none', { secret, on: { record: 'x' } }, /on\.record must be a function/],
  ['an `on` that is none', { secret, on: () => {}, onError: 5 }, /must be/],
  ['a queue that is none', { secret, queue: {} }, /queue must be a function/],
  [
    'a store that is none',
    { secret, on: {}, store: new Map() },
    /store must have the methods seen and forget/,
  ],
  ['a limit of nothing', { secret, on: {}, maxBodyBytes: 0 }, /maxBodyBytes/],
])('is not made of %s', (_, options, message) => {
  const make = () => createWebhookHandler(options as WebhookHandlerOptions);
  expect(make).toThrow(AltegioConfigError);
  expect(make).toThrow(message);
});
