// The contracts from the tarball alone: found, told apart by hash, and enough for a contract test with plain Prism.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContractSource } from '../../scripts/package/contracts.ts';
import { type PlainPrism, plainPrism } from '../support/prism.ts';
import { type Consumer, makeConsumer } from './consumer.ts';

let consumer: Consumer;
let prism: PlainPrism;

beforeAll(async () => {
  consumer = await makeConsumer();
  prism = await plainPrism('node_modules/altegio-sdk/contract/v1.json', consumer.folder);
}, 120_000);
afterAll(() => {
  prism?.close();
  consumer?.remove();
});

/** What a program of the consumer's prints, as JSON. */
async function run(file: string, text: string): Promise<unknown> {
  consumer.write(file, text);
  const { stdout } = await promisify(execFile)('node', ['--no-warnings', file], { cwd: consumer.folder });
  return JSON.parse(stdout);
}

const names = ['booking', 'developers', 'v1', 'v2'];

describe('the contracts', () => {
  it('are found by import and by require', async () => {
    const list = JSON.stringify(names);
    const imported = names.map(
      (name) => `import ${name} from 'altegio-sdk/contract/${name}.json' with { type: 'json' };`,
    );
    const counted = `[${names.join(', ')}].map(({ paths }) => Object.keys(paths).length > 10)`;
    expect(await run('found.mjs', `${imported.join('\n')}\nconsole.log(JSON.stringify(${counted}))`)).toEqual(
      names.map(() => true),
    );
    const required = `${list}.map((name) => require.resolve('altegio-sdk/contract/' + name + '.json'))`;
    const paths = (await run('found.cjs', `console.log(JSON.stringify(${required}))`)) as string[];
    expect(paths.map((path) => path.split('/contract/')[1])).toEqual(names.map((name) => `${name}.json`));
  });

  it('are known by edition and hash', () => {
    const folder = join(consumer.installed, 'contract');
    const read = (file: string) => readFileSync(join(folder, file), 'utf8');
    const sources = JSON.parse(read('sources.json')) as Record<string, ContractSource>;
    expect(readdirSync(folder).sort()).toEqual(
      [...names.map((name) => `${name}.json`), 'sources.json'].sort(),
    );
    for (const name of names) {
      const { file, sha256, edition, operations, description } = sources[name]!;
      expect(createHash('sha256').update(read(file)).digest('hex')).toBe(sha256);
      expect(edition).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(operations).toBeGreaterThan(10);
      expect(description.url).toMatch(/^https:/);
      expect(description.sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it('are enough for a contract test by hand', async () => {
    const program = `
      import { createAltegio } from 'altegio-sdk';
      const { v1 } = createAltegio({ partnerToken: 'p', userToken: 'u', baseUrl: { v1: '${prism.url}' }, limiter: false, retry: 0 });
      const path = { location_id: 1 };
      const refused = (call) => call.then(() => 'taken', ({ status }) => status);
      const query = { start_date: '2026-01-01' };
      console.log(JSON.stringify({
        clients: (await v1.get_client_list.items({ path, body: {} }).toArray({ limit: 50 })).length,
        appointments: (await v1.get_appointment_list.items({ path, query }).toArray({ limit: 50 })).length,
        forbidden: await refused(v1.get_client_list({ path, body: {}, headers: { prefer: 'code=403' } })),
        wrong: await refused(v1.get_client_list({ path, body: { page: 'x' } })),
      }));`;
    const { clients, appointments, ...statuses } = (await run('contract-test.mjs', program)) as Record<
      string,
      number
    >;
    expect([clients, appointments].every((count) => count! > 0 && count! < 10)).toBe(true);
    expect(statuses).toEqual({ forbidden: 403, wrong: 422 });
  });
});
