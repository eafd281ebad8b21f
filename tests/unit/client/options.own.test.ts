// The options of a client: its own copy, and how another client takes them over.
import { describe, expect, it, vi } from 'vitest';
import {
  AltegioConfigError,
  type ClientOptions,
  createAltegio,
  createClient,
  v1,
} from '../../../src/index.ts';
import { altegioWith, ok, recorder } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

/** Options that name every setting which holds others, and a record of what is sent with them. */
function everything() {
  const record = recorder(ok());
  const reported: string[] = [];
  const options = {
    partnerToken: 'partner-a',
    userToken: 'user-a',
    limiter: false,
    retry: 0,
    fetch: record.fetch,
    baseUrl: { v1: 'https://a.example/v1' } as Record<string, string>,
    headers: { 'x-job': 'a' } as Record<string, string>,
    hooks: { onRequest: () => void reported.push('a') },
    middleware: [async (request, next) => next({ ...request, headers: { ...request.headers, 'x-by': 'a' } })],
  } satisfies Partial<ClientOptions> as ClientOptions & { headers: Record<string, string> };
  return { options, reported, sent: record.sent };
}

/** Changes all of it, as a loop over users or a careless test does. */
function change(options: ReturnType<typeof everything>['options'], reported: string[]): void {
  Object.assign(options.baseUrl as object, { v1: 'https://b.example/v1' });
  Object.assign(options.headers, { 'x-job': 'b', 'x-more': 'b' });
  Object.assign(options.hooks as object, { onRequest: () => void reported.push('b') });
  (options.middleware as unknown[]).length = 0;
  Object.assign(options, { partnerToken: 'partner-b', userToken: 'user-b', timeoutMs: -1, fetch: undefined });
}

describe('the options that a client was made with', () => {
  it.each([
    ['createAltegio', (options: ClientOptions) => createAltegio(options), 'before'],
    ['createAltegio', (options: ClientOptions) => createAltegio(options), 'after'],
    ['createClient', (options: ClientOptions) => ({ v1: createClient(v1, options) }), 'after'],
    [
      'withOptions',
      (options: ClientOptions) => createAltegio({ partnerToken: 'p' }).withOptions(options),
      'before',
    ],
  ] as const)('are its own: %s, changed %s its first use', async (_, make, when) => {
    const { options, reported, sent } = everything();
    const altegio = make(options);
    if (when === 'after') expect(altegio.v1).toBeDefined();
    change(options, reported);
    await altegio.v1.request('GET', '/any');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      url: new URL('https://a.example/v1/any'),
      headers: { authorization: 'Bearer partner-a, User user-a', 'x-job': 'a', 'x-by': 'a' },
    });
    expect(sent[0]!.headers).not.toHaveProperty('x-more');
    expect(reported).toEqual(['a']);
  });

  it('keep clients of one changed object apart', async () => {
    const { fetch, sent } = recorder(ok());
    const options: ClientOptions = { partnerToken: 'p', limiter: false, fetch };
    const clients = ['one', 'two', 'three'].map((userToken) => {
      options.userToken = userToken;
      return createAltegio(options);
    });
    for (const client of clients) await client.v1.request('GET', '/any');
    expect(sent.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer p, User one',
      'Bearer p, User two',
      'Bearer p, User three',
    ]);
  });

  it('are taken from an instance of a class too, whose hooks keep their this', async () => {
    const { fetch, sent } = recorder(ok());
    class Counter {
      count = 0;
    }
    class Hooks {
      #counter = new Counter();
      onRequest() {
        this.#counter.count++;
      }
      get count() {
        return this.#counter.count;
      }
    }
    const hooks = new Hooks();
    class Config {
      get partnerToken() {
        return 'from-a-getter';
      }
      limiter = false as const;
      fetch = fetch;
      hooks = hooks;
    }
    await createAltegio(new Config()).v1.request('GET', '/any');
    expect(sent[0]!.headers.authorization).toBe('Bearer from-a-getter');
    expect(hooks.count).toBe(1);
  });

  it.each([
    [{ hooks: { onRequest: 5 } }, /hooks must be an object of functions/],
    [{ middleware: [5] }, /middleware must be a list of functions/],
  ])('are refused where they hold what cannot be called: %j', (wrong, says) => {
    expect(() => createAltegio({ partnerToken: 'p', ...wrong } as never)).toThrow(says);
  });
});

