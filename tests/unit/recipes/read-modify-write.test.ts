// Writes that replace: what is not named stays, what cannot be kept is refused.
import { describe, expect, it } from 'vitest';
import { replacingWrites } from '../../../generated/recipes.ts';
import { AltegioConfigError, createAltegio } from '../../../src/index.ts';
import { readModifyWrite } from '../../../src/recipes.ts';
import { recorder } from '../../support/recorder.ts';
import { salon } from './salon.ts';

const path = { location_id: 1, id: 2 };

const client = {
  ...{
    id: 2,
    name: 'Ada',
    surname: 'Berg',
    middle_name: '',
    phone: '+13155550100',
    email: null,
    gender_id: 2,
  },
  ...{
    gender: 'Female',
    importance_id: 0,
    importance: '',
    discount: '5',
    card: '',
    birth_date: '',
    comment: 'Tea',
  },
  ...{ spent: 120.5, paid: 120.5, balance: 0, sms_check: false, sms_not: 1, visits: 3, custom_fields: [] },
  ...{ categories: [{ id: 7, title: 'Regular', color: '' }], last_change_date: '2026-03-02T09:00:00+0000' },
};

/** The body that leaves this client as it is. */
const same = {
  ...{ name: 'Ada', surname: 'Berg', phone: '+13155550100', gender_id: 2, importance_id: 0, discount: 5 },
  ...{ comment: 'Tea', spent: 120.5, balance: 0, sms_check: 0, sms_not: 1, labels: [7], custom_fields: {} },
};

function api(data: object, written = Response.json({ success: true, data, meta: {} })) {
  const { fetch, sent } = recorder(Response.json({ success: true, data, meta: {} }), written);
  const { v1 } = createAltegio({ partnerToken: 'partner', userToken: 'user', fetch, limiter: false });
  return { v1, sent };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error: unknown) => error as Error,
  );

describe('a change', () => {
  it('sends everything else as it is, in the form that the body takes', async () => {
    const { v1, sent } = api(client);
    const result = await readModifyWrite(v1, 'update_client', { path, change: { comment: 'Coffee' } });
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    expect(sent[1]!.url.pathname).toBe(sent[0]!.url.pathname);
    expect(sent[1]!.body).toEqual({ ...same, comment: 'Coffee' });
    expect(result).toMatchObject({ changed: true, before: { comment: 'Tea' }, response: { success: true } });
  });

  it('can be made of what is there, and of the body that leaves it so', async () => {
    const { v1, sent } = api(client);
    const change = async (current: { comment?: string | null }, body: { labels?: number[] | undefined }) => {
      expect(body).toEqual(same);
      return { comment: `${current.comment}, no milk`, labels: [...(body.labels ?? []), 8] };
    };
    await readModifyWrite(v1, 'update_client', { path, change });
    expect(sent[1]!.body).toEqual({ ...same, comment: 'Tea, no milk', labels: [7, 8] });
  });

  it.each([
    ['of nothing', {}],
    ['to what is there', { comment: 'Tea', labels: [7], custom_fields: {} }],
    ['that is left out', { comment: undefined }],
    ['that the function calls off', () => undefined],
  ])('%s sends nothing', async (_, change) => {
    const { v1, sent } = api(client);
    const result = await readModifyWrite(v1, 'update_client', { path, change });
    expect(result).toMatchObject({ changed: false, response: undefined });
    expect(sent).toHaveLength(1);
  });

  it('of lists within keeps what the body takes of each entry', async () => {
    const { v1, sent } = api({
      ...{ id: 2, activity_id: 0, staff_id: 11, datetime: '2026-03-23T10:00:00+0100', seance_length: 3600 },
      services: [{ id: 5, title: 'Cut', cost: 40, first_cost: 50, discount: 20, amount: 1, cost_to_pay: 40 }],
      client: { id: 9, name: 'Ada', phone: 13155550100, email: '', visits: 4 },
      ...{
        comment: '',
        sms_remain_hours: 2,
        email_remain_hours: 0,
        attendance: 0,
        api_id: 4711,
        custom_color: '',
      },
      ...{ record_labels: [{ id: 3, title: 'VIP' }], technical_break_duration: null, custom_fields: [] },
    });
    const record = { location_id: 1, record_id: 2 };
    const change = { attendance: 2, save_if_busy: true };
    await readModifyWrite(v1, 'update_appointment', {
      path: record,
      query: { include_consumables: 1 },
      change,
    });
    expect(sent[1]!.body).toEqual({
      ...{ activity_id: 0, staff_id: 11, datetime: '2026-03-23T10:00:00+0100', seance_length: 3600 },
      services: [{ id: 5, cost: 40, first_cost: 50, discount: 20 }],
      client: { id: 9, name: 'Ada', phone: '13155550100' },
      ...{ sms_remain_hours: 2, email_remain_hours: 0, attendance: 2, api_id: '4711', record_labels: ['3'] },
      ...{ custom_fields: {}, save_if_busy: true },
    });
    expect(sent.map(({ query }) => query)).toEqual([[], [['include_consumables', '1']]]);
  });

  it('leaves out a client that is none, which comes as a list', async () => {
    const { v1, sent } = api({
      ...Object.fromEntries(fieldsOf('update_appointment').map((name) => [name, null])),
      client: [],
    });
    const record = { location_id: 1, record_id: 2 };
    await readModifyWrite(v1, 'update_appointment', { path: record, change: { comment: 'x' } });
    expect(sent[1]!.body).toEqual({ comment: 'x' });
  });
});

