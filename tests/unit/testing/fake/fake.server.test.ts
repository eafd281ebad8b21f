// The fake as a server on the loopback interface.
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeAltegio } from '../../../../src/testing.ts';
import { clientOf, headers, path } from '../../../support/fake.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

describe('as a server', () => {
  it('listens on 127.0.0.1 over the same salon', async () => {
    const fake = createFakeAltegio();
    const server = await fake.listen();
    closing.push(server.close);
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    const altegio = clientOf(fake, { fetch: undefined, baseUrl: server.url });
    expect(await altegio.v1.get_location({ path })).toMatchObject({ success: true });
    expect(fake.journal).toHaveLength(1);
  });

  it('lives on after a malformed path, a lost connection and garbage', async () => {
    const fake = createFakeAltegio();
    const server = await fake.listen();
    closing.push(server.close);
    fake.fail('get_location', { reset: true });
    const malformed = await fetch(`${server.url}/v1/client/%E0%A4%A/1`, { headers });
    expect(malformed.status).toBe(400);
    const lost = fetch(`${server.url}/v1/company/123`, { headers });
    await expect(lost).rejects.toMatchObject({ cause: { code: expect.any(String) } });
    await new Promise<void>((resolve) => {
      connect(server.port, '127.0.0.1', function (this: import('node:net').Socket) {
        this.end('GARBAGE\r\n\r\n');
      })
        .on('close', () => resolve())
        .resume();
    });
    expect((await fetch(`${server.url}/v1/company/123`, { headers })).status).toBe(200);
  });

  it('ends with connections open that get no response', async () => {
    const fake = createFakeAltegio();
    const server = await fake.listen();
    fake.fail('get_location', { timeout: true });
    const silent = fetch(`${server.url}/v1/company/123`, { headers }).catch((error: unknown) => error);
    while (fake.journal.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await server.close();
    expect(await silent).toBeInstanceOf(Error);
  });
});
