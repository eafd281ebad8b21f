// 20,000 random responses: each ends in a value of the kind that was promised or in an AltegioError, and leaves nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAltegioError } from '../../src/index.ts';
import { hastyClock } from '../support/clock.ts';
import { httpOf } from '../support/http.ts';
import { type Tiny, tiny } from '../support/tiny/tiny.ts';
import { unhandled } from '../support/unhandled.ts';
import { type HostileServer, hostileServer } from './hostile-server.ts';
import { handles, liveBytes } from './leaks.ts';
import { type Random, seeded } from './random.ts';

const firstSeed = Number(process.env.ALTEGIO_SEED ?? 1);
const texts = [
  '',
  ' ',
  '{}',
  '[]',
  'null',
  'true',
  '0',
  '""',
  '{"success":true,"data":[]}',
  '{"success":false}',
  '{"success":false,"meta":[]}',
  '{"success":false,"meta":{"message":"No","errors":{"[a]":["b"],"__proto__":[{"message":1}]}}}',
  '{"success":false,"meta":{"errors":[{"code":433,"message":"Taken"},null,7,[["x"]]]}}',
  '{"errors":[{"title":"T","detail":"D","status":"422","source":{"pointer":"/data/attributes/x"}}]}',
  '{"errors":{"code":1,"message":"m"},"error":{"message":null}}',
  '{"success":true,"data":{"id":1}',
  '<!DOCTYPE html><html></html>',
  'Повторите через 5 сек',
  '\u0000\u0001',
  '\ufeff{"data":1}',
];
const types = [
  undefined,
  'application/json',
  'application/json; charset=utf-8',
  'application/vnd.api.v2+json',
  'text/html',
  'application/pdf',
  'application/octet-stream',
  'multipart/mixed; boundary=x',
  ';;;',
];
const spare: [string, readonly string[]][] = [
  ['retry-after', ['0', '1', '-1', '1e9', '9'.repeat(400), 'Fri, 31 Dec 1999 23:59:59 GMT', 'x', '1, 2']],
  ['content-length', ['0', '5', '-5', '99999999999', 'many']],
  ['content-encoding', ['gzip', 'br', 'nothing']],
  ['location', ['https://elsewhere.example/', '//x', '']],
  ['cf-ray', ['8f2b3c4d5e6f7a8b-FRA', 'partner-token-0123456789']],
];

function bodyOf(random: Random): string | Uint8Array<ArrayBuffer> | null {
  const kind = random.int(10);
  if (kind === 0) return null;
  if (kind < 6) return random.pick(texts);
  const text = random.pick(texts);
  // Cut, or with a byte changed.
  if (kind < 8) return text.slice(0, random.int(text.length + 1));
  const bytes = new Uint8Array(random.int(200));
  for (let i = 0; i < bytes.length; i++) bytes[i] = random.int(256);
  return bytes;
}

function headersOf(random: Random): Headers {
  const headers = new Headers();
  const type = random.pick(types);
  if (type !== undefined) headers.set('content-type', type);
  for (const [name, values] of spare) if (random.int(6) === 0) headers.set(name, random.pick(values));
  return headers;
}

/** A response as a fetch may give it: the constructor knows 200 to 599 only, a proxy or a browser more. */
function responseOf(random: Random): Response {
  const status = 100 + random.int(500);
  const isEmpty = status < 200 || [204, 205, 304].includes(status);
  const init = { status: Math.max(status, 200), headers: headersOf(random) };
  const response = new Response(isEmpty ? null : bodyOf(random), init);
  if (status < 200) Object.defineProperty(response, 'status', { value: random.pick([0, status, 999]) });
  return response;
}

const thrown: (() => unknown)[] = [
  () => new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNRESET' }) }),
  () => new AggregateError([new Error('a'), 'b'], 'all'),
  () => 'a text',
  () => undefined,
  () => ({ code: 'ECONNREFUSED' }),
  () => new DOMException('gone', 'AbortError'),
  () => Object.assign(new Error('loop'), { cause: undefined }),
];

