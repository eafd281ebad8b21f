// A server on loopback that misbehaves as ordered, and writes down what it really did. Each request says in
// x-fault which faults it wants (one per attempt, the last one for all further attempts) and in x-call who it is.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request that arrived. */
export interface Entry {
  call: string;
  method: string;
  fault: string;
  /** Whether the work was done: a record was created, changed or deleted. */
  executed: boolean;
  /** When the whole request was there. */
  at: number;
}

export interface HostileServer {
  /** Stands for `https://api.alteg.io/api`. */
  base: string;
  journal: Entry[];
  /** How often the work of a call was done. */
  executed(call: string): number;
  /** Requests that arrived where a redirect pointed to. */
  strays: string[];
  /** Forgets all that happened. */
  clear(): void;
  close(): Promise<void>;
}

export interface Fault {
  /** The work is done before things go wrong. */
  works: boolean;
  act(request: IncomingMessage, response: ServerResponse, server: { other: string }): void;
}

const done = JSON.stringify({ success: true, data: { id: 1 }, meta: {} });
const json = { 'content-type': 'application/json' };

/** A response in order. */
export function respondsWith(
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = json,
  works = false,
): Fault {
  return {
    works,
    act: (_request, response) => response.writeHead(status, headers).end(body),
  };
}

/** Bytes as they are, then perhaps the end of the connection. */
export function bytes(text: string | Buffer, then: 'close' | 'reset' | 'stay', works = true): Fault {
  return {
    works,
    act({ socket }) {
      socket.write(text, () => {
        if (then === 'close') socket.end();
        if (then === 'reset') socket.resetAndDestroy();
      });
    },
  };
}

function head(length: number | undefined, type = 'application/json', status = '200 OK'): string {
  const size = length === undefined ? '' : `content-length: ${length}\r\n`;
  return `HTTP/1.1 ${status}\r\ncontent-type: ${type}\r\n${size}\r\n`;
}

/** Sends a text in small pieces, for as long as anybody listens. */
function drips(first: string, piece: () => string, everyMs: number): Fault {
  return {
    works: true,
    act({ socket }) {
      socket.write(first);
      const timer = setInterval(() => socket.write(piece()), everyMs);
      socket.on('close', () => clearInterval(timer));
    },
  };
}

function html(status: number): Fault {
  const page = '<!DOCTYPE html><html><body><h1>Sorry, you have been blocked</h1></body></html>';
  return respondsWith(status, page, {
    'content-type': 'text/html; charset=UTF-8',
    'cf-ray': '8f2b3c4d5e6f7a8b-FRA',
  });
}

function tooMany(headers: Record<string, string>, message = 'Too many requests'): Fault {
  const body = JSON.stringify({ success: false, data: null, meta: { message } });
  return respondsWith(429, body, { ...json, ...headers });
}

/** A moment in the three spellings of RFC 9110; computed late, so that it lies `seconds` ahead. */
function dated(spell: (date: Date) => string, seconds: number): Fault {
  return {
    works: false,
    act(request, response, server) {
      const date = new Date(Date.now() + seconds * 1000);
      tooMany({ 'retry-after': spell(date) }).act(request, response, server);
    },
  };
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

export function imfFixdate(date: Date): string {
  return date.toUTCString();
}

export function rfc850(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(/,? /) as string[];
  return `${days[date.getUTCDay()]}, ${day}-${month}-${year!.slice(2)} ${time} GMT`;
}

export function asctime(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().split(/,? /) as string[];
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}

const manyKeys = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index]));
const manyErrors = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`f${index}`, ['bad']]));
const deepErrors = `{"success":false,"meta":{"errors":${'['.repeat(50_000)}"deep"${']'.repeat(50_000)}}}`;

