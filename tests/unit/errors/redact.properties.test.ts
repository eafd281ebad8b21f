// Whatever a server echoes and a fetch throws: no secret of a call is in anything that a person or a log may read.
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { type ClientOptions, type Hooks, isAltegioError } from '../../../src/index.ts';
import { fakeClock } from '../../support/clock.ts';
import { tiny } from '../../support/tiny/tiny.ts';

interface Secrets {
  partner: string;
  user: string;
  password: string;
  code: string;
  hash: string;
}

// Tokens as HTTP takes them; the others with everything that has more than one spelling.
const token = fc.stringMatching(/^[!-+\--~]{8,40}$/);

const odd = fc.constantFrom(
  'ä',
  'п',
  '"',
  "'",
  '\\',
  '/',
  '<',
  '&',
  ' ',
  '%',
  '+',
  '\n',
  '€',
  '😀',
  '*',
  '(',
);

const password = fc
  .tuple(
    fc.stringMatching(/^[a-zA-Z0-9]{4,10}$/),
    fc.array(odd, { maxLength: 6 }),
    fc.stringMatching(/^[a-z0-9]{2,8}$/),
  )
  .map(([start, middle, end]) => start + middle.join('') + end);

const secrets: fc.Arbitrary<Secrets> = fc
  .record({
    partner: token,
    user: token,
    password,
    code: fc.integer({ min: 100_000, max: 999_999 }).map(String),
    hash: fc.stringMatching(/^[0-9a-f]{16,32}$/),
  })
  // What the messages say anyway cannot be hidden.
  .filter(
    (all) =>
      !Object.values(all).some((value) =>
        'altegio-sdk partner user token [redacted]'.includes(value.toLowerCase()),
      ),
  );

/** All that reached the fetch, in the spellings in which servers and proxies repeat it. */
function echoes(url: string, init: RequestInit): string[] {
  const headers = JSON.stringify(init.headers);
  const body = String(init.body ?? '');
  const authorization = (init.headers as Record<string, string>).authorization ?? '';
  const { password: typed } = JSON.parse(body) as { password: string };
  const spellings = [htmlOf(typed), htmlOf(authorization), asciiOf(body), encodeURIComponent(authorization)];
  return [url, decodeURIComponent(url), headers, body, spellings.join(' '), typed, authorization];
}

const htmlOf = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const jsonOf = (text: string) => JSON.stringify(text).slice(1, -1);

const asciiOf = (text: string) =>
  jsonOf(text).replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

type Respond = (echo: string[]) => Response | Promise<never>;

const json = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });

/** Header values that the constructor takes. */
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?');

const hostile: Record<string, Respond> = {
  'a message': (echo) => json(422, { success: false, meta: { message: echo.join(' | ') } }),
  'fields and issues': (echo) =>
    json(400, {
      meta: { errors: { [echo[3]!]: echo, nested: [{ code: echo[6], message: echo[0], field: echo[2] }] } },
    }),
  'success: false': (echo) => json(200, { success: false, meta: { message: echo.join() } }),
  'a server error page': (echo) => new Response(`<html>${echo.join('<br>')}`, { status: 502 }),
  'text for JSON': (echo) => new Response(echo.join('\n'), { status: 200 }),
  'text that is nearly JSON': (echo) => new Response(`{"a":x ${echo[6]}`, { status: 200 }),
  'odd headers': (echo) =>
    new Response('<html>', {
      status: 403,
      headers: { 'cf-ray': printable(echo[6]!), 'retry-after': printable(echo[6]!) },
    }),
  'a content type': (echo) =>
    new Response(new Uint8Array(3), {
      status: 200,
      headers: { 'content-type': `image/${printable(echo[6]!)}` },
    }),
  'an error that holds the request': (echo) =>
    Promise.reject(
      Object.assign(new Error(echo.join()), { config: { headers: echo }, request: { url: echo[0] } }),
    ),
  'a chain of causes': (echo) =>
    Promise.reject(
      new TypeError(echo[0], {
        cause: Object.assign(new Error(echo[2]), { code: echo[6], [Symbol('s')]: echo }),
      }),
    ),
  'an aggregate': (echo) => Promise.reject(new AggregateError([new Error(echo[3]), echo[2]], echo[0])),
  'an aggregate that says nothing itself': (echo) =>
    Promise.reject(new AggregateError([new Error('plain'), new Error(echo.join())], 'all failed')),
  'a class of errors with a print of its own': (echo) => {
    class Telling extends Error {
      toJSON() {
        return echo;
      }
      [inspect.custom]() {
        return echo.join();
      }
    }
    return Promise.reject(new Telling('x'));
  },
  'an error with a print of its own': (echo) =>
    Promise.reject(
      Object.assign(new Error('x'), { [inspect.custom]: () => echo.join(), toJSON: () => echo }),
    ),
  'an error with a hidden field and a name': (echo) => {
    const error = Object.defineProperty(new Error('x'), 'secret', { value: echo[6], enumerable: false });
    return Promise.reject(Object.assign(error, { name: echo[6] }));
  },
  'a text': (echo) => Promise.reject(echo.join()),
};

/** Every printed form of what a call ends with, and all that hooks and loggers received. */
async function shownBy(all: Secrets, respond: Respond): Promise<string> {
  const shown: unknown[] = [];
  const note = (event: object) => void shown.push(inspect(event, { depth: 10 }), JSON.stringify(event));
  const line = (text: string) => void shown.push(text);
  const clock = fakeClock();
  const options: Partial<ClientOptions> = {
    partnerToken: all.partner,
    userToken: async () => all.user,
    clock,
    headers: { 'x-cookie': printable(all.hash) },
    hooks: { onRequest: note, onResponse: note, onRetry: note, onLimit: note } satisfies Hooks,
    logger: { debug: line, info: line, warn: line, error: line },
    logLevel: 'debug',
    fetch: (async (url: string, init: RequestInit) => respond(echoes(url, init))) as typeof fetch,
  };
  const call = tiny(options)
    .update({
      path: { id: 7 },
      query: { user_hash: all.hash, code: all.code },
      body: {
        login: 'anna',
        password: all.password,
        nested: { sms_code: Number(all.code), list: [{ api_key: all.hash }] },
      },
      idempotent: true,
    })
    .catch((error: unknown) => error);
  await clock.advance(1_000_000);
  const error = await call;
  if (!isAltegioError(error)) throw new Error('expected an AltegioError', { cause: error });
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    shown.push(String(each), each.message, each.stack, JSON.stringify(each));
    shown.push(inspect(each, { depth: 10, maxStringLength: null, maxArrayLength: null }));
  }
  shown.push(JSON.stringify((error as { body?: unknown }).body));
  return shown.join('\n');
}

describe('a secret is in nothing that is shown', () => {
  it.each(Object.entries(hostile))('of %s', async (_, respond) => {
    const property = fc.asyncProperty(secrets, async (all) => {
      const shown = await shownBy(all, respond);
      for (const value of Object.values(all)) {
        for (const spelling of [
          value,
          jsonOf(value),
          asciiOf(value),
          htmlOf(value),
          encodeURIComponent(value),
        ]) {
          if (shown.includes(spelling)) throw new Error(`${spelling} in ${shown}`);
        }
      }
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
