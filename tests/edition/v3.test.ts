// What an API of v3's kind asks of the client, on the table that the generator makes of a small description of one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { correct } from '../../scripts/contract/contract.ts';
import type { ApiInfo } from '../../scripts/openapi/apis.ts';
import { type Api, type Cursor, createClient } from '../../src/index.ts';
import { cursor } from '../../src/pagination/cursor.ts';
import { hastyClock } from '../support/clock.ts';
import { failureOf, type Loose } from '../support/recorder.ts';
import { tableOf } from '../support/tiny/tiny.ts';
import { v3Server } from './v3/server.ts';

interface Http {
  http: Record<
    'GET' | 'POST' | 'PATCH',
    (path: string, init: object) => Promise<{ data?: unknown; response: Response }>
  >;
}

const snapshot = parse(readFileSync(join(import.meta.dirname, 'v3/b2b-v3.yaml'), 'utf8'));
const names = { name: 'v3', vendor: 'b2b-v3', snapshot: 'b2b-v3.yaml' } as unknown as ApiInfo;
const { contract } = correct(names, { snapshot, evidence: [], written: [] });

// Under a name that exists; its base is the caller's.
const v3: Api<Loose & Http> = {
  name: 'v2',
  operations: () => tableOf(contract),
  strategies: { cursor },
  headers: { accept: 'application/json' },
};

const path = { location_id: 7 };
const all = { limit: Number.POSITIVE_INFINITY };
const visit = { team_member_id: 11, service_ids: [1], starts_at: '2026-12-24T10:00:00Z' };

function start(options: object = {}) {
  const server = v3Server();
  const client = createClient(v3, {
    ...{ partnerToken: 'access-token', userToken: 'user-token', limiter: false },
    baseUrl: { v2: 'https://api.alteg.io/api/v3' },
    fetch: server.fetch,
    clock: hastyClock(1000),
    ...options,
  });
  const { listAppointments, createAppointment, getAppointment, updateAppointment } =
    client as Required<Loose>;
  return {
    ...server,
    client,
    listAppointments: listAppointments!,
    createAppointment: createAppointment!,
    getAppointment: getAppointment!,
    updateAppointment: updateAppointment!,
  };
}

describe('an API of the kind of v3', () => {
  it('gets one token, and JSON as it is asked for', async () => {
    const { getAppointment, sent } = start();
    await getAppointment({ path: { ...path, appointment_id: 'apt_1' } });
    expect(sent[0]!.headers.get('authorization')).toBe('Bearer access-token');
    expect(sent[0]!.headers.get('accept')).toBe('application/json');
  });

  it('has the headers of its API behind those of the caller', async () => {
    const { getAppointment, sent } = start({ headers: { accept: 'application/x-ndjson' } });
    await getAppointment({ path: { ...path, appointment_id: 'apt_1' } });
    expect(sent[0]!.headers.get('accept')).toBe('application/x-ndjson');
  });
});

describe('a list with cursors', () => {
  const idsOf = (items: { id?: unknown }[]) => items.map(({ id }) => id);

  it('is read until it has no more', async () => {
    const { listAppointments, sent } = start();
    const items = await listAppointments.items({ path, query: { team_member_id: 11 }, size: 2 }).toArray(all);
    expect(idsOf(items)).toEqual(['apt_1', 'apt_2', 'apt_3', 'apt_4', 'apt_5']);
    expect(sent.map(({ query }) => query)).toEqual([
      { team_member_id: '11', limit: '2' },
      { team_member_id: '11', limit: '2', cursor: 'c2' },
      { team_member_id: '11', limit: '2', cursor: 'c4' },
    ]);
  });

  it('is asked for the largest pages, or for those of the arguments', async () => {
    const { listAppointments, sent } = start();
    await listAppointments.items({ path }).toArray(all);
    await listAppointments.items({ path, query: { limit: 4, cursor: 'c1' } }).toArray(all);
    expect(sent.map(({ query }) => query)).toEqual([{ limit: '100' }, { limit: '4', cursor: 'c1' }]);
  });

  it('goes on at a stored cursor, which is plain JSON, and not after its end', async () => {
    const { listAppointments } = start();
    const cursors: Cursor[] = [];
    for await (const page of listAppointments.pages({ path, size: 3 })) cursors.push(page.cursor);
    const from = JSON.parse(JSON.stringify(cursors[0])) as Cursor;
    expect(idsOf(await listAppointments.items({ path, from }).toArray(all))).toEqual(['apt_4', 'apt_5']);
    expect(await listAppointments.items({ path, from: cursors[1] }).toArray(all)).toEqual([]);
  });

  it.each([
    ['a cursor of another kind', { from: { page: 2 } as Cursor }],
    ['no size', { size: 0 }],
    ['a larger size than is honoured', { size: 101 }],
  ])('refuses %s before sending', async (_, options) => {
    const { listAppointments, sent } = start();
    const read = async () => listAppointments.items({ path, ...options }).toArray(all);
    expect(await failureOf(read())).toMatchObject({ name: 'AltegioConfigError' });
    expect(sent).toEqual([]);
  });
});

