// The handler as a listener of Node's servers, over real sockets.
import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleWebhookEvent, type WebhookHandlerOptions } from '../../../src/webhooks.ts';
import { type Loopback, loopback } from '../../support/loopback.ts';
import { noted, secret, waitFor } from './support.ts';

const record = sampleWebhookEvent('record');
const servers: Loopback[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function served(options: Partial<WebhookHandlerOptions> = {}) {
  const { handler, events, errors } = noted({ store: false, ...options });
  const server = await loopback((request, response) => void handler.node(request, response));
  servers.push(server);
  const post = (body: BodyInit | undefined, path = `/hooks?secret=${secret}`, more: RequestInit = {}) =>
    fetch(server.base + path, { method: 'POST', body: body ?? null, ...more });
  return { post, handler, events, errors, base: server.base };
}

describe('over a socket', () => {
  it('takes an event, with the secret in the query, in the path or in a header', async () => {
    const { post, events } = await served();
    const body = JSON.stringify(record);
    const responses = [
      await post(body),
      await post(body, `/hooks/${secret}`),
      await post(body, '/', { headers: { authorization: `Bearer ${secret}` } }),
      await post(body, `//hooks/${secret}`),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await responses[0]!.text()).toBe('');
    await waitFor(() => expect(events).toEqual([record, record, record, record]));
  });

  it('refuses with the same statuses as the function of Request', async () => {
    const { post, base, events } = await served({ maxBodyBytes: 20_000 });
    const get = await fetch(`${base}/?secret=${secret}`);
    expect([get.status, get.headers.get('allow'), await get.text()]).toEqual([405, 'POST', '']);
    expect((await post('{}', '/?secret=wrong')).status).toBe(401);
    expect((await post('{')).status).toBe(400);
    expect((await post(undefined)).status).toBe(400);
    expect((await post('x'.repeat(20_001))).status).toBe(413);
    expect(events).toEqual([]);
  });

  it('responds to a body in pieces that becomes too large before it has ended', async () => {
    const { base, errors } = await served({ maxBodyBytes: 1000 });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = httpRequest(`${base}/?secret=${secret}`, { method: 'POST' }, (response) => {
        resolve(response.statusCode);
        response.resume();
        sending.destroy();
      });
      sending.on('error', reject);
      sending.write('x'.repeat(600));
      // Never ended: the response comes all the same.
      setTimeout(() => sending.write('x'.repeat(600)), 20);
    });
    expect(status).toBe(413);
    expect(errors).toEqual([expect.objectContaining({ status: 413 })]);
  });

  it('lives on when a sender breaks off', async () => {
    const { handler, errors } = noted();
    let arrived = () => {};
    const server = await loopback((request, response) => {
      void handler.node(request, response);
      // The head is there, and the handler waits for the body.
      setImmediate(() => arrived());
    });
    servers.push(server);
    const url = `${server.base}/?secret=${secret}`;
    const sending = httpRequest(url, { method: 'POST' });
    sending.on('error', () => {});
    arrived = () => sending.destroy();
    sending.write('{"resource":');
    await waitFor(() =>
      expect(errors).toEqual([expect.objectContaining({ name: 'AltegioWebhookError', status: 400 })]),
    );
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(record) })).status).toBe(200);
  });

  it('keeps the connection for the next event, but not with who was refused', async () => {
    const { post } = await served();
    const responses = [await post(JSON.stringify(record)), await post('{}', '/?secret=wrong')];
    expect(responses.map(({ headers }) => headers.get('connection'))).toEqual(['keep-alive', 'close']);
  });
});

describe('behind a framework', () => {
  it('that has responded in its place, as after a timeout: tells onError, and never rejects', async () => {
    const { handler, errors, events } = noted();
    let settled: Promise<unknown> = Promise.resolve();
    const server = await loopback((request, response) => {
      response.writeHead(503);
      settled = handler.node(request, response).finally(() => response.end());
    });
    servers.push(server);
    const url = `${server.base}/?secret=${secret}`;
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(record) })).status).toBe(503);
    await expect(settled).resolves.toBeUndefined();
    expect(errors).toEqual([expect.objectContaining({ code: 'ERR_HTTP_HEADERS_SENT' })]);
    await waitFor(() => expect(events).toEqual([record]));
  });

  /** What middlewares have done to the request before. */
  it.each<[string, (text: string) => object]>([
    ['has parsed the body', (text) => ({ body: JSON.parse(text) })],
    ['has read it as text', (text) => ({ body: text })],
    ['has read it as bytes', (text) => ({ body: Buffer.from(text) })],
    ['has kept the bytes beside what it parsed', (text) => ({ body: {}, rawBody: Buffer.from(text) })],
  ])('that %s', async (_, left) => {
    const { handler, events } = noted();
    const server = await loopback((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        // As after the parser's last tick.
        setImmediate(() => {
          const read = Object.assign(request, left(Buffer.concat(chunks).toString()));
          void handler.node(read, response);
        });
      });
    });
    servers.push(server);
    const url = `${server.base}/?secret=${secret}`;
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(record) })).status).toBe(200);
    await waitFor(() => expect(events).toEqual([record]));
  });

  it('that has put {} there without reading, as parsers do for a type that is not theirs', async () => {
    const { handler, events } = noted();
    const server = await loopback((request, response) => {
      void handler.node(Object.assign(request, { body: {} }), response);
    });
    servers.push(server);
    const url = `${server.base}/?secret=${secret}`;
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(record) })).status).toBe(200);
    await waitFor(() => expect(events).toEqual([record]));
  });

  it('that has cut the URL off for its router', async () => {
    const { handler } = noted();
    const server = await loopback((request, response) => {
      void handler.node(Object.assign(request, { originalUrl: request.url, url: '/' }), response);
    });
    servers.push(server);
    const url = `${server.base}/hooks/${secret}`;
    expect((await fetch(url, { method: 'POST', body: JSON.stringify(record) })).status).toBe(200);
  });
});
