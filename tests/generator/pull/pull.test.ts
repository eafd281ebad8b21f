// The pull of the published descriptions against a loopback server that misbehaves: a failure never touches a file.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type ApiInfo, apiByName, apis } from '../../../scripts/openapi/apis.ts';
import { readDescription } from '../../../scripts/openapi/read.ts';
import { formatPins, type Pins, readPins, replaceFiles, sha256 } from '../../../scripts/pull/files.ts';
import { type PullOptions, pull } from '../../../scripts/pull/pull.ts';
import { drip, flood, type PullServer, reply, startPullServer } from './pull-server.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

const V1 = '/b2b-v1/openapi.yaml';

const V2 = '/b2b-v2/openapi.yaml';

const NOW = new Date('2026-08-03T12:00:00Z');

let root: string;

let server: PullServer;

let lines: string[];

let waits: number[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pull-'));
  await mkdir(join(root, 'openapi'));
  for (const api of apis) await writeFile(join(root, api.snapshot), yamlOf(api));
  server = await startPullServer();
  lines = [];
  waits = [];
  await pin();
});

afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true, force: true });
});

type Json = Record<string, unknown>;

function operation(operationId: string, more: Json = {}): Json {
  const schema = { $ref: '#/components/schemas/Thing' };
  const responses = { 200: { description: 'ok', content: { 'application/json': { schema } } } };
  return { operationId, responses, ...more };
}

/** A small description of the API with the four operations one, two, three and four. */
function documentOf(api: ApiInfo): Json & { paths: Record<string, Json>; components: { schemas: Json } } {
  const { title, version, basePath } = api;
  const ids = ['one', 'two', 'three', 'four'];
  return {
    openapi: '3.1.1',
    info: { title, version },
    servers: [{ url: `https://api.alteg.io${basePath}` }],
    paths: Object.fromEntries(ids.map((id) => [`/${id}`, { get: operation(`${api.name}_${id}`) }])),
    components: { schemas: { Thing: { type: 'object' } } },
  };
}

function yamlOf(api: ApiInfo, edit: (document: ReturnType<typeof documentOf>) => void = () => {}): string {
  const document = documentOf(api);
  edit(document);
  return stringify(document, { aliasDuplicateObjects: false });
}

const v1 = apiByName('v1');

const v2 = apiByName('v2');

const changedV1 = yamlOf(v1, ({ paths }) => {
  paths['/five'] = { get: operation('v1_five') };
});

/** Writes sources.json for the snapshots on disk, as if they had been pulled from the server. */
async function pin(more: { etag?: string } = {}): Promise<void> {
  const pins: Pins = {};
  for (const { vendor, snapshot } of apis) {
    const hash = sha256(await readFile(join(root, snapshot)));
    const url = `${server.base}/${vendor}/openapi.yaml`;
    pins[vendor] = { url, sha256: hash, ...more, pulledAt: '2026-07-22', operations: 4 };
  }
  await writeFile(join(root, 'openapi/sources.json'), formatPins(pins));
}

function run(options: Partial<PullOptions> = {}): Promise<void> {
  return pull({
    apis: ['v1'],
    from: server.base,
    root,
    now: () => NOW,
    log: (line) => lines.push(line),
    sleep: async (ms) => void waits.push(ms),
    limits: { attempts: 3, timeoutMs: 150, ...options.limits },
    ...options,
  });
}

