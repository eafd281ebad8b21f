// What an operation was called, and where it stood, in earlier editions: code that is written already goes on working.
import { expect, it } from 'vitest';
import { type Api, type CallInput, createClient, type PathStyle } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { httpOf } from '../../support/http.ts';
import { ok, recorder } from '../../support/recorder.ts';

type Client = Record<string, (input: CallInput) => Promise<unknown>>;

function clientOf(table: OperationTable, paths?: PathStyle) {
  const { fetch, sent } = recorder(ok());
  const api: Api<Client> = { name: 'v1', operations: () => table };
  const client = createClient(api, { partnerToken: 'partner', fetch, limiter: false, paths });
  return { client, places: () => sent.map(({ method, url }) => `${method} ${url.pathname}`) };
}

const mark = [
  '/boxes/{id}/mark',
  'POST',
  'partner',
  { aliases: ['GET /box/{id}/mark', '/mark/{id}'] },
] as const;
const wipe = ['/boxes/{id}', 'DELETE', 'partner', { aliases: ['/boxes/{id}/{kind}'] }] as const;

it('the legacy style sends the latest of the earlier paths, with its method', async () => {
  const { client, places } = clientOf({ mark }, 'legacy');
  await client.mark!({ path: { id: 1 } });
  expect(places()).toEqual(['GET /api/v1/box/1/mark']);
});

it('the legacy style sends the published path in place of one that it cannot fill', async () => {
  const { client, places } = clientOf({ wipe }, 'legacy');
  await client.wipe!({ path: { id: 1 } });
  expect(places()).toEqual(['DELETE /api/v1/boxes/1']);
});

it('an earlier path is known to http, with its method and with parameters that are gone', async () => {
  const { client, places } = clientOf({ mark, wipe });
  await httpOf(client).GET('/box/{id}/mark', { params: { path: { id: 1 } } });
  await httpOf(client).DELETE('/boxes/{id}/{kind}', { params: { path: { id: 2, kind: 'a' } } });
  expect(places()).toEqual(['POST /api/v1/boxes/1/mark', 'DELETE /api/v1/boxes/2']);
});

it('an earlier operationId is a method that does the same', async () => {
  const formerIds = ['set_mark', 'list'];
  const { client, places } = clientOf({
    mark: ['/boxes/{id}/mark', 'POST', 'partner', { formerIds }],
    list: ['/boxes', 'GET', 'partner'],
  });
  await client.set_mark!({ path: { id: 1 } });
  // What is called so today goes before what was once called so.
  await client.list!({});
  expect(places()).toEqual(['POST /api/v1/boxes/1/mark', 'GET /api/v1/boxes']);
});
