// The part of the quickstart that writes; only ever run against the fake.

import { isAltegioApiError } from '../../src/index.ts';
import type { Tour } from './reading.ts';

const appointment = {
  staff_id: 11,
  services: [{ id: 501, first_cost: 40, discount: 0, cost: 40 }],
  client: { phone: '+12025550147', name: 'Ada Berg' },
  datetime: '2026-02-16T10:30:00+00:00',
  seance_length: 2700,
  save_if_busy: false,
};

export async function book({ altegio, locationId, source, print, meter }: Tour): Promise<void> {
  print.section('A new appointment', 'v1.create_appointment()');
  const { success } = await altegio.v1.create_appointment({
    path: { location_id: locationId },
    body: appointment,
  });
  print.text(`Created (success: ${success}). Writes are not repeated when their outcome is unknown.`);
  print.note(`${meter.lap()}, from ${source}: it checks requests against the contract`);
}

export async function fail({ altegio, locationId, source, print, meter }: Tour): Promise<void> {
  print.section('An appointment that is refused', 'AltegioValidationError');
  const body = { ...appointment, services: [], client: { phone: '12', name: 'Ada Berg' } };
  try {
    await altegio.v1.create_appointment({ path: { location_id: locationId }, body });
  } catch (error) {
    if (!isAltegioApiError(error)) throw error;
    for (const part of error.message.split(/(?<=;) /)) print.text(part);
    print.rows([
      ['error.status', String(error.status)],
      ['error.outcome', error.outcome],
      ...Object.entries(error.fields).map(([field, texts]) => [`error.fields['${field}']`, texts.join(' ')]),
    ]);
    print.note(`${meter.lap()}, from ${source}`);
  }
}