/** Calls something in one of the ways and says what must come of it. */
function callOf(random: Random, client: Tiny): [Promise<unknown>, (value: unknown) => boolean] {
  const isJson = (value: unknown) => value === undefined || !(value instanceof Blob);
  const path = { id: 1 };
  switch (random.int(8)) {
    case 0:
      return [client.get({ path }), isJson];
    case 1:
      return [client.create({ body: { name: 'Anna' } }), isJson];
    case 2:
      return [client.remove({ path }), isJson];
    case 3:
      return [client.file({ path }), (value) => value instanceof Blob || value === undefined];
    case 4:
      return [client.request('GET', '/anything'), () => true];
    case 5:
      return [client.list.items().toArray({ limit: 3 }), Array.isArray];
    case 6:
      return [client.search({ body: {} }), isJson];
    default:
      return [
        httpOf(client).GET('/things/{id}', { params: { path } }),
        (value) => {
          const { error, response } = value as { error?: unknown; response: unknown };
          return response instanceof Response && (error === undefined || isAltegioError(error));
        },
      ];
  }
}

async function play(seed: number, random: Random, client: Tiny): Promise<'value' | 'error'> {
  const [promise, isFine] = callOf(random, client);
  try {
    const value = await promise;
    if (!isFine(value)) throw new Error(`seed ${seed}: a value of another kind: ${String(value)}`);
    return 'value';
  } catch (error) {
    if (isAltegioError(error)) return 'error';
    throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
  }
}

describe('random responses', () => {
  it('end in a value of the declared kind or an AltegioError, and leave no memory behind', async () => {
    const counts = { value: 0, error: 0 };
    let random = seeded(0);
    const client = tiny({
      retry: 1,
      clock: hastyClock(10_000),
      timeoutMs: 0,
      maxResponseBytes: 150,
      fetch: async () => {
        if (random.int(20) === 0) throw random.pick(thrown)();
        return responseOf(random);
      },
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      logLevel: 'debug',
    });
    const run = async (from: number, to: number) => {
      for (let seed = from; seed < to; seed++) {
        random = seeded(seed);
        counts[await play(seed, random, client)]++;
      }
    };
    const rejections = await unhandled(async () => {
      await run(firstSeed, firstSeed + 4000);
      const before = liveBytes();
      await run(firstSeed + 4000, firstSeed + 20_000);
      // 16,000 responses that were kept would be many times this.
      expect(liveBytes() - before).toBeLessThan(4 * 1024 * 1024);
    });
    expect(rejections).toEqual([]);
    expect(counts.value + counts.error).toBe(20_000);
    expect(Math.min(counts.value, counts.error)).toBeGreaterThan(2000);
  }, 60_000);
});

describe('random bytes over a socket', () => {
  let server: HostileServer;
  let random = seeded(0);
  const noise = {
    works: false,
    act({ socket }: { socket: import('node:net').Socket }) {
      socket.end(noiseOf(random));
    },
  };
  beforeAll(async () => {
    server = await hostileServer({ noise });
  });
  afterAll(() => server.close());

  it('end the same way, and leave no timer and no socket', async () => {
    const client = tiny({
      retry: 0,
      timeoutMs: 150,
      baseUrl: { v1: server.base },
      maxResponseBytes: 100_000,
    });
    const timers = handles('Timeout');
    const counts = { value: 0, error: 0 };
    const rejections = await unhandled(async () => {
      for (let seed = firstSeed; seed < firstSeed + 1000; seed++) {
        random = seeded(seed);
        const headers = { 'x-fault': 'noise' };
        try {
          await client.create({ body: {}, headers });
          counts.value++;
        } catch (error) {
          if (!isAltegioError(error)) throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
          counts.error++;
        }
      }
    });
    expect(rejections).toEqual([]);
    // Few of them are JSON objects by chance, and only those are a response.
    expect(Math.min(counts.value, counts.error)).toBeGreaterThan(5);
    expect(handles('Timeout')).toBeLessThanOrEqual(timers + 2);
    // The platform keeps a few connections open for later; a thousand would be a leak.
    expect(handles('TCPSocketWrap')).toBeLessThan(20);
  }, 60_000);
});

/** A response of which each part may be odd. */
function noiseOf(random: Random): Buffer {
  const line = random.pick([
    'HTTP/1.1 200 OK',
    'HTTP/1.1 201 Created',
    'HTTP/1.1 999 Odd',
    'HTTP/1.1 42',
    'HTTP/9 200',
  ]);
  const body = Buffer.from(bodyOf(random) ?? '');
  const length = random.pick([body.length, body.length, body.length, 0, body.length + 7, undefined]);
  const headers = [...headersOf(random)].filter(([name]) => name !== 'content-length');
  if (length !== undefined) headers.push(['content-length', String(length)]);
  const text = `${[line, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
  const whole = Buffer.concat([Buffer.from(text), body]);
  return random.int(10) === 0 ? whole.subarray(0, random.int(whole.length)) : whole;
}
