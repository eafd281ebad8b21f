// An operation that the vendor has removed: for one minor release its method says what became of it.
import { expect, it } from 'vitest';
import { AltegioConfigError, type Api, type CallInput, createClient } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { indexTable } from '../../../src/operations/table.ts';
import { httpOf } from '../../support/http.ts';
import { ok, recorder } from '../../support/recorder.ts';

type Method = ((input?: CallInput) => Promise<unknown>) & { items(): unknown; pages(): unknown };

const removed = 'Altegio has removed it (GET /marks/{id}); call get_box in its place';

function clientOf(table: OperationTable) {
  const { fetch, sent } = recorder(ok());
  const api: Api<Record<string, Method>> = { name: 'v1', operations: () => table };
  return { client: createClient(api, { partnerToken: 'partner', fetch, limiter: false }), sent };
}

const { client, sent } = clientOf({ get_mark: ['/marks/{id}', 'GET', 'none', { removed }] });

it.each([
  ['its method', () => client.get_mark!({ path: { id: 1 } })],
  ['its method without arguments', () => client.get_mark!()],
  ['its rows', async () => client.get_mark!.items()],
  ['its pages', async () => client.get_mark!.pages()],
  [
    'its path',
    () => (client.request as unknown as (...of: string[]) => Promise<unknown>)('GET', '/marks/{id}'),
  ],
])('%s throws before anything is sent, and says what to call', async (_what, run) => {
  const error = await run().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AltegioConfigError);
  expect(error).toMatchObject({ message: `get_mark was not sent: ${removed}.`, outcome: 'not-sent' });
  expect(sent).toEqual([]);
});

it('its path by http throws the same', async () => {
  await expect(httpOf(client).GET('/marks/{id}', { params: { path: { id: 1 } } })).rejects.toThrow(removed);
  expect(sent).toEqual([]);
});

it('is no read-back of a write', () => {
  const { byId } = indexTable({
    get_mark: ['/marks/{id}', 'GET', 'none', { removed }],
    put_mark: ['/marks/{id}', 'PUT', 'user'],
  });
  expect(byId.get('put_mark')?.readBack).toBeUndefined();
});
