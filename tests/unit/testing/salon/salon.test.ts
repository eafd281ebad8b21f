// The salon of the fake, by the SDK's own methods: what is written can be read, lists have pages, times that are taken are
// gone, and observers are notified.
import { describe, expect, it } from 'vitest';
import { createAltegio, isAltegioApiError } from '../../../../src/index.ts';
import { createFakeAltegio, type FakeAltegio, type FakeOptions } from '../../../../src/testing.ts';

/** Monday */
const now = Date.parse('2026-03-02T09:00:00Z');

const path = { location_id: 123 };

function start(options: FakeOptions = {}) {
  const fake = createFakeAltegio({ clock: () => now, ...options });
  return { fake, altegio: clientOf(fake) };
}

function clientOf(fake: FakeAltegio) {
  const tokens = { partnerToken: 'partner', userToken: 'user' };
  return createAltegio({ ...tokens, fetch: fake.fetch, limiter: false, retry: 0 });
}

const appointment = {
  ...{ staff_id: 11, services: [{ id: 501, cost: 40 }], client: { phone: '+44 20 7123 4567', name: 'Ada' } },
  ...{ datetime: '2026-03-23T10:00:00+00:00', seance_length: 2700 },
};

async function refusal(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAltegioApiError(error)) throw new Error(`Not refused: ${error}`);
  return error;
}

describe('clients', () => {
  it('are found after they were created, changed and gone', async () => {
    const { v1 } = start().altegio;
    const created = await v1.create_client({ path, body: { name: 'Zoe Zest', phone: '+44 20 7000 0001' } });
    const id = created.data!.id!;
    const one = { path: { ...path, id } };
    expect((await v1.get_client(one)).data).toMatchObject({ id, name: 'Zoe Zest', phone: '442070000001' });
    await v1.update_client({ ...one, body: { name: 'Zoe Best', phone: '442070000001' } });
    expect((await v1.get_client(one)).data).toMatchObject({ name: 'Zoe Best' });
    await v1.delete_client(one);
    expect((await refusal(v1.get_client(one))).status).toBe(404);
  });

  it('keep their id, whatever an update sends', async () => {
    const { fake, altegio } = start();
    const { id } = fake.snapshot().clients[0] as { id: number };
    const body = { id: 5, name: 'Zoe', phone: '442070000001' } as never;
    const { data } = await altegio.v1.update_client({ path: { ...path, id }, body });
    expect(data).toMatchObject({ id, name: 'Zoe' });
    expect(fake.snapshot().clients[0]).toMatchObject({ id });
  });

  it('have one phone number each', async () => {
    const { v1 } = start().altegio;
    const body = { name: 'Zoe', phone: '442070000001' };
    await v1.create_client({ path, body });
    const error = await refusal(v1.create_client({ path, body }));
    expect(error).toMatchObject({ status: 422, fields: { phone: [expect.any(String)] } });
    const bulk = await v1.bulk_create_clients({ path, body: [body, { name: 'Yan', phone: '442070000002' }] });
    expect(bulk.data).toMatchObject({ created: [{ name: 'Yan' }], errors: [{ phone: '442070000001' }] });
  });

  it('are searched by filters, and have the fields that are asked for', async () => {
    const { altegio, fake } = start();
    const [first] = fake.snapshot().clients;
    const filters = [{ type: 'quick_search', state: { value: String(first!.phone) } }] as never;
    const body = { fields: ['id', 'phone', 'unknown'], filters };
    const found = await altegio.v1.get_client_list({ path, body });
    expect(found.data).toEqual([{ id: first!.id, phone: first!.phone }]);
    expect(found.meta).toMatchObject({ total_count: 1 });
    const unknown = [{ type: 'birthday', state: {} }] as never;
    const error = await refusal(altegio.v1.get_client_list({ path, body: { filters: unknown } }));
    expect(error.fields.filters).toEqual([expect.stringContaining('no filter birthday')]);
  });
});

