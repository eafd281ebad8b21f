// Lists on the mock end: every paged operation of the tables, read through the SDK until there is nothing more.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byDateWindow } from '../../src/index.ts';
import type { Paging } from '../../src/operations/operation.ts';
import { pageOf } from '../../src/testing/pages.ts';
import { type Mock, startMock } from '../../src/testing.ts';
import { requestOf, type Sample } from './request-builder.ts';
import { apis, type Recorded, recordedClient, subjectOf } from './setup.ts';

interface PagedMethod {
  items(input: object): { toArray(options: { limit: number }): Promise<unknown[]> };
  pages(input: object): AsyncIterable<{ items: unknown[]; total: number | undefined }>;
}

const paged = (await Promise.all(apis.map(subjectOf))).flatMap(({ api, contract, operations, entries }) =>
  operations
    .filter(({ paging }) => paging)
    .map(({ id, paging }) => ({ api, id: id!, paging: paging!, contract, entry: entries.get(id!)! })),
);

it('covers all APIs that have paged operations', () => {
  expect([...new Set(paged.map(({ api }) => api))]).toEqual(['v1', 'v2', 'developers']);
  expect(paged.length).toBeGreaterThanOrEqual(28);
});

describe.each([
  ['static', {}],
  ['dynamic', { dynamic: true, seed: 'pages' }],
])('in %s mode', (_mode, options) => {
  let mock: Mock;
  let client: Recorded;
  beforeAll(async () => {
    mock = await startMock(options);
    client = recordedClient(mock.url);
  });
  afterAll(() => mock?.close());

  it.each(paged)('$api $id has items and an end', async ({ api, id, paging, contract, entry }) => {
    const method = methodOf(client, api, id);
    const input = fromTheStart(requestOf(contract, entry, 'required'), paging);
    const items = await method.items(input).toArray({ limit: 50 });
    expect(items.length).toBeGreaterThanOrEqual(1);
    expect(items.length).toBeLessThan(50);
    for await (const { total } of method.pages(input)) {
      // Some examples tell it though their description does not: so the list ends on a mock that knows no pages.
      const reported = [items.length, ...(paging.total ? [] : [undefined])];
      expect(reported).toContain(total);
    }
  });

  it('serves the calls of the README', async () => {
    const { v1 } = client.altegio;
    const path = { location_id: 123 };
    const query = { start_date: '2026-01-01' };
    let records = 0;
    for await (const { id } of v1.get_appointment_list.items({ path, query })) if (id) records++;
    expect(records).toBeGreaterThanOrEqual(1);

    const body = { client_id: 456, client_phone: null, payment_statuses: [], attendance: null };
    const visits = await v1.search_client_visits.pages({ path, body }).toArray({ limit: 500 });
    expect(visits.length).toBeGreaterThanOrEqual(1);

    for await (const page of v1.get_appointment_list.pages({ path, query })) {
      expect(page.total).toBe(records);
    }

    const year = { start_date: '2026-01-01', end_date: '2026-03-31', days: 31 };
    const windows = byDateWindow(year, (window) => v1.get_appointment_list.items({ path, query: window }));
    for await (const record of windows) expect(record.id).toBeGreaterThan(0);
  });
});

describe('a page', () => {
  const paging: Paging = {
    style: 'page-count',
    in: 'query',
    page: 'page',
    size: 'count',
    items: [['data']],
    total: ['meta', 'total_count'],
    key: 'id',
  };
  const response = { data: [{ id: 7 }, { id: 7 }, { id: 8 }], meta: [] };

  it('has distinct ids and the total of its items', () => {
    const data = [{ id: 7 }, { id: 8 }, { id: 9 }];
    expect(pageOf(paging, {}, response)).toEqual({ data, meta: { total_count: 3 } });
  });

  it('is empty after the first, with the same total', () => {
    expect(pageOf(paging, { page: '2' }, response)).toEqual({ data: [], meta: { total_count: 3 } });
  });

  it('says what was asked for where it says anything', () => {
    const { total: _, ...untold } = paging;
    const v2: Paging = { ...untold, style: 'page-limit', size: 'limit' };
    const made = { data: [{ id: '7' }], meta: { pagination: { page: 9, limit: 3, offset: 5 } } };
    expect(pageOf(v2, { page: '2', limit: '250' }, made)).toEqual({
      data: [],
      meta: { pagination: { page: 2, limit: 250, offset: 250 } },
    });
  });
});

function methodOf({ altegio }: Recorded, api: string, id: string): PagedMethod {
  return (altegio as unknown as Record<string, Record<string, PagedMethod>>)[api]![id]!;
}

/** A required page number is a sample like any other, and may be any. */
function fromTheStart(input: Sample, { in: place, page, size, style }: Paging): Sample {
  const given = input[place];
  if (typeof given !== 'object' || given === null || style === 'date-cursor') return input;
  const { [page]: _page, [size]: _size, ...rest } = given as Record<string, unknown>;
  return { ...input, [place]: rest };
}