describe('a create with a key', () => {
  const keysOf = (sent: { headers: Headers }[]) => sent.map(({ headers }) => headers.get('idempotency-key'));

  it('is repeated after an unknown outcome, with the same key, and done once', async () => {
    const { createAppointment, sent, rows, lose } = start();
    lose(2);
    expect(await createAppointment({ path, body: visit })).toMatchObject({ id: 'apt_6' });
    expect(sent).toHaveLength(3);
    expect(new Set(keysOf(sent)).size).toBe(1);
    expect(rows).toHaveLength(6);
  });

  it('has another key in the next call', async () => {
    const { createAppointment, sent } = start();
    await createAppointment({ path, body: visit });
    await createAppointment({ path, body: { ...visit, starts_at: '2026-12-25T10:00:00Z' } });
    const keys = keysOf(sent);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('takes the key of the caller, so that a repeat after a crash does nothing twice', async () => {
    const { createAppointment, sent, rows } = start();
    const order = { path, body: visit, headers: { 'Idempotency-Key': 'order-4711' } };
    expect(await createAppointment(order)).toEqual(await createAppointment(order));
    expect(keysOf(sent)).toEqual(['order-4711', 'order-4711']);
    expect(rows).toHaveLength(6);
  });

  it('fails, when nothing comes back at all, with the advice to use the key again', async () => {
    const { createAppointment, lose } = start({ retry: 1 });
    lose(2);
    const error = await failureOf(createAppointment({ path, body: visit }));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 2 });
    expect(error.message).toContain('with the same idempotency-key');
  });

  it.each([
    ['without', {}],
    ['with', { headers: { 'x-job': 'nightly' } }],
  ])('has one by path too, %s headers of the caller', async (_, init) => {
    const { client, sent, lose } = start();
    lose(1);
    await client.http.POST('/locations/{location_id}/appointments', {
      params: { path },
      body: visit,
      ...init,
    });
    expect(sent).toHaveLength(2);
    expect(keysOf(sent)[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keysOf(sent)[1]).toBe(keysOf(sent)[0]);
  });

  it('is not made for a write that the description gives none', async () => {
    const { client, sent, lose } = start();
    lose(1);
    const create = client.createPosition!({ path, body: { title: 'Barber' } });
    expect(await failureOf(create)).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(keysOf(sent)).toEqual([null]);
  });
});

describe('an update with a version', () => {
  const one = { ...path, appointment_id: 'apt_1' };

  it('is sent as a merge patch, where null takes a field away', async () => {
    const { client, updateAppointment, sent } = start();
    const { response } = await client.http.GET('/locations/{location_id}/appointments/{appointment_id}', {
      params: { path: one },
    });
    const headers = { 'If-Match': response.headers.get('etag')! };
    const body = { comment: null };
    expect(await updateAppointment({ path: one, body, headers })).toMatchObject({ comment: null });
    expect(sent[1]!.headers.get('content-type')).toBe('application/merge-patch+json');
    expect(sent[1]!.body).toEqual(body);
  });

  it.each([
    ['stale', { 'If-Match': '"0"' }, 412, 'stale_version'],
    ['missing', {}, 428, 'precondition_required'],
  ])('that is %s is a refusal', async (_, headers, status, code) => {
    const { updateAppointment } = start();
    const update = updateAppointment({ path: one, body: { comment: 'x' }, headers });
    expect(await failureOf(update)).toMatchObject({ status, outcome: 'refused', issues: [{ code }] });
  });
});

describe('a problem', () => {
  it('has its code and text in the issues and in the message', async () => {
    const { createAppointment } = start();
    await createAppointment({ path, body: visit });
    const error = await failureOf(createAppointment({ path, body: visit }));
    expect(error).toMatchObject({
      name: 'AltegioConflictError',
      outcome: 'refused',
      issues: [{ code: 'slot_taken', message: 'Another appointment begins then.' }],
    });
    expect(error.message).toContain('Another appointment begins then');
  });

  it('tells the fields that its entries point to', async () => {
    const { createAppointment } = start();
    const past = { ...visit, starts_at: '2020-01-01T10:00:00Z' };
    expect(await failureOf(createAppointment({ path, body: past }))).toMatchObject({
      name: 'AltegioValidationError',
      fields: { starts_at: ['must lie ahead'] },
      issues: [{ code: 'in_the_past', message: 'must lie ahead', field: 'starts_at' }],
    });
  });
});