/** Every file below openapi/ by name, hidden ones included: a temporary file that stayed would show. */
async function files(): Promise<Record<string, string>> {
  const folder = join(root, 'openapi');
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

/** Runs a pull that must fail, and asserts that nothing on disk changed. */
async function failure(options: Partial<PullOptions> = {}): Promise<string> {
  const before = await files();
  const error = await run(options).then(
    () => expect.unreachable('the pull should have failed'),
    (reason: unknown) => reason,
  );
  expect(await files()).toEqual(before);
  expect(error).toBeInstanceOf(Error);
  return (error as Error).message;
}

describe('a good document', () => {
  test('that is the same changes no file and is reported as unchanged', async () => {
    server.on(V1, reply(200, yamlOf(v1), { etag: '"new"' }));
    const before = await files();
    await run();
    expect(lines).toEqual(['b2b-v1: unchanged']);
    expect(await files()).toEqual(before);
  });

  test('that differs replaces the snapshot byte for byte, renews its pin and names the operations', async () => {
    const before = await files();
    const text = yamlOf(v1, ({ paths }) => {
      delete paths['/one'];
      paths['/two'] = { get: operation('v1_two', { deprecated: true }) };
      paths['/five'] = { post: operation('v1_five') };
    });
    server.on(V1, reply(200, text, { etag: '"abc"' }));
    await run();

    const old = sha256(Buffer.from(yamlOf(v1))).slice(0, 12);
    const now = sha256(Buffer.from(text));
    expect(lines).toEqual([
      `b2b-v1: changed ${old} → ${now.slice(0, 12)}: operations +1 -1 ~1\n  + v1_five\n  - v1_one\n  ~ v1_two`,
    ]);
    const after = await files();
    expect(after).toEqual({ ...before, 'b2b-v1.yaml': text, 'sources.json': after['sources.json'] });
    const pins = await readPins(root);
    const url = server.base + V1;
    expect(pins['b2b-v1']).toEqual({
      url,
      sha256: now,
      etag: '"abc"',
      pulledAt: '2026-08-03',
      operations: 4,
    });
    expect(pins['b2b-v2']?.pulledAt).toBe('2026-07-22');
  });

  test('counts an operation as changed when only a schema that it refers to changed', async () => {
    server.on(
      V1,
      reply(
        200,
        yamlOf(v1, ({ paths, components }) => {
          components.schemas.Thing = { type: 'object', properties: { id: { type: 'integer' } } };
          paths['/one'] = { get: { operationId: 'v1_one', responses: {} } };
        }),
      ),
    );
    await run();
    expect(lines[0]).toContain('operations +0 -0 ~4');
  });

  test('tells operations whose texts alone changed from those whose facts did', async () => {
    const properties = { description: { type: 'string' } };
    const before = yamlOf(
      v1,
      ({ components }) => (components.schemas.Thing = { type: 'object', properties }),
    );
    await writeFile(join(root, v1.snapshot), before);
    const text = yamlOf(v1, ({ paths, components }) => {
      components.schemas.Thing = { type: 'object', properties, description: 'a thing', example: {} };
      paths['/one'] = { get: operation('v1_one', { summary: 'Fetch one', deprecated: true }) };
      paths['/two'] = { get: { operationId: 'v1_two', tags: ['Twos'], responses: {} } };
    });
    server.on(V1, reply(200, text));
    await run();
    expect(lines[0]).toMatch(/: operations \+0 -0 ~2, 2 reworded\n {2}~ v1_one v1_two$/);
  });

  test('counts a property as a fact, whatever its name', async () => {
    const text = yamlOf(v1, ({ components }) => {
      components.schemas.Thing = { type: 'object', properties: { title: { type: 'string' } } };
    });
    server.on(V1, reply(200, text));
    await run();
    expect(lines[0]).toContain('operations +0 -0 ~4');
  });

  test('says where operations have moved', async () => {
    const text = yamlOf(v1, ({ paths }) => {
      delete paths['/one'];
      delete paths['/two'];
      paths['/ones'] = { get: operation('v1_one') };
      paths['/two'] = { put: operation('v1_two', { deprecated: true }) };
    });
    server.on(V1, reply(200, text));
    await run();
    expect(lines[0]?.split(': operations ')[1]?.split('\n')).toEqual([
      '+0 -0 ~1, 2 moved',
      '  ~ v1_two',
      '  v1_one: GET /one → GET /ones',
      '  v1_two: GET /two → PUT /two',
    ]);
  });

  test('does not count a new order of keys as a change of an operation', async () => {
    server.on(
      V1,
      reply(
        200,
        yamlOf(v1, ({ paths }) => {
          const { operationId, responses } = operation('v1_one');
          paths['/one'] = { get: { responses, operationId } };
        }),
      ),
    );
    await run();
    expect(lines[0]).toContain('operations +0 -0 ~0');
  });

  test('with very many changes prints a bounded list', async () => {
    const text = yamlOf(v1, ({ paths }) => {
      for (let n = 0; n < 50; n++) paths[`/new/${n}`] = { get: operation(`new_${n}`) };
    });
    server.on(V1, reply(200, text));
    await run();
    expect(lines[0]).toContain('operations +50 -0 ~0');
    expect(lines[0]).toContain('new_26 … and 30 more');
    expect(lines[0]).not.toContain('new_27');
  });

  test('is taken from a redirect on the same host, and the address that was asked is pinned', async () => {
    server.on(V1, reply(302, '', { location: '/moved' }));
    server.on('/moved', reply(200, changedV1));
    await run();
    expect((await readPins(root))['b2b-v1']?.url).toBe(server.base + V1);
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test('is written for all APIs asked, in either spelling, each once', async () => {
    server.on(V1, reply(200, changedV1));
    server.on(V2, reply(200, yamlOf(v2)));
    await run({ apis: ['b2b-v2', 'v1', 'v2'] });
    expect(lines.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'b2b-v1: changed',
      'b2b-v2: unchanged',
    ]);
  });

  test('is accepted when there is no snapshot yet', async () => {
    await rm(join(root, 'openapi'), { recursive: true });
    server.on(V1, reply(200, yamlOf(v1)));
    await run();
    expect(lines[0]).toMatch(/^b2b-v1: changed \(none\) → [0-9a-f]{12}: operations \+4 -0 ~0/);
    expect(Object.keys(await files())).toEqual(['b2b-v1.yaml', 'sources.json']);
  });
});

describe('conditional requests', () => {
  beforeEach(async () => {
    await pin({ etag: '"v1-etag"' });
    server.on(V1, (request, response) => {
      const known = request.headers['if-none-match'] === '"v1-etag"';
      response.writeHead(known ? 304 : 200, { etag: '"v1-etag"' }).end(known ? undefined : yamlOf(v1));
    });
  });

  test('a 304 to the pinned ETag means unchanged', async () => {
    const before = await files();
    await run();
    expect(server.requests[0]?.headers['if-none-match']).toBe('"v1-etag"');
    expect(lines).toEqual(['b2b-v1: unchanged']);
    expect(await files()).toEqual(before);
  });

  test('no ETag is sent when the snapshot on disk is not the pinned one, and the snapshot is restored', async () => {
    await writeFile(join(root, v1.snapshot), changedV1);
    await run();
    expect(server.requests[0]?.headers['if-none-match']).toBeUndefined();
    expect(lines[0]).toContain('operations +0 -1 ~0');
    expect((await files())['b2b-v1.yaml']).toBe(yamlOf(v1));
  });

  test('no ETag is sent to another address than the pinned one', async () => {
    server.on(`/mirror${V1}`, reply(200, yamlOf(v1)));
    await run({ from: `${server.base}/mirror/` });
    expect(server.requests[0]?.headers['if-none-match']).toBeUndefined();
  });

  test('a 304 that was not asked for is an error', async () => {
    await pin();
    server.on(V1, reply(304));
    expect(await failure()).toContain('HTTP 304');
  });
});

describe('a server in trouble', () => {
  test('is asked again after 500 twice, with a growing wait', async () => {
    server.on(V1, (request, response, number) =>
      reply(number < 3 ? 500 : 200, changedV1)(request, response, number),
    );
    await run({ limits: { attempts: 3, backoffMs: 100 } });
    expect(server.requests).toHaveLength(3);
    expect(waits[0]).toBeGreaterThanOrEqual(50);
    expect(waits[0]).toBeLessThanOrEqual(100);
    expect(waits[1]).toBeGreaterThanOrEqual(100);
    expect(waits[1]).toBeLessThanOrEqual(200);
    expect(lines[0]).toContain('the server answers HTTP 500; attempt 2 of 3');
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test.each([408, 429, 500, 503])(
    'that keeps answering %i is given up after the last attempt',
    async (status) => {
      server.on(V1, reply(status));
      expect(await failure()).toBe(
        `b2b-v1: ${server.base}${V1}: the server answers HTTP ${status} (3 attempts); try again later.\nNothing was overwritten.`,
      );
      expect(server.requests).toHaveLength(3);
    },
  );

  test.each([
    ['seconds', '2', 2000],
    ['a date', 'Mon, 03 Aug 2026 12:00:03 GMT', 3000],
    ['a date in the past', 'Mon, 03 Aug 2026 11:00:00 GMT', 0],
    ['a wait beyond the cap', '86400', 5000],
  ])('has its Retry-After respected: %s', async (_what, value, waitMs) => {
    server.on(V1, (request, response, number) =>
      reply(number === 1 ? 429 : 200, changedV1, { 'retry-after': value })(request, response, number),
    );
    await run({ limits: { attempts: 2, maxRetryAfterMs: 5000 } });
    expect(waits).toEqual([waitMs]);
  });

  test('that hangs before the headers runs into the timeout of each attempt', async () => {
    server.on(V1, () => {});
    expect(await failure({ limits: { attempts: 2, timeoutMs: 80 } })).toContain(
      'no complete answer within 80 ms (2 attempts)',
    );
    expect(server.requests).toHaveLength(2);
  });

  test('that drips its body runs into the same timeout', async () => {
    server.on(V1, drip(10));
    expect(await failure({ limits: { attempts: 2, timeoutMs: 80 } })).toContain(
      'no complete answer within 80 ms (2 attempts)',
    );
  });

  test('that cuts the connection inside the body is asked again', async () => {
    server.on(V1, (request, response, number) => {
      if (number > 1) return reply(200, changedV1)(request, response, number);
      response.writeHead(200, { 'content-length': String(changedV1.length) });
      response.write(changedV1.slice(0, 40), () => response.destroy());
    });
    await run();
    expect(lines[0]).toContain('the connection failed');
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test('that refuses the connection is named with the reason', async () => {
    const gone = await startPullServer();
    await gone.close();
    expect(await failure({ from: gone.base })).toContain('the connection failed (ECONNREFUSED) (3 attempts)');
  });
});

describe('an answer that is refused at once', () => {
  const large = Buffer.alloc(2000, 'a');
  const limits = { attempts: 3, timeoutMs: 2000, maxBytes: 1000 };

  test('404 names the API, the address and what to do', async () => {
    expect(await failure()).toBe(
      `b2b-v1: ${server.base}${V1}: the server answers HTTP 404: nothing is published there; check the address, or pull with --from.\nNothing was overwritten.`,
    );
    expect(server.requests).toHaveLength(1);
  });

  test.each([204, 206, 401, 403])('HTTP %i', async (status) => {
    server.on(V1, reply(status));
    expect(await failure()).toContain(`HTTP ${status}; check that the address is public`);
  });

  test('a Content-Length beyond the cap, before the body is read', async () => {
    server.on(V1, (_request, response) => {
      response.writeHead(200, { 'content-length': '2000' }).write('a');
    });
    expect(await failure({ limits })).toContain('larger than 1000 bytes');
  });

  test('a body beyond the cap without a Content-Length, while it is streamed', async () => {
    server.on(V1, flood(large));
    expect(await failure({ limits })).toContain('larger than 1000 bytes');
    expect(server.requests).toHaveLength(1);
  });

  test('a small compressed body that grows beyond the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000, 'a'));
    expect(bomb.length).toBeLessThan(limits.maxBytes);
    server.on(V1, reply(200, bomb, { 'content-encoding': 'gzip', 'content-length': String(bomb.length) }));
    expect(await failure({ limits })).toContain('larger than 1000 bytes');
  });

  test('a redirect to another port', async () => {
    const other = await startPullServer();
    other.on(V1, reply(200, changedV1));
    server.on(V1, reply(302, '', { location: other.base + V1 }));
    expect(await failure()).toContain(`redirects to another host (${other.base})`);
    expect(other.requests).toHaveLength(0);
    await other.close();
  });

  test('a redirect to another host name', async () => {
    server.on(V1, reply(301, '', { location: server.localhost + V2 }));
    expect(await failure()).toContain(`redirects to another host (${server.localhost})`);
  });

  test('a redirect that goes round in circles', async () => {
    server.on(V1, reply(307, '', { location: V1 }));
    expect(await failure()).toContain('redirects more than 5 times');
    expect(server.requests).toHaveLength(6);
  });

  test('a redirect without a Location', async () => {
    server.on(V1, reply(302));
    expect(await failure()).toContain('HTTP 302 without a usable Location');
  });
});

describe('a document that is refused', () => {
  const good = yamlOf(v1);
  const bomb = `a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c, *c, *c]\n`;
  const edited = (edit: Parameters<typeof yamlOf>[1]) => yamlOf(v1, edit);

  test.each<[string, string | Uint8Array, string]>([
    ['an HTML page', '<!doctype html><title>Sign in</title>', 'an HTML (or XML) page'],
    ['nothing', '', 'is empty'],
    ['binary garbage', Uint8Array.from({ length: 256 }, (_, index) => index), 'not UTF-8 text'],
    ['binary garbage that is UTF-8', '\u0000\u0001\u0002 [{', 'not a YAML mapping'],
    ['YAML cut off inside a quoted text', good.slice(0, good.indexOf('"') + 1), 'not valid YAML'],
    ['YAML cut off inside a key', good.slice(0, good.indexOf('servers') + 4), 'not valid YAML'],
    ['YAML cut off before the components', good.slice(0, good.indexOf('components:')), 'lead nowhere'],
    [
      'YAML cut off between two sections',
      edited((document) => {
        document.paths = {
          '/one': { get: { operationId: 'v1_one' } },
          '/two': { get: { operationId: 'v1_two' } },
        };
        Reflect.deleteProperty(document, 'components');
      }),
      'lacks "components", so it may be cut off; if that is right, delete openapi/b2b-v1.yaml',
    ],
    [
      'YAML cut off inside a plain text after the last reference',
      edited(({ paths }) => delete paths['/three']).trimEnd(),
      'lacks 1 known operation(s) and ends inside a line',
    ],
    ['an open quote', `${good}x-note: "never closed\n`, 'not valid YAML'],
    ['a key that occurs twice', `${good}info: {}\n`, 'not valid YAML'],
    ['a bomb of aliases', bomb + good, 'aliases'],
    ['nesting beyond the stack', '['.repeat(20_000), 'nested too deeply'],
    ['a list', '- 1\n', 'not a YAML mapping'],
    ['a JSON error', '{"error":"no"}', 'no OpenAPI 3.x description'],
    ['Swagger 2', good.replace('openapi: 3.1.1', 'openapi: 2.0.0'), 'no OpenAPI 3.x description'],
    ['OpenAPI 3.0', good.replace('openapi: 3.1.1', 'openapi: 3.0.3'), 'written for 3.1'],
    ['no title', edited((document) => (document.info = {})), 'no `info.title`'],
    ['no paths', edited((document) => Reflect.deleteProperty(document, 'paths')), 'no `paths`'],
    ['no operation', edited((document) => (document.paths = {})), 'describes no operation'],
    [
      'an operation without an operationId',
      edited(({ paths }) => (paths['/five'] = { put: { responses: {} } })),
      'PUT "/five" has no operationId',
    ],
    [
      'an operationId that occurs twice',
      edited(({ paths }) => (paths['/five'] = { get: operation('v1_one') })),
      'the operationId "v1_one" twice',
    ],
    [
      'an operationId that is no name',
      edited(({ paths }) => (paths['/five'] = { get: operation('a b\u001b[2J') })),
      'unusable operationId: "a b\\u001b[2J"',
    ],
    [
      'a reference that leads nowhere',
      edited(({ components }) => (components.schemas.Other = { $ref: '#/components/schemas/Gone' })),
      '1 $ref(s) that lead nowhere or out of it (cut off?): "#/components/schemas/Gone"',
    ],
    [
      'a reference to another file',
      edited(({ components }) => (components.schemas.Other = { $ref: 'https://example.org/x.yaml' })),
      'lead nowhere or out of it',
    ],
    ['another API with the same title', yamlOf(v2), 'looks like v2 (b2b-v2)'],
    ['another API with another title', yamlOf(apiByName('booking')), 'looks like booking (public)'],
    [
      'an API that nobody knows',
      edited((document) => (document.info = { title: 'Pets', version: '1.0.0' })),
      'looks like none of the known APIs: title "Pets", version "1.0.0", server path "/api/v1"',
    ],
    [
      'the right title on another server path',
      edited((document) => (document.servers = [{ url: 'https://{host}/api/v3/' }])),
      'server path "/api/v3"',
    ],
    [
      'the right title with other operations',
      edited((document) => {
        document.paths = { '/one': { get: operation('v1_one') }, '/x': { get: operation('x') } };
      }),
      'only 1 of the 4 known operations',
    ],
  ])('%s', async (_what, body, message) => {
    server.on(V1, reply(200, body, { 'content-type': 'application/yaml' }));
    const text = await failure({ limits: { attempts: 1, timeoutMs: 5000 } });
    expect(text.startsWith(`b2b-v1: ${server.base}${V1}: `)).toBe(true);
    expect(text).toContain(message);
  });

  test('samples and properties called `default` are told apart when references are checked', async () => {
    const fine = edited(({ components }) => {
      components.schemas.Other = { type: 'object', example: { $ref: '#/sample' } };
    });
    server.on(V1, reply(200, fine));
    await run();
    const bad = edited(({ components }) => {
      components.schemas.Other = { type: 'object', properties: { default: { $ref: '#/gone' } } };
    });
    server.on(V1, reply(200, bad));
    expect(await failure()).toContain('"#/gone"');
  });
});

describe('several APIs', () => {
  test('one failure keeps the others from being written, and every failure is listed', async () => {
    server.on(V1, reply(200, changedV1));
    server.on(V2, reply(200, '<html>'));
    const text = await failure({ apis: ['v1', 'v2', 'developers'] });
    expect(text.split('\n').map((line) => line.split(':')[0])).toEqual([
      'b2b-v2',
      'developers',
      'Nothing was overwritten.',
    ]);
    expect(lines).toEqual([]);
  });

  test('a file that cannot be replaced puts back the ones that already were', async () => {
    const before = await files();
    const blocked = join(root, 'blocked');
    await mkdir(join(blocked, 'full'), { recursive: true });
    const bytes = Buffer.from('new');
    const created = join(root, 'openapi', 'created.yaml');
    const paths = [join(root, v1.snapshot), created, blocked];
    await expect(replaceFiles(paths.map((path) => ({ path, bytes })))).rejects.toThrow();
    expect(await files()).toEqual(before);
    expect((await readdir(root)).sort()).toEqual(['blocked', 'openapi']);
  });

  test.each(['{', '[]', '{"b2b-v1": {"url": 1}}'])(
    'a broken sources.json stops the pull: %s',
    async (text) => {
      await writeFile(join(root, 'openapi/sources.json'), text);
      expect(await failure()).toContain('openapi/sources.json');
      expect(server.requests).toHaveLength(0);
    },
  );
});

describe('--from', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(root, 'from');
    await mkdir(join(folder, 'b2b-v2'), { recursive: true });
  });

  test('takes <vendor>.yaml or <vendor>/openapi.yaml of a folder and pins the published address', async () => {
    await writeFile(join(folder, 'b2b-v1.yaml'), changedV1);
    await writeFile(join(folder, 'b2b-v2', 'openapi.yaml'), yamlOf(v2));
    await run({ from: folder, apis: ['v1', 'v2'] });
    expect(lines.map((line) => line.slice(0, 15))).toEqual(['b2b-v1: changed', 'b2b-v2: unchang']);
    const published = 'https://developer.alteg.io/_bundle/en/b2b-v1/openapi.yaml';
    expect((await readPins(root))['b2b-v1']).toMatchObject({ url: published, operations: 5 });
  });

  test.each([
    ['a folder without the file', () => folder, 'neither b2b-v1.yaml nor b2b-v1/openapi.yaml'],
    ['no folder', () => join(folder, 'gone'), 'neither a folder nor an http(s) URL'],
    ['another scheme', () => 'ftp://127.0.0.1/x', 'not a valid http(s) URL'],
    ['credentials', () => 'http://me:secret@127.0.0.1/', 'without user, password'],
    ['a query', () => 'http://127.0.0.1/?token=secret', 'without user, password'],
  ])('refuses %s', async (_what, from, message) => {
    const text = await failure({ from: from() });
    expect(text).toContain(message);
    expect(text).not.toContain('secret');
  });
});

describe('the command line', () => {
  interface Exit {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
  }

  function command(...args: string[]): Promise<Exit> {
    const tsx = join(PROJECT, 'node_modules/.bin/tsx');
    const all = ['scripts/pull.ts', '--root', root, ...args];
    return new Promise((resolve) => {
      execFile(tsx, all, { cwd: PROJECT, timeout: 20_000 }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
      });
    });
  }

  test('exits with 0 and prints one report per API', { timeout: 20_000 }, async () => {
    for (const api of apis) server.on(`/${api.vendor}/openapi.yaml`, reply(200, yamlOf(api)));
    server.on(V1, reply(200, changedV1));
    const { code, stdout, stderr } = await command('--from', server.base);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^b2b-v1: changed [0-9a-f]{12} → [0-9a-f]{12}: operations \+1 -0 ~0$/),
      '  + v1_five',
      'b2b-v2: unchanged',
      'public: unchanged',
      'developers: unchanged',
    ]);
    expect((await files())['b2b-v1.yaml']).toBe(changedV1);
  });

  test('exits with 1 and a message without a stack, and leaves the files alone', {
    timeout: 20_000,
  }, async () => {
    server.on(V1, reply(200, '<html>'));
    const before = await files();
    const { code, stdout, stderr } = await command('v1', '--from', server.base);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `b2b-v1: ${server.base}${V1}: the document is an HTML (or XML) page, not YAML.\nNothing was overwritten.\n`,
    );
    expect(await files()).toEqual(before);
  });

  test('exits with 1 on an unknown API and lists the valid names', { timeout: 20_000 }, async () => {
    const { code, stderr } = await command('v3', '--from', server.base);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Unknown API "v3". Valid names: v1 (b2b-v1), v2 (b2b-v2), booking (public), developers.',
    );
    expect(server.requests).toHaveLength(0);
  });

  test('exits with 1 on an unknown option', { timeout: 20_000 }, async () => {
    const { code, stderr } = await command('--form', server.base);
    expect(code).toBe(1);
    expect(stderr).toContain("Unknown option '--form'");
  });
});

describe('the committed snapshots', () => {
  test('are the pinned ones, pass every check, and pulling them from themselves changes nothing', {
    timeout: 30_000,
  }, async () => {
    await rm(join(root, 'openapi'), { recursive: true });
    await cp(join(PROJECT, 'openapi'), join(root, 'openapi'), {
      recursive: true,
      filter: (path) => !['overlays', 'evidence'].includes(basename(path)),
    });
    const pins = await readPins(root);
    const before = await files();
    for (const api of apis) {
      const bytes = await readFile(join(root, api.snapshot));
      const description = readDescription(bytes);
      expect(pins[api.vendor]).toMatchObject({
        sha256: sha256(bytes),
        operations: description.operations.length,
      });
    }
    await run({ apis: [], from: join(root, 'openapi') });
    expect(lines).toEqual(apis.map(({ vendor }) => `${vendor}: unchanged`));
    expect(await files()).toEqual(before);
  });
});
