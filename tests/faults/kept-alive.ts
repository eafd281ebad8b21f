// Run by other runtimes: writes over a connection that the server closes under them. Prints what is reported to the caller of each.
import { createClient } from '../../src/client/client.ts';
import type { OperationTable } from '../../src/operations/operation.ts';

const [base = ''] = process.argv.slice(2);

const operations = (): OperationTable => ({
  read: ['/warm', 'GET', 'none', { response: 'any' }],
  create: ['/work', 'POST', 'none', { body: 'json', response: 'any' }],
  update: ['/work', 'PUT', 'none', { body: 'json', response: 'any' }],
  remove: ['/work', 'DELETE', 'none', { response: 'any' }],
  send: ['/work', 'GET', 'none', { response: 'any', safe: false }],
});

type Method = (input?: object) => Promise<unknown>;

const client = createClient<Record<string, Method>>(
  { name: 'v1', operations },
  { partnerToken: 'partner', limiter: false, baseUrl: { v1: base }, timeoutMs: 5000 },
);

for (const [name, input] of Object.entries({
  create: { body: {} },
  update: { body: {} },
  remove: {},
  send: {},
})) {
  await client.read!();
  const report = await client[name]!(input).then(
    () => ({ name, outcome: 'done', attempts: 1 }),
    ({ outcome, attempts }) => ({ name, outcome, attempts }),
  );
  console.log(JSON.stringify(report));
}
