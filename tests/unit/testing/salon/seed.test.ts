// The salon as it is at the start, and after a reset.
import { describe, expect, it } from 'vitest';
import { appointment, path, refusal, start } from '../../../support/fake.ts';

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
});
