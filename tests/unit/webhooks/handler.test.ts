// The handler as a function from Request to Response: who is let in, what the response is, who works on what.
import { describe, expect, it, vi } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import {
  AltegioWebhookError,
  createWebhookHandler,
  type ParsedWebhookEvent,
  sampleWebhookEvent,
  type WebhookHandlerOptions,
} from '../../../src/webhooks.ts';
import { fakeClock } from '../../support/clock.ts';
import { unhandled } from '../../support/unhandled.ts';
import { noted, request, secret, waitFor } from './support.ts';

const record = sampleWebhookEvent('record');
const client = sampleWebhookEvent('client');

describe('lets in who knows the secret', () => {
  it.each<[string, string, Record<string, string>]>([
    ['in the query', `https://example.com/hooks?secret=${secret}`, {}],
    ['in the query, among others', `https://example.com/?a=1&secret=${secret}&b=2`, {}],
    ['as the last part of the path', `https://example.com/hooks/${secret}`, {}],
    ['as the last part of the path, with a slash behind it', `https://example.com/${secret}/?a=1`, {}],
    ['as a bearer token', 'https://example.com/', { authorization: `Bearer ${secret}` }],
    ['as a bearer token, in lower case', 'https://example.com/', { authorization: `bearer ${secret}` }],
  ])('%s', async (_, url, headers) => {
    const { send, events } = noted();
    const response = await send({ url, headers, body: record });
    expect(response.status).toBe(200);
    expect(events).toEqual([record]);
  });

  it('which may have any characters', async () => {
    const odd = 'a/b c+d%é?&#=';
    const { send, events } = noted({ secret: odd, store: false });
    for (const part of [`?secret=${encodeURIComponent(odd)}`, encodeURIComponent(odd)]) {
      expect((await send({ url: `https://example.com/${part}`, body: record })).status).toBe(200);
    }
    expect(events).toHaveLength(2);
  });

  it('or one of several, while it is changed', async () => {
    const { send } = noted({ secret: ['the new one', secret] });
    expect((await send({ body: record })).status).toBe(200);
    expect((await send({ url: 'https://example.com/?secret=the%20new%20one', body: client })).status).toBe(
      200,
    );
  });
});

describe('keeps out', () => {
  it.each<[string, string, Record<string, string>]>([
    ['who has none', 'https://example.com/hooks', {}],
    ['who has another one', 'https://example.com/hooks?secret=another', {}],
    ['who has the beginning of it', `https://example.com/hooks?secret=${secret.slice(0, -1)}`, {}],
    ['who has more than it', `https://example.com/hooks?secret=${secret}x`, {}],
    ['who has it in another case', `https://example.com/hooks?secret=${secret.toUpperCase()}`, {}],
    ['who has an empty one', 'https://example.com/hooks?secret=', { authorization: 'Bearer ' }],
    ['who has it before the last part of the path', `https://example.com/${secret}/hooks`, {}],
    ['who has it in another query', `https://example.com/hooks?token=${secret}`, {}],
    ['who has it in the host', `https://${secret}.example.com/hooks`, {}],
    ['who has it as basic', 'https://example.com/', { authorization: `Basic ${secret}` }],
    ['who has a path that is no text', 'https://example.com/%E0%A4%A', {}],
  ])('%s', async (_, url, headers) => {
    const { send, events, errors } = noted();
    const response = await send({ url, headers, body: record });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(events).toEqual([]);
    expect(errors).toEqual([expect.objectContaining({ name: 'AltegioWebhookError', status: 401 })]);
  });

  it('without a word of the secret, neither the right nor the given one', async () => {
    const { send, errors } = noted();
    const response = await send({ url: 'https://example.com/?secret=given-by-them', body: record });
    const text = JSON.stringify([errors, String(errors[0]), [...response.headers]]);
    expect(text).not.toMatch(new RegExp(`${secret}|given-by-them`));
  });

  it('before it reads the body', async () => {
    const body = new ReadableStream(
      {
        pull() {
          throw new Error('was read');
        },
      },
      { highWaterMark: 0 },
    );
    const { send, errors } = noted();
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await send(new Request('https://example.com/', init))).status).toBe(401);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(AltegioWebhookError);
  });
});

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