describe('what would be lost', () => {
  const { discount: _, categories: __, ...partial } = client;

  it('is refused by name, and nothing is written', async () => {
    const { v1, sent } = api(partial);
    const error = await failure(readModifyWrite(v1, 'update_client', { path, change: { comment: 'x' } }));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toBe(
      'readModifyWrite: update_client would empty discount, labels, which get_client did not return; name each in change, or in lose.',
    );
    expect(sent).toHaveLength(1);
  });

  it('is written where the change has it, or where it may be lost', async () => {
    const { v1, sent } = api(partial);
    await readModifyWrite(v1, 'update_client', { path, change: { discount: 10 }, lose: ['labels'] });
    expect(sent[1]!.body).toMatchObject({ discount: 10 });
    expect(sent[1]!.body).not.toHaveProperty('labels');
  });
});

describe('what cannot be', () => {
  it.each([
    [
      'a field that the body does not have',
      'update_client',
      { coment: 'x' },
      'has no coment; it has name, surname',
    ],
    ['a change that is none', 'update_client', 'x', 'change must be an object'],
    ['another operation', 'toString', {}, 'the write must be one of'],
  ])('%s is refused before anything is sent', async (_, write, change, message) => {
    const { v1, sent } = api(client);
    const error = await failure(readModifyWrite(v1, write as 'update_client', { path, change } as never));
    expect(error).toBeInstanceOf(AltegioConfigError);
    expect(error.message).toContain(message);
    expect(sent).toEqual([]);
  });

  it('a field that the function makes up is refused before anything is written', async () => {
    const { v1, sent } = api(client);
    const change = () => ({ coment: 'x' }) as object;
    const error = await failure(readModifyWrite(v1, 'update_client', { path, change }));
    expect(error.message).toContain('has no coment');
    expect(sent).toHaveLength(1);
  });

  it('a write that fails is thrown as it came, and is not repeated', async () => {
    const { v1, sent } = api(client, new Response('', { status: 502 }));
    const error = await failure(readModifyWrite(v1, 'update_client', { path, change: { comment: 'x' } }));
    expect(error).toMatchObject({ outcome: 'unknown', status: 502, operationId: 'update_client' });
    expect(sent).toHaveLength(2);
  });
});

describe('the contract', () => {
  const writes = Object.keys(replacingWrites) as (keyof typeof replacingWrites)[];
  const changes: Record<string, object> = {
    update_client: { comment: 'Tea' },
    update_appointment: { comment: 'Tea' },
    update_location: { title: 'Studio Alder' },
    update_service_category: { title: 'Cut and colour' },
  };

  it.each(writes)('takes the body that leaves everything as it is: %s', async (write) => {
    const { fake, altegio } = salon();
    const { data: made } = await altegio.v1.create_client({
      path: { location_id: 123 },
      body: { name: 'Ada', phone: '13155550100' },
    });
    const visit = { staff_id: 11, services: [{ id: 501 }], client: { phone: '13155550100', name: 'Ada' } };
    const { data: record } = await altegio.v1.create_appointment({
      path: { location_id: 123 },
      body: { ...visit, datetime: '2026-03-23T10:00:00+00:00', seance_length: 3600, save_if_busy: false },
    });
    const ids: Record<string, object> = {
      update_client: { id: made.id },
      update_appointment: { record_id: ([record].flat() as { id: number }[])[0]!.id },
      update_service_category: { id: fake.snapshot().categories[0]!.id },
    };
    const input = { path: { location_id: 123, ...ids[write] }, change: changes[write] };
    const { response } = await readModifyWrite(altegio.v1, write, input as never);
    expect(response).toMatchObject({ success: true });
    const put = fake.journal.at(-1)!;
    expect([put.method, put.operationId]).toEqual(['PUT', write]);
    expect(Object.keys(put.body as object).length).toBeGreaterThan(1);
  });
});

function fieldsOf(write: keyof typeof replacingWrites): string[] {
  return Object.keys(replacingWrites[write].fields);
}
