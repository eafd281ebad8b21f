// Who works on what: the function of a resource, all of it behind the response, or a queue.
import { describe, expect, it, vi } from 'vitest';
import { createWebhookHandler, type ParsedWebhookEvent, sampleWebhookEvent } from '../../../src/webhooks.ts';
import { fakeClock } from '../../support/clock.ts';
import { unhandled } from '../../support/unhandled.ts';
import { noted, request, secret, waitFor } from './support.ts';

const record = sampleWebhookEvent('record');
const client = sampleWebhookEvent('client');

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
