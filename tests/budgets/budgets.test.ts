// Holds the package to the numbers of budgets.json: none depends on the speed of the machine. Needs `npm run build`.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAltegio } from '../../src/index.ts';
import { measureAllocations } from '../bench/lib/allocations.ts';
import { check, writeProgram } from '../bench/lib/compiler.ts';
import { withResults } from '../bench/lib/docs.ts';
import { byOperation, byPath, type SampleCall, sampleCalls, spreadOut } from '../bench/lib/programs.ts';
import type { Results } from '../bench/lib/results.ts';
import { bundledSize, ours } from '../bench/suites/bundle.ts';
import { packed } from '../package/consumer.ts';

const root = resolve(import.meta.dirname, '../..');
const dist = join(root, 'dist');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const budgets = JSON.parse(read('tests/budgets/budgets.json')) as Record<
  string,
  { max: number; reason: string }
>;

function expectWithin(name: string, value: number): void {
  expect(value, `${name}: ${value}`).toBeLessThanOrEqual(budgets[name]!.max);
}

describe('the bundle of', () => {
  it.each([
    ['one v2 call', 'altegio-sdk, one v2 call by operation'],
    ['one v1 call', 'altegio-sdk, one v1 call by operation'],
    ['the whole SDK', 'altegio-sdk, all four APIs'],
  ])('%s keeps within its budget', async (name, program) => {
    expectWithin(`bundle of ${name}, gzip bytes`, (await bundledSize(ours[program]!)).gzip);
  });
});

it('a webhook handler keeps within its budget', async () => {
  const program = `import { createWebhookHandler } from 'altegio-sdk/webhooks';
    export default { fetch: createWebhookHandler({ secret: 'secret', on: { record: console.log } }) };`;
  expectWithin('bundle of a webhook handler, gzip bytes', (await bundledSize(program)).gzip);
});

it('a watch over the contract keeps within its budget', async () => {
  const program = `import { createContractWatch } from 'altegio-sdk/validation';
    export default createContractWatch({ sample: 0.1 });`;
  expectWithin('bundle of a contract watch, gzip bytes', (await bundledSize(program)).gzip);
});

describe('the package', () => {
  it.each([
    ['JavaScript of one format', /^(?!cli|validation\/).*\.js$/],
    ['the validators', /^validation\/.*\.js$/],
    ['the command', /^cli\.js$/],
    ['declarations', /\.d\.[cm]?ts$/],
  ])('keeps its %s within the budget', (name, ending) => {
    const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) =>
      ending.test(file),
    );
    expect(files).not.toEqual([]);
    const bytes = files.reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length,
      0,
    );
    expectWithin(`dist, ${name}, gzip bytes`, bytes);
  });

  it('keeps its contracts within the budget', () => {
    const sizes = readdirSync(join(root, 'contract')).map(
      (file) => gzipSync(readFileSync(join(root, 'contract', file)), { level: 9 }).length,
    );
    expectWithin(
      'the contracts, gzip bytes',
      sizes.reduce((sum, size) => sum + size, 0),
    );
  });

  it('keeps the size of its tarball and of what is installed within the budget', async () => {
    const { size, unpackedSize } = await packed();
    expectWithin('the tarball, bytes', size);
    expectWithin('the installed package, bytes', unpackedSize);
  });
});

