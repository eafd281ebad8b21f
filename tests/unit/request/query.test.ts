// The names and values of a query, held against what an operation takes, before anything is sent.
import { describe, expect, it } from 'vitest';
import { createClient } from '../../../src/index.ts';
import type { OperationTable } from '../../../src/operations/operation.ts';
import { httpOf } from '../../support/http.ts';
import { failureOf, type Loose, type LooseOperation, partner, recorder } from '../../support/recorder.ts';

const table = {
  list: ['/things', 'GET', 'partner', { query: 'changed_after@ ids page+ price# search' }],
  plain: ['/plain', 'GET', 'partner'],
} satisfies OperationTable;

type Strict = Loose & Record<keyof typeof table, LooseOperation>;

function strict(options: object = {}) {
  const { fetch, sent } = recorder();
  const api = { name: 'v1' as const, operations: () => table as OperationTable, strategies: {} };
  const client = createClient<Strict>(api, {
    partnerToken: partner,
    limiter: false,
    retry: 0,
    fetch,
    ...options,
  });
  return { client, sent };
}

/** The text of the error that a call is refused with, before anything is sent. */
async function refused(call: Promise<unknown>): Promise<string> {
  const error = (await failureOf(call)) as Error;
  expect(error).toMatchObject({ name: 'AltegioConfigError', outcome: 'not-sent' });
  return error.message;
}

describe('an unknown query name', () => {
  it.each([
    [{ changed_aftr: '2026-01-01' }, 'query.changed_aftr is not known here', 'changed_after'],
    [{ Search: 'x' }, 'query.Search is not known here', 'search'],
    [{ 'idz[]': [1] }, 'query.idz[] is not known here', 'ids'],
  ])('is refused: %j', async (query, problem, nearest) => {
    const { client, sent } = strict();
    const message = await refused(client.list({ query }));
    expect(message).toContain(problem);
    expect(message).toContain(`the nearest name is ${nearest}`);
    expect(message).toContain('unchecked: true');
    expect(sent).toHaveLength(0);
  });

  it('is refused where nothing is known to be taken', async () => {
    const { client, sent } = strict();
    expect(await refused(client.plain({ query: { search: 'x' } }))).toContain(
      'query.search is not known here',
    );
    expect(sent).toHaveLength(0);
  });

  it('is refused by path too', async () => {
    const { client, sent } = strict();
    const call = httpOf(client).request('get', '/things', { params: { query: { serch: 'x' } } });
    await expect(call).rejects.toThrow('the nearest name is search');
    expect(sent).toHaveLength(0);
  });

  it.each([
    ['of one call', {}, { unchecked: true }],
    ['of the client', { unchecked: true }, {}],
  ])('is sent with unchecked: true %s', async (_, options, more) => {
    const { client, sent } = strict(options);
    await client.list({ query: { serch: 'x', page: 'first' }, ...more });
    expect(sent[0]!.target).toContain('?serch=x&page=first');
  });

  it('is sent by path with unchecked: true', async () => {
    const { client, sent } = strict();
    const init = { params: { query: { serch: 'x' } }, unchecked: true };
    await httpOf(client).request('get', '/things', init);
    expect(sent[0]!.target).toContain('?serch=x');
  });

  it('is sent to an undocumented endpoint', async () => {
    const { client, sent } = strict();
    await client.request('GET', '/hidden', { query: { anything: 'x' } });
    expect(sent[0]!.target).toContain('?anything=x');
  });

  it('stands for nothing when its value is undefined', async () => {
    const { client, sent } = strict();
    await client.list({ query: { serch: undefined } });
    expect(sent[0]!.target).not.toContain('?');
  });
});

it.each([
  { page: 2, count: 50 },
  { limit: 5, page_size: 5 },
  { company_id: 1 },
  { team_member_ids: [1, 2] },
  { ids: [1] },
  { 'ids[]': [1] },
  { 'ids[0]': 1 },
])('takes what the API takes everywhere, and other spellings of lists: %j', async (query) => {
  const { client, sent } = strict();
  await client.list({ query });
  expect(sent).toHaveLength(1);
});

describe('a value', () => {
  it.each([
    [{ changed_after: 'yesterday' }, 'query.changed_after must be a date'],
    [{ changed_after: '01.02.2026' }, 'query.changed_after must be a date'],
    [{ changed_after: '2026-13-01' }, 'query.changed_after must be a date'],
    [{ page: 0 }, 'query.page must be a whole number of 1 or more'],
    [{ page: '1.5' }, 'query.page must be a whole number of 1 or more'],
    [{ price: 'cheap' }, 'query.price must be a number'],
    [{ price: [1, 'x'] }, 'query.price must be a number'],
  ])('of another form is refused: %j', async (query, problem) => {
    const { client, sent } = strict();
    expect(await refused(client.list({ query }))).toContain(problem);
    expect(sent).toHaveLength(0);
  });

  it.each([
    { changed_after: '2026-01-31' },
    { changed_after: '2026-01-31 10:00:00' },
    { changed_after: '2026-01-31T10:00:00+0300' },
    { changed_after: '2026-01-31T10:00:00-05:00' },
    { changed_after: '20260131' },
    { price: -1.5 },
    { price: '10' },
    { price: '' },
    { page: '3' },
    { search: 'anything' },
  ])('in any spelling that the API reads is sent: %j', async (query) => {
    const { client, sent } = strict();
    await client.list({ query });
    expect(sent).toHaveLength(1);
  });

  it('does not stand in the message, since it may be a secret', async () => {
    const { client } = strict();
    expect(await refused(client.list({ query: { price: 'hunter2' } }))).not.toContain('hunter2');
  });
});