describe('withOptions', () => {
  it('gives an altegio with other defaults, and leaves the old one as it is', async () => {
    const { altegio, sent } = altegioWith([], { headers: { 'x-a': '1', 'x-b': '1' } });
    const other = altegio.withOptions({ userToken: 'other', headers: { 'X-B': '2', 'x-c': '2' } });
    await other.v1.request('GET', '/any');
    await other.v2.request('GET', '/any');
    await altegio.v1.request('GET', '/any');
    expect(sent.map(({ headers }) => headers)).toMatchObject([
      { 'x-a': '1', 'x-b': '2', 'x-c': '2', authorization: expect.stringContaining('User other') },
      { 'x-a': '1', 'x-b': '2', 'x-c': '2', authorization: expect.stringContaining('User other') },
      { 'x-a': '1', 'x-b': '1', authorization: expect.not.stringContaining('other') },
    ]);
    expect(sent[2]!.headers).not.toHaveProperty('x-c');
  });

  it('gives a client of one API with other defaults, which can be called again', async () => {
    const { client, sent } = recorded(ok());
    const make = client as unknown as { withOptions(options: object): typeof make & typeof client };
    await make
      .withOptions({ headers: { 'x-a': '1' } })
      .withOptions({ userToken: 'third' })
      .create({
        body: {},
      });
    expect(sent[0]!.headers).toMatchObject({
      'x-a': '1',
      authorization: expect.stringMatching(/User third$/),
    });
  });

  it('sets what one attempt and a whole call may take', async () => {
    const { altegio } = altegioWith(() => new Promise(() => {}));
    const late = altegio.withOptions({ timeoutMs: 5 }).v1.request('GET', '/any');
    await expect(late).rejects.toThrow(/timeoutMs \(5 ms\)/);
    const over = altegio.withOptions({ deadlineMs: 5 }).v1.request('GET', '/any');
    await expect(over).rejects.toThrow(/deadlineMs \(5 ms/);
  });

  it.each([
    [
      'one that was given',
      () => ({ acquire: vi.fn(async () => undefined), release: vi.fn(), pause: vi.fn() }),
    ],
  ])('shares the limiter: %s', async (_, make) => {
    const limiter = make();
    const { altegio } = altegioWith([], { limiter });
    await altegio.v1.request('GET', '/any');
    await altegio.withOptions({ retry: 1 }).v1.request('GET', '/any');
    await altegio.withUser('other').v2.request('GET', '/any');
    expect(limiter.acquire).toHaveBeenCalledTimes(3);
  });

  it('shares the limiter that a clock of the caller’s brings along, with v1 and v2 of one object too', async () => {
    const waits: number[] = [];
    const clock = {
      now: () => 0,
      after: (ms: number) => {
        waits.push(ms);
        return () => {};
      },
    };
    const { altegio, sent } = altegioWith([], { limiter: undefined, clock, timeoutMs: 0 });
    for (let round = 0; round < 2; round++) {
      await altegio.v1.request('GET', '/any');
      await altegio.v2.request('GET', '/any');
    }
    await altegio.withOptions({ retry: 1 }).v1.request('GET', '/any');
    expect([sent.length, waits.length]).toEqual([5, 0]);
    void altegio.withUser('other').v1.request('GET', '/any');
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    expect(sent).toHaveLength(5);
  });

  it('does not fall back to the old user where the new one is missing', async () => {
    const { client, sent } = recorded(ok());
    const nobody = (client as unknown as { withOptions(options: object): typeof client }).withOptions({
      userToken: undefined,
    });
    await expect(nobody.create({ body: {} })).rejects.toThrow(/needs a userToken/);
    expect(sent).toHaveLength(0);
  });

  it.each([
    [undefined, /takes an object/],
    [{ timeout: 5 }, /"timeout" is not an option/],
    [{ partnerToken: undefined }, /partnerToken is missing/],
    [{ userToken: null }, /userToken is null/],
    [{ baseUrl: 'http://example.com' }, /https/],
  ])('refuses %j', (wrong, says) => {
    const { altegio } = altegioWith();
    expect(() => altegio.withOptions(wrong as never)).toThrow(AltegioConfigError);
    expect(() => altegio.withOptions(wrong as never)).toThrow(says);
  });
});