describe('lists', () => {
  it('silently cap sizes, and report the total', async () => {
    const { altegio } = start({ clients: 430, appointments: 0 });
    const body = { page: 1, page_size: 100_000 };
    const page = await altegio.v1.get_client_list({ path, body });
    expect(page.data).toHaveLength(200);
    expect(page.meta).toMatchObject({ total_count: 430 });
    const all = await altegio.v1.get_client_list.items({ path, body: {} }).toArray({ limit: 1000 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(430);
  });

  it('of v2 say their page and limit, and end with a short page', async () => {
    const { altegio, fake } = start({ appointments: 300 });
    const pages = altegio.v2.list_appointments.pages({ path });
    const sizes: number[] = [];
    for await (const { items } of pages) sizes.push(items.length);
    expect(sizes).toEqual([250, 50]);
    expect(fake.journal.map(({ query }) => query.page)).toEqual([1, 2]);
  });

  it('of visits go by dates, from new to old, and end with nulls', async () => {
    const { altegio, fake } = start({ clients: 1, appointments: 200 });
    const client_id = fake.snapshot().clients[0]!.id as number;
    const body = { client_id, client_phone: null, payment_statuses: [], attendance: null };
    const visits = await altegio.v1.search_client_visits.items({ path, body }).toArray({ limit: 1000 });
    expect(visits).toHaveLength(200);
    const dates = visits.map(({ date }) => date!);
    expect(dates).toEqual([...dates].sort().reverse());
    expect(fake.journal.length).toBeGreaterThan(3);
  });

  it('of appointments go by days, to the end of the last', async () => {
    const { altegio, fake } = start();
    const day = String(fake.snapshot().appointments[100]!.datetime).slice(0, 10);
    const query = { start_date: day, end_date: day };
    const found = await altegio.v1.get_appointment_list.items({ path, query }).toArray({ limit: 100 });
    expect(found.length).toBeGreaterThan(1);
    expect(found.every(({ datetime }) => datetime!.startsWith(day))).toBe(true);
  });
});

describe('appointments', () => {
  it('are read as they were written, in v1, v2 and the visits of the client', async () => {
    const { v1, v2 } = start().altegio;
    const { data } = await v1.create_appointment({ path, body: appointment });
    const { id, visit_id, client } = data!;
    const one = { path: { ...path, record_id: id! } };
    const wanted = { id, staff_id: 11, datetime: '2026-03-23T10:00:00+00:00', seance_length: 2700 };
    expect((await v1.get_appointment(one)).data).toMatchObject({
      ...wanted,
      client: { phone: '442071234567' },
    });
    const resources = await v2.list_appointments.items({ path }).toArray({ limit: 1000 });
    expect(resources.at(-1)).toMatchObject({
      id: String(id),
      attributes: { staff_id: 11, client_id: (client as { id: number }).id },
    });
    const visit = await v1.get_visit({ path: { visit_id: visit_id! } });
    expect(visit.data!.records).toMatchObject([{ id }]);
  });

  it('cannot have a time that is taken, unless the caller insists', async () => {
    const { v1 } = start().altegio;
    await v1.create_appointment({ path, body: appointment });
    const later = { ...appointment, datetime: '2026-03-23T10:30:00+00:00' };
    const error = await refusal(v1.create_appointment({ path, body: later }));
    expect(error).toMatchObject({ status: 409, outcome: 'refused', issues: [{ code: 433 }] });
    const forced = await v1.create_appointment({ path, body: { ...later, save_if_busy: true } });
    expect(forced.success).toBe(true);
  });

  it('free their time when they are moved or deleted', async () => {
    const { v1 } = start().altegio;
    const { data } = await v1.create_appointment({ path, body: appointment });
    const one = { ...path, record_id: data!.id! };
    await v1.update_appointment({
      path: one,
      body: { ...appointment, datetime: '2026-03-23T15:00:00+00:00' },
    });
    const second = await v1.create_appointment({ path, body: appointment });
    await v1.delete_appointment({ path: { ...path, record_id: second.data!.id! } });
    expect((await v1.create_appointment({ path, body: appointment })).success).toBe(true);
  });

  it('keep what makes them what they are, whatever an update sends', async () => {
    const { fake, altegio } = start();
    const { data } = await altegio.v1.create_appointment({ path, body: appointment });
    const before = fake.snapshot().appointments.at(-1)!;
    const more = { id: 5, visitId: 6, hash: 'mine', deleted: true, online: true, createdAt: 7, startsAt: 8 };
    const body = { ...appointment, ...more, comment: 'moved' } as never;
    await altegio.v1.update_appointment({ path: { ...path, record_id: data!.id! }, body });
    const { id, visit_id, record_hash, deleted, online, create_date, datetime } = before;
    expect(fake.snapshot().appointments.at(-1)).toMatchObject({
      ...{ id, visit_id, record_hash, deleted, online, create_date, datetime },
      comment: 'moved',
    });
  });

  it('are refused with everything that is wrong', async () => {
    const body = { ...appointment, staff_id: 99, services: [], client: { phone: '12', name: 'Ada' } };
    const error = await refusal(start().altegio.v1.create_appointment({ path, body }));
    expect(Object.keys(error.fields).sort()).toEqual(['phone', 'services', 'staff_id']);
  });

  it('are kept for with_deleted', async () => {
    const { v1 } = start({ appointments: 0 }).altegio;
    const { data } = await v1.create_appointment({ path, body: appointment });
    await v1.delete_appointment({ path: { ...path, record_id: data!.id! } });
    expect((await v1.get_appointment_list({ path })).data).toEqual([]);
    const all = await v1.get_appointment_list({ path, query: { with_deleted: true } });
    expect(all.data).toMatchObject([{ id: data!.id, deleted: true }]);
  });

  it('are paid by their visit', async () => {
    const { v1 } = start({ appointments: 0 }).altegio;
    const { data } = await v1.create_appointment({ path, body: appointment });
    const { id: record_id, visit_id } = data!;
    const body = { attendance: 1, comment: '', new_transactions: [{ id: 1, amount: 40, account_id: 2 }] };
    await v1.update_visit({ path: { visit_id: visit_id!, record_id: record_id! }, body } as never);
    const { data: paid } = await v1.get_transactions({ path });
    expect(paid).toMatchObject([{ amount: 40, record_id, account: { id: 2 } }]);
    const read = await v1.get_appointment({ path: { ...path, record_id: record_id! } });
    expect(read.data).toMatchObject({ attendance: 1, paid_full: 1 });
  });
});

describe('online booking', () => {
  const date = '2026-03-23';
  const times = async (fake: FakeAltegio, team_member_id: number) => {
    const call = { path: { ...path, team_member_id, date }, query: { 'service_ids[]': ['501'] } } as never;
    const { data } = await clientOf(fake).booking.get_time_slots_for_booking(call);
    return data!.map(({ time }) => time);
  };
  const booked = (...appointments: object[]) => ({
    path,
    body: { phone: '442071234567', fullname: 'Ada Berg', appointments } as never,
  });
  const wanted = { id: 1, services: [501], staff_id: 11, datetime: `${date}T10:00:00+00:00` };

  it('offers fewer times after one is taken, and all again after it is given back', async () => {
    const { fake, altegio } = start();
    const before = await times(fake, 11);
    expect(before[0]).toBe('10:00');
    const { data } = await altegio.booking.create_online_booking(booked(wanted));
    const after = await times(fake, 11);
    expect(before.filter((each) => !after.includes(each))).toEqual(['10:00', '10:30']);
    const { record_id, record_hash } = data![0]!;
    const one = { path: { record_id: record_id!, record_hash: record_hash! } };
    await altegio.booking.delete_user_appointment(one);
    expect(await times(fake, 11)).toEqual(before);
  });

  it.each([
    ['a taken time', 433, [{ ...wanted, staff_id: 12 }], 422],
    ['a day off', 433, [{ ...wanted, datetime: '2026-03-22T10:00:00+00:00' }], 422],
    ['a time that is past', 433, [{ ...wanted, datetime: '2026-02-23T10:00:00+00:00' }], 422],
    ['no service', 422, [{ ...wanted, services: [] }], 422],
    ['an unknown service', 438, [{ ...wanted, services: [999] }], 422],
    ['two visits of one team member at once', 437, [wanted, { ...wanted, id: 2 }], 422],
    ['nobody who is free', 436, [{ ...wanted, staff_id: 0, datetime: `${date}T19:30:00+00:00` }], 422],
  ])('refuses %s with %i, in the check and in the booking', async (_what, code, appointments, status) => {
    const { fake, altegio } = start();
    await altegio.booking.create_online_booking(booked({ ...wanted, staff_id: 12 }));
    const checked = await refusal(
      altegio.booking.validate_booking_params({ path, body: { appointments } as never }),
    );
    const refused = await refusal(altegio.booking.create_online_booking(booked(...appointments)));
    for (const error of [checked, refused]) expect(error).toMatchObject({ status, issues: [{ code }] });
    expect(fake.journal).toHaveLength(3);
  });

  it('refuses a phone number and a name that are none', async () => {
    const { booking } = start().altegio;
    const with_ = (more: object) =>
      refusal(
        booking.create_online_booking({
          path,
          body: { ...(booked(wanted).body as object), ...more } as never,
        }),
      );
    expect((await with_({ phone: '12' })).issues).toMatchObject([{ code: 431 }]);
    expect((await with_({ fullname: ' ' })).issues).toMatchObject([{ code: 435 }]);
  });

  it('takes anybody who is free for team member 0, and two at once', async () => {
    const { altegio, fake } = start();
    const anybody = { ...wanted, staff_id: 0 };
    const { data } = await altegio.booking.create_online_booking(booked(anybody, { ...anybody, id: 2 }));
    expect(data!.map(({ id }) => id)).toEqual([1, 2]);
    const staff = fake
      .snapshot()
      .appointments.slice(-2)
      .map(({ staff_id }) => staff_id);
    expect(new Set(staff).size).toBe(2);
  });

  it('can be read and moved by whoever has its hash', async () => {
    const { booking } = start().altegio;
    const { data } = await booking.create_online_booking(booked(wanted));
    const { record_id, record_hash } = data![0]! as { record_id: number; record_hash: string };
    const details = { path: { ...path, record_id, record_hash } };
    expect(JSON.stringify(await booking.get_online_booking_details(details))).toContain('Haircut');
    const wrong = { path: { ...details.path, record_hash: 'wrong' } };
    expect((await refusal(booking.get_online_booking_details(wrong))).status).toBe(404);
    const moved = { path: { ...path, record_id }, body: { datetime: `${date}T14:00:00+00:00` } };
    await booking.update_online_booking_datetime(moved);
    expect(JSON.stringify(await booking.get_online_booking_details(details))).toContain('14:00');
  });

  it('has no times on a date that no calendar has', async () => {
    const { booking } = start().altegio;
    const call = { path: { ...path, team_member_id: 11, date: '9'.repeat(20) } };
    expect((await booking.get_time_slots_for_booking(call)).data).toEqual([]);
  });

  it('is not moved into the past', async () => {
    const { booking } = start({ appointments: 0 }).altegio;
    const { data } = await booking.create_online_booking(booked(wanted));
    const body = { datetime: '2026-02-23T10:00:00+00:00' };
    const move = booking.update_online_booking_datetime({
      path: { ...path, record_id: data![0]!.record_id! },
      body,
    });
    expect(await refusal(move)).toMatchObject({ status: 422, issues: [{ code: 433 }] });
  });

  it('follows the schedule of a team member', async () => {
    const { fake, altegio } = start();
    const schedules_to_set = [{ staff_id: 11, dates: [date], slots: [{ from: '12:00', to: '13:00' }] }];
    await altegio.v1.set_team_member_schedule({ path, body: { schedules_to_set } });
    expect(await times(fake, 11)).toEqual(['12:00']);
    const schedules_to_delete = [{ staff_id: 11, dates: [date] }];
    await altegio.v1.set_team_member_schedule({ path, body: { schedules_to_delete } });
    expect(await times(fake, 11)).toEqual([]);
    const dates = await altegio.booking.get_dates_available_for_booking({ path, query: { staff_id: 11 } });
    expect(dates.data!.booking_dates).not.toContain(date);
    expect(dates.data!.booking_dates).toContain('2026-03-24');
  });
});

describe('services, categories and team members', () => {
  it('can be added, changed and taken out', async () => {
    const { v1, v2 } = start().altegio;
    const { data } = await v1.create_service({
      path,
      body: { title: 'Massage', duration: 3600, price_min: 70 },
    });
    const service_id = data!.id!;
    const read = await v2.get_service({ path: { ...path, service_id } });
    expect(read.data.attributes).toMatchObject({ title: 'Massage' });
    await v1.delete_service({ path: { ...path, service_id } });
    expect((await v1.get_service_list({ path })).data!.map(({ title }) => title)).not.toContain('Massage');
    const body = { name: 'Kim Lee', specialization: 'Barber' };
    const member = await v1.deprecated_create_team_member({ path, body });
    const names = (await v2.list_team_members({ path })).data.map((each) => each.attributes!.name);
    expect(names).toContain('Kim Lee');
    await v1.delete_team_member({ path: { ...path, team_member_id: member.data!.id! } });
    expect((await v1.get_team_member_list({ path })).data).toHaveLength(3);
  });
});

describe('webhooks', () => {
  it('tell the URLs of the settings what changed, in order', async () => {
    const sent: { url: string; body: Record<string, unknown> }[] = [];
    const sendWebhook = async (url: string, body: string) => void sent.push({ url, body: JSON.parse(body) });
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    const { data } = await altegio.v1.create_appointment({ path, body: appointment });
    await altegio.v1.delete_appointment({ path: { ...path, record_id: data!.id! } });
    await fake.idle();
    expect(sent.map(({ url, body }) => [url, body.company_id, body.resource, body.status])).toEqual([
      ['https://example.com/one', 123, 'client', 'create'],
      ['https://example.com/one', 123, 'record', 'create'],
      ['https://example.com/one', 123, 'record', 'delete'],
    ]);
    expect(sent[1]!.body).toMatchObject({ resource_id: data!.id, data: { id: data!.id, staff_id: 11 } });
  });

  it('follow the settings', async () => {
    const urls: string[] = [];
    const { fake, altegio } = start({ sendWebhook: async (url) => void urls.push(url) });
    const settings = { urls: ['https://example.com/two'], active: 1, client: 0 };
    await altegio.developers.update_event_notification_settings({ path, body: settings });
    await altegio.v1.create_client({ path, body: { name: 'Zoe', phone: '442070000001' } });
    await altegio.v1.create_service({ path, body: { title: 'Massage' } });
    await fake.idle();
    expect(urls).toEqual(['https://example.com/two']);
    const read = await altegio.developers.get_event_notification_settings({ path });
    expect(read.data).toMatchObject({ urls: ['https://example.com/two'], client: 0, service: 1 });
  });

  it('tell of the payments of a visit, and of those that are taken back', async () => {
    const sent: Record<string, unknown>[] = [];
    const sendWebhook = async (_url: string, body: string) => void sent.push(JSON.parse(body));
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    const { data } = await altegio.v1.create_appointment({ path, body: appointment });
    const one = { visit_id: data!.visit_id!, record_id: data!.id! };
    const update = (more: object) =>
      altegio.v1.update_visit({ path: one, body: { attendance: 1, comment: '', ...more } } as never);
    await update({ new_transactions: [{ id: 1, amount: 40, account_id: 2 }] });
    const { id } = fake.snapshot().transactions.at(-1)!;
    await update({ deleted_transaction_ids: [{ id }] });
    await fake.idle();
    const ofMoney = sent.filter(({ resource }) => resource === 'finances_operation');
    expect(ofMoney).toMatchObject([
      { resource_id: id, status: 'create', data: { amount: 40 } },
      { resource_id: id, status: 'delete', data: { amount: 40 } },
    ]);
  });

  it('that are not sent yet are left out after a reset', async () => {
    const sent: string[] = [];
    let taken = () => {};
    const first = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const sendWebhook = (_url: string, body: string) => {
      sent.push(JSON.parse(body).resource);
      return first;
    };
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    await altegio.v1.create_appointment({ path, body: appointment });
    expect(sent).toEqual(['client']);
    fake.reset();
    taken();
    await fake.idle();
    expect(sent).toEqual(['client']);
    await altegio.v1.create_client({ path, body: { name: 'Zoe', phone: '442070000001' } });
    await fake.idle();
    expect(sent).toEqual(['client', 'client']);
  });

  it('do no harm where nobody takes them', async () => {
    const sendWebhook = () => Promise.reject(new Error('away'));
    const { fake, altegio } = start({ sendWebhook, webhookUrls: ['https://example.com/one'] });
    const body = { name: 'Zoe', phone: '442070000001' };
    expect(await altegio.v1.create_client({ path, body })).toMatchObject({ success: true });
    await fake.idle();
  });
});

describe('the salon', () => {
  it('is the same for the same seed and clock, and another for another', async () => {
    const one = start().fake.snapshot();
    expect(start().fake.snapshot()).toEqual(one);
    expect(start({ seed: 'another' }).fake.snapshot().clients).not.toEqual(one.clients);
  });

  it('is that of the seed after a reset', async () => {
    const { fake, altegio } = start();
    const before = fake.snapshot();
    await altegio.v1.create_appointment({ path, body: appointment });
    expect(fake.snapshot().appointments).toHaveLength(before.appointments.length + 1);
    fake.reset();
    expect(fake.snapshot()).toEqual(before);
  });

  it('has nobody at two places at once', () => {
    const { appointments } = start({ appointments: 500 }).fake.snapshot();
    const ends = new Map<unknown, number>();
    for (const { staff_id, datetime, length } of appointments) {
      const from = Date.parse(String(datetime));
      expect(from).toBeGreaterThanOrEqual(ends.get(staff_id) ?? 0);
      ends.set(staff_id, from + Number(length) * 1000);
    }
  });

  it('is at one location', async () => {
    const call = start().altegio.v1.get_appointment_list({ path: { location_id: 124 } });
    expect((await refusal(call)).status).toBe(404);
  });

  it('keeps a write whose response was lost', async () => {
    const { fake, altegio } = start();
    fake.fail('create_appointment', { reset: true, applied: true });
    const lost = altegio.v1.create_appointment({ path, body: appointment });
    await expect(lost).rejects.toMatchObject({ outcome: 'unknown' });
    expect(fake.snapshot().appointments.at(-1)).toMatchObject({ datetime: '2026-03-23T10:00:00+00:00' });
    fake.fail('create_appointment', { reset: true });
    await expect(altegio.v1.create_appointment({ path, body: appointment })).rejects.toThrow();
    expect(fake.snapshot().appointments).toHaveLength(241);
  });
});
