// Before or after the first byte of a request: real sockets and TLS, self-made certificates, and the codes of every resolver.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../src/index.ts';
import { selfSigned } from '../support/certificate.ts';
import { failureOf } from '../support/recorder.ts';
import { tiny } from '../support/tiny/tiny.ts';

const trusted = selfSigned();
const open = new Set<Server>();
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of open) server.close();
  sockets.clear();
  open.clear();
});

async function listening(server: Server): Promise<number> {
  open.add(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A server that does something as soon as the first bytes of the handshake are there. */
const atHello = (act: (socket: Socket) => void) =>
  createServer((socket) => void socket.once('data', () => act(socket)));

const alert = (description: number) => Buffer.from([21, 3, 3, 0, 2, 2, description]);

const response = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}';

function secure(options: tls.TlsOptions, act = (socket: Socket) => void socket.end(response)): tls.Server {
  return tls.createServer({ ...trusted, ...options }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => act(socket));
  });
}

/** A write to a server, by a client that trusts the certificate made here. */
async function writeTo(port: number, options: Partial<ClientOptions> = {}) {
  const client = tiny({ baseUrl: { v1: `https://localhost:${port}` }, retry: 1, ...options });
  return failureOf(client.create({ body: {} }));
}

describe('a TLS handshake that fails leaves nothing sent, and is tried again', () => {
  it.each<[string, () => Server]>([
    ['a certificate that nobody signed', () => secure({})],
    ['an expired certificate', () => secure(selfSigned({ from: -3, to: -1 }))],
    ['a certificate of tomorrow', () => secure(selfSigned({ from: 1, to: 3 }))],
    ['an alert of protocol_version', () => atHello((socket) => socket.end(alert(70)))],
    ['an alert of handshake_failure', () => atHello((socket) => socket.end(alert(40)))],
    ['an alert of internal_error', () => atHello((socket) => socket.end(alert(80)))],
    ['an alert of unrecognized_name', () => atHello((socket) => socket.end(alert(112)))],
    ['no TLS at all', () => atHello((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['a close', () => atHello((socket) => socket.end())],
    ['a reset', () => atHello((socket) => socket.resetAndDestroy())],
  ])('%s', async (_, make) => {
    const error = await writeTo(await listening(make()));
    expect(error).toMatchObject({ name: 'AltegioConnectionError', outcome: 'not-sent', attempts: 2 });
    expect(error.message).toContain('could not connect');
  });
});

it('a TLS handshake that never comes about is ended by timeoutMs', async () => {
  const error = await writeTo(await listening(createServer()), { timeoutMs: 100, retry: 0 });
  expect(error).toMatchObject({ name: 'AltegioTimeoutError', outcome: 'unknown' });
});

describe('an established connection', () => {
  const plain = async (act: (socket: Socket) => void) => {
    const port = await listening(atHello(act));
    const client = tiny({ baseUrl: { v1: `http://127.0.0.1:${port}` }, retry: 2, timeoutMs: 2000 });
    return failureOf(client.create({ body: {} }));
  };

  it.each<[string, (socket: Socket) => void]>([
    ['a reset', (socket) => socket.resetAndDestroy()],
    ['a close without a response', (socket) => socket.end()],
    [
      'a 101',
      (socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
    ['100 and a close', (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\n')],
    ['another protocol', (socket) => socket.end('220 mail\r\n')],
  ])('that ends in %s leaves a write open, and it is not repeated', async (_, act) => {
    expect(await plain(act)).toMatchObject({
      name: 'AltegioConnectionError',
      outcome: 'unknown',
      attempts: 1,
    });
  });

  it('that was kept alive and closes under a write leaves it open; it arrived once', async () => {
    const arrived: string[] = [];
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.on('data', (data) => {
        arrived.push(String(data).split(' ', 2).join(' '));
        if (String(data).startsWith('GET')) socket.write(response);
        else socket.destroy();
      });
    });
    const port = await listening(server);
    const client = tiny({ baseUrl: `http://127.0.0.1:${port}`, retry: 2 });
    await client.request('GET', '/any');
    // Until the connection is free again.
    await new Promise((resolve) => setTimeout(resolve, 20));
    const error = await failureOf(client.create({ body: {} }));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(arrived).toEqual(['GET /v1/any', 'POST /v1/things']);
    expect(connections).toBe(1);
  });
});

describe('what an error says of its phase', () => {
  const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
  const failing = async (cause: unknown) => {
    const fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    return failureOf(tiny({ fetch, retry: 0 }).create({ body: {} }));
  };
  const dns =
    'ENODATA EFORMERR ESERVFAIL ENOTFOUND ENOTIMP EREFUSED EBADNAME ECONNREFUSED ETIMEOUT ECANCELLED';

  it.each([
    ...dns.split(' ').map((code) => coded(code, { syscall: 'queryA' })),
    ...['EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'ENOTFOUND'].map((code) =>
      coded(code, { syscall: 'getaddrinfo' }),
    ),
    ...['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNRESET'].map((code) =>
      coded(code, { syscall: 'connect' }),
    ),
    ...[
      'ECONNREFUSED',
      'ESERVFAIL',
      'EAI_AGAIN',
      'UND_ERR_CONNECT_TIMEOUT',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ].map((code) => coded(code)),
    ...[
      'CERT_NOT_YET_VALID',
      'CERT_HAS_EXPIRED',
      'CERT_REVOKED',
      'UNABLE_TO_GET_ISSUER_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
    ].map((code) => coded(code)),
    coded('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
    coded('ECONNRESET', {
      message: 'Client network socket disconnected before secure TLS connection was established',
    }),
    coded('EHOSTUNREACH', {
      message: 'request to https://x failed, reason: connect EHOSTUNREACH 10.0.0.1:443',
    }),
    coded('EHOSTUNREACH', { erroredSysCall: 'connect' }),
    new Error(
      'error sending request for url (https://x/): client error (Connect): tcp connect error: Connection refused (os error 111)',
    ),
    new Error('error sending request for url (https://x/): error trying to connect: dns error'),
  ])('$code ($syscall$erroredSysCall): $message – not sent', async (cause) => {
    expect(await failing(cause)).toMatchObject({ outcome: 'not-sent' });
  });

  it.each([
    coded('EHOSTUNREACH', { syscall: 'read' }),
    coded('ENETUNREACH', { syscall: 'write' }),
    coded('EHOSTUNREACH'),
    coded('ENETUNREACH'),
    coded('ECONNRESET', { syscall: 'read' }),
    coded('ECONNREFUSED', { syscall: 'read' }),
    coded('ETIMEDOUT'),
    coded('EPIPE', { syscall: 'write' }),
    coded('ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC'),
    coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
    coded('ERR_SSL_WRONG_VERSION_NUMBER'),
    coded('UND_ERR_SOCKET'),
    new Error('error sending request for url (https://x/): client error (SendRequest): connection closed'),
  ])('$code ($syscall): $message – perhaps sent', async (cause) => {
    expect(await failing(cause)).toMatchObject({ outcome: 'unknown', attempts: 1 });
  });
});

it('TLS 1.3 refuses a client without a certificate after the request: its outcome is unknown', async () => {
  // A fetch over node:https, which trusts the certificate made here and tells the alert as it came.
  const port = await listening(
    secure({ requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' }),
  );
  const fetch = () =>
    new Promise<Response>((_, reject) => {
      const socket = tls.connect({ host: '127.0.0.1', port, ca: trusted.cert, servername: 'localhost' });
      socket.once('secureConnect', () => socket.write('POST /things HTTP/1.1\r\n\r\n'));
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed')));
    });
  expect(await writeTo(port, { fetch })).toMatchObject({ outcome: 'unknown', attempts: 1 });
});
