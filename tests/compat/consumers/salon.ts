// What the programs of this folder share: a salon in memory, a client over it, and the ids that the salon has.
import { createAltegio } from 'altegio-sdk';
import { createFakeAltegio } from 'altegio-sdk/testing';

export const fake = createFakeAltegio({ clock: () => Date.parse('2026-03-02T09:00:00Z') });

export const altegio = createAltegio({
  partnerToken: 'partner',
  userToken: 'user',
  fetch: fake.fetch,
  limiter: false,
  retry: 0,
});

export const location_id = 123;
export const mira = 11;
export const haircut = 501;
export const hair = 51;
export const ada = 1001;
export const chain_id = 7;

/** A program: what it does, by the name that a changeset would call it by. */
export type Program = Record<string, () => Promise<void>>;

/** A free time of Mira's, each time another one. */
export function nextTime(): string {
  hour++;
  const day = 23 + Math.floor(hour / 8);
  return `2026-03-${day}T${10 + (hour % 8)}:00:00+00:00`;
}

let hour = -1;

/** The id of a new appointment of Ada's. */
export async function book(): Promise<{ id: number; visit_id: number }> {
  const { data } = await altegio.v1.create_appointment({
    path: { location_id },
    body: {
      staff_id: mira,
      services: [{ id: haircut }],
      client: { phone: '442071234567', name: 'Ada Berg' },
      datetime: nextTime(),
      seance_length: 2700,
      save_if_busy: false,
    },
  });
  return { id: data.id, visit_id: data.visit_id ?? 0 };
}