describe('the types', () => {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const folder = mkdtempSync(join(tmpdir(), 'altegio-sdk-budget-'));
  const instantiations = async (source: string) =>
    (await check(compiler, writeProgram(folder, source, dist))).instantiations;
  let calls: SampleCall[];
  let empty: number;

  beforeAll(async () => {
    calls = await sampleCalls();
    empty = await instantiations('');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('cost 20 calls by operation next to nothing', async () => {
    const found = await instantiations(byOperation(spreadOut(calls, 20)));
    expectWithin('20 v1 calls by operation over an empty file, instantiations', found - empty);
  });

  it('cost all calls by operation next to nothing', async () => {
    const found = await instantiations(byOperation(calls));
    expectWithin('all v1 calls by operation over an empty file, instantiations', found - empty);
  });

  it('cost a wrong path no more than a right one', async () => {
    const call = (path: string) =>
      `import type { V1Client } from 'altegio-sdk/v1';
       declare const client: V1Client;
       ${path.includes('clientz') ? '// @ts-expect-error' : ''}
       export const { data } = await client.http.GET('${path}', { params: { path: { location_id: 1, id: 2 } } });`;
    const right = await instantiations(call('/client/{location_id}/{id}'));
    const wrong = await instantiations(call('/clientz/{location_id}/{id}'));
    expectWithin('a wrong path over a right one, instantiations', wrong / right);
  }, 60_000);

  it('cost 20 calls by path no more than before', async () => {
    const found = await instantiations(byPath(spreadOut(calls, 20)));
    expectWithin('20 v1 calls by path over an empty file, instantiations', found - empty);
  }, 60_000);
});

describe('a full export asks for no more pages than it needs:', () => {
  const total = 20_000;

  /** A server that cuts sizes as the API does, counts requests and tells a total where the API tells one. */
  function exporter() {
    let requests = 0;
    const respond = async (input: unknown, init?: RequestInit): Promise<Response> => {
      requests++;
      const url = new URL(String(input));
      const asked =
        typeof init?.body === 'string' ? JSON.parse(init.body) : Object.fromEntries(url.searchParams);
      const isV2 = url.pathname.includes('/v2/');
      const max = isV2 ? 250 : url.pathname.includes('/records/') ? 1000 : 200;
      const wanted = Number(asked.page_size ?? asked.count ?? asked.limit ?? 25);
      const size = wanted <= max ? wanted : 25;
      const first = (Number(asked.page) - 1) * size;
      const data = Array.from({ length: Math.max(0, Math.min(size, total - first)) }, (_, index) => ({
        id: first + index + 1,
      }));
      const meta = isV2 ? { pagination: { page: asked.page, limit: size } } : { total_count: total };
      return Response.json({ success: true, data, meta });
    };
    const altegio = createAltegio({
      partnerToken: 'partner',
      userToken: 'user',
      limiter: false,
      fetch: respond as typeof fetch,
    });
    return { altegio, requests: () => requests };
  }
  const path = { location_id: 1 };
  const limit = Number.POSITIVE_INFINITY;

  it('clients', async () => {
    const { altegio, requests } = exporter();
    const rows = await altegio.v1.get_client_list.items({ path, body: {} }).toArray({ limit });
    expect(rows).toHaveLength(total);
    expectWithin('requests for 20,000 clients', requests());
  });

  it('appointments', async () => {
    const { altegio, requests } = exporter();
    const rows = await altegio.v1.get_appointment_list.items({ path }).toArray({ limit });
    expect(rows).toHaveLength(total);
    expectWithin('requests for 20,000 appointments', requests());
  });

  it('v2 appointments', async () => {
    const { altegio, requests } = exporter();
    const rows = await altegio.v2.list_appointments.items({ path }).toArray({ limit });
    expect(rows).toHaveLength(total);
    expectWithin('requests for 20,000 v2 appointments', requests());
  });
});

it('a call allocates little more than its peer and keeps nothing', async () => {
  const memory = await measureAllocations(dist);
  const peer = memory['openapi-fetch']!.allocated;
  const byOperation = memory['altegio-sdk, by operation']!;
  const byPath = memory['altegio-sdk, by path']!;
  expectWithin(
    'bytes allocated by one call, everything on, over openapi-fetch',
    byOperation.allocated / peer,
  );
  expectWithin('bytes allocated by one call by path, over openapi-fetch', byPath.allocated / peer);
  expectWithin('bytes kept after a call', Math.max(byOperation.kept, byPath.kept));
});

it('docs/performance.md says what tests/bench/results.json holds', () => {
  const docs = read('docs/performance.md');
  expect(docs).toBe(withResults(docs, JSON.parse(read('tests/bench/results.json')) as Results));
});
