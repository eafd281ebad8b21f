// The server over a function that responds: what it does by itself.
import { afterEach, expect, it } from 'vitest';
import { jsonReply, type Respond } from '../../../src/testing/exchange.ts';
import { type Listening, listen } from '../../../src/testing/http-server.ts';

let server: Listening | undefined;
afterEach(() => server?.close());

async function start(respond: Respond): Promise<string> {
  server = await listen(respond);
  return server.url;
}

it('refuses a body of more than 20 MiB with 413, and keeps running', async () => {
  const seen: number[] = [];
  const url = await start(async ({ body }) => {
    seen.push(body?.length ?? 0);
    return jsonReply(200, null);
  });
  const send = (size: number) => fetch(url, { method: 'POST', body: 'x'.repeat(size) });
  expect((await send(20 * 1024 * 1024 + 1)).status).toBe(413);
  expect((await send(10)).status).toBe(200);
  expect(seen).toEqual([10]);
});

it('sends the length of a response, and no body where none may be', async () => {
  const statuses = [200, 204, 304, 404];
  const url = await start(async () => ({ status: statuses.shift()!, headers: {}, body: 'h\u00e9' }));
  const seen: unknown[] = [];
  for (let i = 0; i < 4; i++) {
    const response = await fetch(url);
    seen.push([response.status, response.headers.get('content-length'), await response.text()]);
  }
  expect(seen).toEqual([
    [200, '3', 'h\u00e9'],
    [204, null, ''],
    [304, null, ''],
    [404, '3', 'h\u00e9'],
  ]);
});

it('takes a body that comes in pieces', async () => {
  const seen: unknown[] = [];
  const url = await start(async ({ body }) => {
    seen.push(body);
    return jsonReply(200, null);
  });
  const pieces = new ReadableStream({
    async start(controller) {
      for (const piece of ['{"a":', '1}']) {
        controller.enqueue(new TextEncoder().encode(piece));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      controller.close();
    },
  });
  const init = { method: 'POST', body: pieces, duplex: 'half' };
  expect((await fetch(url, init as RequestInit)).status).toBe(200);
  expect(seen).toEqual(['{"a":1}']);
});

it('responds with 500 where there is no response, and keeps running', async () => {
  let isBroken = true;
  const url = await start(async () => {
    if (isBroken) throw new Error('out of order');
    return jsonReply(200, null);
  });
  const broken = await fetch(url);
  expect(broken.status).toBe(500);
  expect(await broken.text()).toBe('Error: out of order');
  isBroken = false;
  expect((await fetch(url)).status).toBe(200);
});
