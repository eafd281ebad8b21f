// Appointments of v1: written and read, in v2 and visits too, and what cannot be.
import { describe, expect, it } from 'vitest';
import { appointment, path, refusal, start } from '../../../support/fake.ts';

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