/** Everything that the server can do wrong. */
export const faults = {
  ok: respondsWith(200, done, json, true),
  'slow 200': {
    works: true,
    act: (_request, response) => void setTimeout(() => response.writeHead(200, json).end(done), 300),
  },
  'reset before headers': { works: false, act: ({ socket }) => void socket.resetAndDestroy() },
  'reset after the work': { works: true, act: ({ socket }) => void socket.resetAndDestroy() },
  'reset in the body': bytes(`${head(1000)}{"success":true,"data":{`, 'reset'),
  'close before headers': { works: true, act: ({ socket }) => void socket.end() },
  'close in the headers': bytes('HTTP/1.1 200 OK\r\ncontent-ty', 'close'),
  'hang before headers': { works: true, act: () => {} },
  'hang in the body': bytes(`${head(1000)}{"success":true`, 'stay'),
  'drip the headers': drips('HTTP/1.1 200 OK\r\n', () => 'x-a: b\r\n', 10),
  'drip the body': drips(`${head(5000)}{`, () => ' ', 10),
  'content-length too long': bytes(head(done.length + 50) + done, 'close'),
  'content-length too short': bytes(head(done.length - 9) + done, 'close'),
  'truncated JSON': respondsWith(200, done.slice(0, -9), json, true),
  'not HTTP': bytes('SSH-2.0-OpenSSH_9.6\r\n', 'close', false),
  'HTML 200': { ...html(200), works: false },
  'HTML 403': html(403),
  'HTML 502': html(502),
  'HTML 503': html(503),
  'JSON 500': respondsWith(500, '{"success":false,"meta":{"message":"Internal error"}}'),
  'JSON 500 after the work': respondsWith(500, '{"success":false,"meta":{"message":"Oops"}}', json, true),
  '408': respondsWith(408, ''),
  'success false': respondsWith(200, '{"success":false,"data":null,"meta":{"message":"No"}}'),
  'refused 422': respondsWith(422, '{"success":false,"meta":{"message":"Bad","errors":{"__proto__":["x"]}}}'),
  'busy 409': respondsWith(409, '{"success":false,"meta":{"message":"Busy"}}'),
  '204 with a body': bytes(head(done.length, undefined, '204 No Content') + done, 'close'),
  'empty 200': respondsWith(200, '', json, true),
  'redirect elsewhere': {
    works: false,
    act: (_request, response, { other }) => response.writeHead(301, { location: `${other}/stolen` }).end(),
  },
  'redirect after the work': {
    works: true,
    act: (_request, response, { other }) => response.writeHead(302, { location: `${other}/stolen` }).end(),
  },
  '100,000 keys': respondsWith(200, JSON.stringify({ success: true, data: manyKeys }), json, true),
  '100,000 errors': respondsWith(422, JSON.stringify({ success: false, meta: { errors: manyErrors } })),
  'deep errors': respondsWith(422, deepErrors),
  'invalid UTF-8': respondsWith(
    200,
    Buffer.concat([
      Buffer.from('{"success":true,"data":"'),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from('"}'),
    ]),
    json,
    true,
  ),
  '2 GB announced': bytes(`${head(2 ** 31)}{"success":true`, 'stay'),
  'endless body': drips(head(undefined), () => ' '.repeat(64 * 1024), 1),
  '429': tooMany({}),
  '429 seconds': tooMany({ 'retry-after': '3' }),
  '429 zero': tooMany({ 'retry-after': '0' }),
  '429 IMF-fixdate': dated(imfFixdate, 5),
  '429 RFC 850': dated(rfc850, 5),
  '429 asctime': dated(asctime, 5),
  '429 garbage': tooMany({ 'retry-after': 'soon, 5' }),
  '429 negative': tooMany({ 'retry-after': '-5' }),
  '429 text en': tooMany({}, 'Limit is 200 requests per minute, retry in 4 seconds'),
  '429 text ru': tooMany({}, 'Лимит 200 запросов в минуту. Повторите через 4 сек.'),
  '429 text es': tooMany({}, 'Demasiadas solicitudes: reintente en 4 segundos'),
  '429 text de': tooMany({}, 'Zu viele Anfragen, bitte 4 Sekunden warten'),
  '429 text pl': tooMany({}, 'Spróbuj ponownie za 4 s'),
  '429 text minutes': tooMany({}, 'Retry in 1 minute'),
  '429 huge': tooMany({ 'retry-after': '999999999999999999999999' }),
  '429 tomorrow': tooMany({ 'retry-after': '86400' }),
  '503 later': respondsWith(503, '{}', { ...json, 'retry-after': '2' }),
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

/** Starts the server, and a second one that nobody has any business with. */
export async function hostileServer(extra: Record<string, Fault> = {}): Promise<HostileServer> {
  const all: Record<string, Fault> = { ...faults, ...extra };
  const journal: Entry[] = [];
  const executed = new Map<string, number>();
  const arrived = new Map<string, number>();
  const strays: string[] = [];
  const other = await listen((request, response) => {
    strays.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
    response.end('{}');
  });

  const main = await listen((request, response) => {
    request.on('error', () => {});
    // The work begins once the whole request is there.
    request.resume().on('end', () => {
      const call = String(request.headers['x-call']);
      const attempt = arrived.get(call) ?? 0;
      arrived.set(call, attempt + 1);
      const script = String(request.headers['x-fault'] ?? 'ok').split('|');
      const name = script[Math.min(attempt, script.length - 1)]!;
      const fault = all[name];
      if (!fault) throw new Error(`unknown fault ${name}`);
      journal.push({
        call,
        method: request.method!,
        fault: name,
        executed: fault.works,
        at: performance.now(),
      });
      if (fault.works) executed.set(call, (executed.get(call) ?? 0) + 1);
      fault.act(request, response, { other: other.base });
    });
  });
  return {
    base: main.base,
    journal,
    strays,
    executed: (call) => executed.get(call) ?? 0,
    clear() {
      journal.length = 0;
      executed.clear();
      arrived.clear();
    },
    async close() {
      await main.close();
      await other.close();
    },
  };
}

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => void) {
  const sockets = new Set<Socket>();
  const server = createServer(handler);
  // A connection that the server gives up while it is idle would be a fault that nobody asked for.
  server.keepAliveTimeout = 600_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/**
 * A base where nothing listens: a privileged port without a service. A port that was just given back could be
 * another test's by now.
 */
export const closedBase = 'http://127.0.0.1:4';
