// Names of one thing: a request holds one of them.
import { describe, expect, it } from 'vitest';
import { type Api, type CallInput, createClient } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { httpOf } from '../../support/http.ts';
import { failureOf, ok, recorder } from '../../support/recorder.ts';

const table: OperationTable = {
  add: ['/things', 'POST', 'partner', { body: 'json', families: [['team_member_id', 'staff_id']] }],
  list: [
    '/things',
    'GET',
    'partner',
    {
      query: 'company_id location_id',
      requiredQuery: ['location_id'],
      families: [['location_id', 'company_id']],
    },
  ],
};

type Method = (input: CallInput) => Promise<unknown>;

function setUp() {
  const { fetch, sent } = recorder(ok());
  const api: Api<Record<'add' | 'list', Method>> = { name: 'v1', operations: () => table };
  return { client: createClient(api, { partnerToken: 'partner', fetch, limiter: false }), sent };
}

describe('one name', () => {
  it('is sent as it was given, that of today or an earlier one', async () => {
    const { client, sent } = setUp();
    await client.add({ body: { staff_id: 1 } });
    await client.add({ body: { team_member_id: 1, staff_id: undefined } });
    await client.list({ query: { company_id: 2 } });
    await client.list({ query: { location_id: 2 } });
    expect(sent.map(({ body, url }) => body ?? url.search)).toEqual([
      { staff_id: 1 },
      { team_member_id: 1 },
      '?company_id=2',
      '?location_id=2',
    ]);
  });

  it('is wanted where the API wants one', async () => {
    const { client, sent } = setUp();
    const error = await failureOf(client.list({ query: {} }));
    expect(error.message).toContain('query.location_id is missing');
    expect(sent).toEqual([]);
  });
});

describe('two names', () => {
  it('are refused before sending, with the one to keep', async () => {
    const { client, sent } = setUp();
    const inBody = await failureOf(client.add({ body: { team_member_id: 1, staff_id: 1 } }));
    expect(inBody).toMatchObject({ name: 'AltegioConfigError', operationId: 'add' });
    expect(inBody.message).toContain(
      'body holds team_member_id and staff_id, which are names of the same thing: send team_member_id only',
    );
    const inQuery = await failureOf(client.list({ query: { location_id: 1, company_id: 1 } }));
    expect(inQuery.message).toContain('query holds location_id and company_id');
    expect(sent).toEqual([]);
  });

  it('are refused by path too', async () => {
    const { client, sent } = setUp();
    const body = { team_member_id: 1, staff_id: 1 };
    await expect(httpOf(client).POST('/things', { body })).rejects.toThrow('names of the same thing');
    expect(sent).toEqual([]);
  });
});
