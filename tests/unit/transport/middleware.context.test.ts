// What becomes of a call when its middleware has several requests under way, brings its own response, or throws.
import { describe, expect, it } from 'vitest';
import { AltegioError, type ClientOptions, type Middleware } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { failureOf, json, ok, type Reply } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const through = (middleware: Middleware, replies: Reply | Reply[], options: Partial<ClientOptions> = {}) =>
  recorded(replies, { middleware: [middleware], ...options });

const write = { body: {} };

describe('two requests of one call at once', () => {
  const later = (response: Response, ms: number) => () =>
    new Promise<Response>((resolve) => setTimeout(resolve, ms, response));

  it.each([
    [400, 500, 0],
    [400, 500, 1],
    [500, 400, 0],
    [500, 400, 1],
  ])(
    'that end in %d and %d leave the write open, whichever is handed on (%d)',
    async (first, second, which) => {
      for (const [early, late] of [
        [1, 20],
        [20, 1],
      ] as const) {
        const both: Middleware = async (request, next) =>
          (await Promise.all([next(request), next(request)]))[which]!;
        const { client } = through(both, [later(json(first, {}), early), later(json(second, {}), late)]);
        expect(await failureOf(client.create(write))).toMatchObject({ outcome: 'unknown', attempts: 2 });
      }
    },
  );

  it('that both refuse are a refusal', async () => {
    const both: Middleware = async (request, next) => (await Promise.all([next(request), next(request)]))[0]!;
    const { client } = through(both, [json(409, {}), json(422, {})]);
    expect(await failureOf(client.create(write))).toMatchObject({ outcome: 'refused' });
  });

  it('are told apart in the hooks', async () => {
    const ended: [number, number | undefined][] = [];
    const both: Middleware = async (request, next) => (await Promise.all([next(request), next(request)]))[0]!;
    const hooks: ClientOptions['hooks'] = {
      onResponse: ({ attempt, status }) => void ended.push([attempt, status]),
    };
    const { client } = through(both, [later(ok({}), 20), later(json(409, {}), 1)], { hooks });
    await client.create(write);
    expect(ended).toEqual([
      [2, 409],
      [1, 200],
    ]);
  });
});

describe('a response that a middleware brings', () => {
  const endless = (onCancel: () => void) =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 1));
          controller.enqueue(new Uint8Array(1000));
        },
        cancel: onCancel,
      }),
    );

  it('is read within maxResponseBytes, and cancelled', async () => {
    let cancelled = false;
    const { client } = through(
      async () =>
        endless(() => {
          cancelled = true;
        }),
      [],
      { maxResponseBytes: 5000 },
    );
    const error = await failureOf(client.plain());
    expect(error).toMatchObject({
      name: 'AltegioDecodeError',
      message: expect.stringContaining('maxResponseBytes (5000)'),
    });
    expect(cancelled).toBe(true);
  });

  it.each([{ deadlineMs: 500 }, { timeoutMs: 500 }])('is read within %j, and cancelled', async (limits) => {
    const clock = fakeClock();
    let cancelled = false;
    const silent = new Response(
      new ReadableStream({
        cancel: () => {
          cancelled = true;
        },
      }),
    );
    const { client } = through(async () => silent, [], { clock });
    const call = failureOf(client.plain(limits));
    await clock.advance(1000);
    expect(await call).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'not-sent' });
    expect(cancelled).toBe(true);
    expect(clock.pending()).toBe(0);
  });
});

describe('what a middleware throws', () => {
  class QuotaError extends Error {}

  it.each([
    [json(500, {}), 'unknown'],
    [json(409, {}), 'refused'],
  ])('after next() stays what it is, and its cause tells the outcome', async (reply, outcome) => {
    const thrown = new QuotaError('enough');
    const { client } = through(async (request, next) => {
      await next(request);
      throw thrown;
    }, reply);
    const error = await failureOf(client.create(write));
    expect(error).toBe(thrown);
    expect(error.cause).toBeInstanceOf(AltegioError);
    expect(error.cause).toMatchObject({ outcome, operationId: 'create', attempts: 1 });
  });

  it('with a cause keeps it: the outcome stands at the end of the chain', async () => {
    const inner = new Error('inner');
    const { client } = through(async (request, next) => {
      await next(request);
      throw new QuotaError('enough', { cause: inner });
    }, ok({}));
    const error = await failureOf(client.create(write));
    expect(error.cause).toBe(inner);
    expect(inner.cause).toMatchObject({ outcome: 'unknown' });
  });

  it.each(['text', Object.freeze(new Error('frozen'))])(
    'that can have no cause becomes one: %s',
    async (thrown) => {
      const { client } = through(async (request, next) => {
        await next(request);
        throw thrown;
      }, ok({}));
      expect(await failureOf(client.create(write))).toMatchObject({
        name: 'AltegioError',
        outcome: 'unknown',
      });
    },
  );

  it('twice, the same error, tells each call its own outcome', async () => {
    const thrown = new Error('always');
    const { client } = through(
      async (request, next) => {
        await next(request);
        throw thrown;
      },
      [json(409, {}), json(500, {})],
    );
    expect((await failureOf(client.create(write))).cause).toMatchObject({ outcome: 'refused' });
    const again = await failureOf(client.create(write));
    expect(again).toMatchObject({ name: 'AltegioError', outcome: 'unknown' });
    expect((again.cause as Error).message).toBe('always');
  });

  it('before next() is left alone', async () => {
    const thrown = new Error('no');
    const { client } = through(async () => {
      throw thrown;
    }, []);
    const error = await failureOf(client.create(write));
    expect(error).toBe(thrown);
    expect(error.cause).toBeUndefined();
  });
});

describe('a body that a middleware sets', () => {
  it.each([[{ a: 1 }], [[1]], [7], [Promise.resolve('x')]])(
    'is refused when it is none: %s',
    async (body) => {
      const { client, sent } = through((request, next) => next({ ...request, body }), ok({}));
      const error = await failureOf(client.create(write));
      expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
      expect(error.message).toContain('write JSON as text');
      expect(sent).toHaveLength(0);
    },
  );

  it('may be a form, which is written with its boundary', async () => {
    const form = new FormData();
    form.append('a', '1');
    const { client, sent } = through((request, next) => next({ ...request, body: form }), ok({}));
    await client.create(write);
    expect(sent[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  });
});

it('a signal without a reason, as polyfills have it, rejects with an AbortError', async () => {
  const controller = new AbortController();
  Object.defineProperty(controller.signal, 'reason', { value: undefined });
  const { client } = recorded(() => new Promise<Response>(() => {}));
  const call = failureOf(client.plain({ signal: controller.signal }));
  controller.abort();
  expect((await call).name).toBe('AbortError');
  expect((await failureOf(client.plain({ signal: controller.signal }))).name).toBe('AbortError');
});
