// Online booking: free times shrink, and what is taken is refused.
import { describe, expect, it } from 'vitest';
import type { FakeAltegio } from '../../../../src/testing.ts';
import { clientOf, path, refusal, start } from '../../../support/fake.ts';

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
