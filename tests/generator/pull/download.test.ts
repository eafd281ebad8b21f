import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { changedV1, v1, yamlOf } from './documents.ts';
import { failure, files, freshProject, NOW, pin, project, run, V1, V2 } from './project.ts';
import { drip, flood, reply, startPullServer } from './pull-server.ts';

freshProject();

describe('conditional requests', () => {
  beforeEach(async () => {
    await pin({ etag: '"v1-etag"' });
    project.server.on(V1, (request, response) => {
      const known = request.headers['if-none-match'] === '"v1-etag"';
      response.writeHead(known ? 304 : 200, { etag: '"v1-etag"' }).end(known ? undefined : yamlOf(v1));
    });
  });

  test('a 304 to the pinned ETag means unchanged', async () => {
    const before = await files();
    await run();
    expect(project.server.requests[0]?.headers['if-none-match']).toBe('"v1-etag"');
    expect(project.lines).toEqual(['b2b-v1: unchanged']);
    expect(await files()).toEqual(before);
  });

  test('no ETag is sent when the snapshot on disk is not the pinned one, and the snapshot is restored', async () => {
    await writeFile(join(project.root, v1.snapshot), changedV1);
    await run();
    expect(project.server.requests[0]?.headers['if-none-match']).toBeUndefined();
    expect(project.lines[0]).toContain('operations +0 -1 ~0');
    expect((await files())['b2b-v1.yaml']).toBe(yamlOf(v1));
  });

  test('no ETag is sent to another address than the pinned one', async () => {
    project.server.on(`/mirror${V1}`, reply(200, yamlOf(v1)));
    await run({ from: `${project.server.base}/mirror/` });
    expect(project.server.requests[0]?.headers['if-none-match']).toBeUndefined();
  });

  test('a 304 that was not asked for is an error', async () => {
    await pin();
    project.server.on(V1, reply(304));
    expect(await failure()).toContain('HTTP 304');
  });
});

describe('a server in trouble', () => {
  test('is asked again after 500 twice, with a growing wait', async () => {
    project.server.on(V1, (request, response, number) =>
      reply(number < 3 ? 500 : 200, changedV1)(request, response, number),
    );
    await run({ limits: { attempts: 3, backoffMs: 100 } });
    expect(project.server.requests).toHaveLength(3);
    expect(project.waits[0]).toBeGreaterThanOrEqual(50);
    expect(project.waits[0]).toBeLessThanOrEqual(100);
    expect(project.waits[1]).toBeGreaterThanOrEqual(100);
    expect(project.waits[1]).toBeLessThanOrEqual(200);
    expect(project.lines[0]).toContain('the server responds with HTTP 500; attempt 2 of 3');
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test.each([408, 429, 500, 503])(
    'that keeps responding with %i is given up after the last attempt',
    async (status) => {
      project.server.on(V1, reply(status));
      expect(await failure()).toBe(
        `b2b-v1: ${project.server.base}${V1}: the server responds with HTTP ${status} (3 attempts); try again later.\nNothing was overwritten.`,
      );
      expect(project.server.requests).toHaveLength(3);
    },
  );

  test.each([
    ['seconds', '2', 2000],
    ['a date', 'Mon, 03 Aug 2026 12:00:03 GMT', 3000],
    ['a date in the past', 'Mon, 03 Aug 2026 11:00:00 GMT', 0],
    ['a wait beyond the cap', '86400', 5000],
  ])('has its Retry-After respected: %s', async (_what, value, waitMs) => {
    project.server.on(V1, (request, response, number) =>
      reply(number === 1 ? 429 : 200, changedV1, { 'retry-after': value, date: NOW.toUTCString() })(
        request,
        response,
        number,
      ),
    );
    await run({ limits: { attempts: 2, maxRetryAfterMs: 5000 } });
    expect(project.waits).toEqual([waitMs]);
  });

  test('that hangs before the headers runs into the timeout of each attempt', async () => {
    project.server.on(V1, () => {});
    expect(await failure({ limits: { attempts: 2, timeoutMs: 80 } })).toContain(
      'no complete response within 80 ms (2 attempts)',
    );
    expect(project.server.requests).toHaveLength(2);
  });

  test('that drips its body runs into the same timeout', async () => {
    project.server.on(V1, drip(10));
    expect(await failure({ limits: { attempts: 2, timeoutMs: 80 } })).toContain(
      'no complete response within 80 ms (2 attempts)',
    );
  });

  test('that cuts the connection inside the body is asked again', async () => {
    project.server.on(V1, (request, response, number) => {
      if (number > 1) return reply(200, changedV1)(request, response, number);
      response.writeHead(200, { 'content-length': String(changedV1.length) });
      response.write(changedV1.slice(0, 40), () => response.destroy());
    });
    await run();
    expect(project.lines[0]).toContain('the connection failed');
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test('that refuses the connection is named with the reason', async () => {
    const gone = await startPullServer();
    await gone.close();
    expect(await failure({ from: gone.base })).toContain('the connection failed (ECONNREFUSED) (3 attempts)');
  });
});

describe('a response that is refused at once', () => {
  const large = Buffer.alloc(2000, 'a');
  const limits = { attempts: 3, timeoutMs: 2000, maxBytes: 1000 };

  test('404 names the API, the address and what to do', async () => {
    expect(await failure()).toBe(
      `b2b-v1: ${project.server.base}${V1}: the server responds with HTTP 404: nothing is published there; check the address, or pull with --from.\nNothing was overwritten.`,
    );
    expect(project.server.requests).toHaveLength(1);
  });

  test.each([204, 206, 401, 403])('HTTP %i', async (status) => {
    project.server.on(V1, reply(status));
    expect(await failure()).toContain(`HTTP ${status}; check that the address is public`);
  });

  test('a Content-Length beyond the cap, before the body is read', async () => {
    project.server.on(V1, (_request, response) => {
      response.writeHead(200, { 'content-length': '2000' }).write('a');
    });
    expect(await failure({ limits })).toContain('larger than 1000 bytes');
  });

  test('a body beyond the cap without a Content-Length, while it is streamed', async () => {
    project.server.on(V1, flood(large));
    expect(await failure({ limits })).toContain('larger than 1000 bytes');
    expect(project.server.requests).toHaveLength(1);
  });

  test('a small compressed body that grows beyond the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000, 'a'));
    expect(bomb.length).toBeLessThan(limits.maxBytes);
    project.server.on(
      V1,
      reply(200, bomb, { 'content-encoding': 'gzip', 'content-length': String(bomb.length) }),
    );
    expect(await failure({ limits })).toContain('larger than 1000 bytes');
  });

  test('a redirect to another port', async () => {
    const other = await startPullServer();
    other.on(V1, reply(200, changedV1));
    project.server.on(V1, reply(302, '', { location: other.base + V1 }));
    expect(await failure()).toContain(`redirects to another host (${other.base})`);
    expect(other.requests).toHaveLength(0);
    await other.close();
  });

  test('a redirect to another host name', async () => {
    project.server.on(V1, reply(301, '', { location: project.server.localhost + V2 }));
    expect(await failure()).toContain(`redirects to another host (${project.server.localhost})`);
  });

  test('a redirect that goes round in circles', async () => {
    project.server.on(V1, reply(307, '', { location: V1 }));
    expect(await failure()).toContain('redirects more than 5 times');
    expect(project.server.requests).toHaveLength(6);
  });

  test('a redirect without a Location', async () => {
    project.server.on(V1, reply(302));
    expect(await failure()).toContain('HTTP 302 without a usable Location');
  });
});