describe('hands over', () => {
  it('each event to the function of its resource, in order', async () => {
    const seen: string[] = [];
    const slowly = (word: string) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(word);
    };
    const { send } = noted({
      on: { record: slowly('record'), client: slowly('client') },
      onUnknown: slowly('unknown'),
    });
    const unknown = { ...record, resource: 'gift_card' };
    const ignored = sampleWebhookEvent('staff');
    await send({ body: [client, unknown, ignored, record, { ...record, status: 'restore' }] });
    expect(seen).toEqual(['client', 'unknown', 'record', 'unknown']);
  });

  it('after the response: a function that never settles holds nothing up', async () => {
    let called = false;
    const handler = createWebhookHandler({
      secret,
      on: {
        schedule: () => {
          called = true;
          return new Promise(() => {});
        },
      },
    });
    const response = await handler(request({ body: sampleWebhookEvent('schedule') }));
    expect([response.status, called]).toEqual([200, false]);
    await waitFor(() => expect(called).toBe(true));
  });

  it('all work to waitUntil, on its own object', async () => {
    class Context {
      readonly #work: Promise<unknown>[] = [];
      waitUntil(work: Promise<unknown>) {
        this.#work.push(work);
      }
      done = () => Promise.all(this.#work);
    }
    const { handler, events } = noted();
    const context = new Context();
    await handler(request({ body: [record, client] }), context);
    expect(events).toEqual([]);
    await context.done();
    expect(events).toEqual([record, client]);
  });

  it('the rest when one function fails, and tells onError which', async () => {
    const failed: unknown[] = [];
    const { send, events } = noted({
      on: {
        record: () => {
          throw new Error('at once');
        },
        client: () => Promise.reject(new Error('later')),
        schedule: (event) => void events.push(event),
      },
      onError: (error, event) => void failed.push([(error as Error).message, event]),
    });
    const schedule = sampleWebhookEvent('schedule');
    const response = await send({ body: [record, client, schedule] });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(failed).toEqual([
      ['at once', record],
      ['later', client],
    ]);
    expect(events).toEqual([schedule]);
  });

  it('nothing to an onError that fails itself, or to a waitUntil that refuses', async () => {
    const { handler } = noted({
      on: { record: () => Promise.reject(new Error('x')) },
      onError: () => Promise.reject(new Error('y')),
    });
    const refusing = {
      waitUntil() {
        throw new Error('the request is over');
      },
    };
    const left = await unhandled(async () => {
      expect((await handler(request({ body: record }))).status).toBe(200);
      expect((await handler(request({ body: record }), refusing)).status).toBe(200);
    });
    expect(left).toEqual([]);
  });

  it('errors to the console where nobody else wants them', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const failure = new Error('no database');
    const { send } = noted({ on: { record: () => Promise.reject(failure) }, onError: undefined });
    await send({ body: record });
    const calls = error.mock.calls;
    error.mockRestore();
    expect(calls).toEqual([[`altegio-sdk: webhook, record ${record.resource_id}:`, failure]]);
  });
});

describe('with a queue', () => {
  it('puts the new events there, and responds when it has them', async () => {
    const queued: ParsedWebhookEvent[][] = [];
    let taken = () => {};
    const { handler, events } = noted({
      queue: (batch) => {
        queued.push(batch);
        return new Promise<void>((resolve) => {
          taken = resolve;
        });
      },
    });
    let status = 0;
    const responded = handler(request({ body: [record, client] })).then((response) => {
      status = response.status;
    });
    await waitFor(() => expect(queued).toEqual([[record, client]]));
    expect(status).toBe(0);
    taken();
    await responded;
    expect([status, events]).toEqual([200, []]);
  });

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('full');
      },
    ],
    ['rejects', () => Promise.reject(new Error('full'))],
  ])('responds 503 when it %s, and takes the event when it is sent again', async (_, fail) => {
    const queued: unknown[] = [];
    let isFull = true;
    const { send, errors } = noted({ queue: (batch) => (isFull ? fail() : queued.push(...batch)) });
    const response = await send({ body: record });
    expect([response.status, await response.text()]).toEqual([503, '']);
    expect(errors).toEqual([
      expect.objectContaining({ status: 503, cause: expect.objectContaining({ message: 'full' }) }),
    ]);
    isFull = false;
    expect((await send({ body: record })).status).toBe(200);
    expect((await send({ body: record })).status).toBe(200);
    expect(queued).toEqual([record]);
  });

  it('responds 503 when it has not taken them after 5 seconds, while Altegio still listens', async () => {
    const clock = fakeClock();
    let asked = false;
    const { handler } = noted({
      clock,
      store: false,
      queue: () => {
        asked = true;
        return new Promise(() => {});
      },
    });
    const response = handler(request({ body: record }));
    await waitFor(() => expect(asked).toBe(true));
    await clock.advance(5000);
    expect((await response).status).toBe(503);
    expect(clock.pending()).toBe(0);
  });

  it('runs the functions for what comes out of it, and rejects so that the queue tries again', async () => {
    const { handler, events } = noted({ queue: () => {} });
    await handler.dispatch(record);
    await handler.dispatch(JSON.parse(JSON.stringify([client, { ...record, resource: 'gift_card' }])));
    expect(events).toEqual([record, client, { ...record, resource: 'gift_card' }]);
    const failing = createWebhookHandler({ secret, on: { record: () => Promise.reject(new Error('x')) } });
    await expect(failing.dispatch([client, record])).rejects.toThrow('x');
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
