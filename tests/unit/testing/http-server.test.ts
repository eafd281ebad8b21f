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
