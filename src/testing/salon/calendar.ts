// Who works when, and which times are still free.
import type { Appointment, Salon, Slot } from './state.ts';
import { dateOf, dayMs, secondsOf } from './time.ts';

/** Every day but Sunday, unless a schedule was set. */
const usualDay: Slot[] = [{ from: '10:00', to: '20:00' }];

/** Steps in which times are offered, in seconds. */
export const stepSeconds = 1800;

/** How many days ahead can be booked. */
export const horizonDays = 30;

/** The working hours of a team member on a date; none on a day off. */
export function workingSlots({ schedules, team }: Salon, staffId: number, date: string): Slot[] {
  if (!team.has(staffId)) return [];
  const isSunday = new Date(`${date}T00:00:00Z`).getUTCDay() === 0;
  return schedules.get(`${staffId} ${date}`) ?? (isSunday ? [] : usualDay);
}

/** A stretch of time, in milliseconds. */
export interface Stretch {
  from: number;
  to: number;
}

/** What a team member is busy with on a date. */
export function busyOn(salon: Salon, staffId: number, date: string): Appointment[] {
  const start = Date.parse(`${date}T00:00:00Z`);
  return [...salon.appointments.values()].filter(
    (each) =>
      each.staffId === staffId &&
      !each.deleted &&
      each.startsAt < start + dayMs &&
      each.startsAt + each.length * 1000 > start,
  );
}

/** Whether a team member works then and has nothing else to do. */
export function isFree(salon: Salon, staffId: number, { from, to }: Stretch, except?: number): boolean {
  const date = dateOf(from);
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const works = workingSlots(salon, staffId, date).some(
    (slot) => midnight + secondsOf(slot.from) * 1000 <= from && midnight + secondsOf(slot.to) * 1000 >= to,
  );
  return (
    works && !busyOn(salon, staffId, date).some((each) => each.id !== except && overlaps(each, from, to))
  );
}

function overlaps({ startsAt, length }: Appointment, from: number, to: number): boolean {
  return startsAt < to && startsAt + length * 1000 > from;
}

/** Starts of free stretches of this length (seconds) on a date, still to come, in milliseconds. */
export function freeStarts(salon: Salon, staffId: number, date: string, length: number): number[] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const busy = busyOn(salon, staffId, date);
  const now = salon.now();
  const starts: number[] = [];
  for (const slot of workingSlots(salon, staffId, date)) {
    const end = secondsOf(slot.to) - length;
    for (let at = secondsOf(slot.from); at <= end; at += stepSeconds) {
      const from = midnight + at * 1000;
      const isBusy = busy.some((each) => overlaps(each, from, from + length * 1000));
      if (from > now && !isBusy) starts.push(from);
    }
  }
  return starts;
}

/** The dates from today that can be booked. */
export function bookableDates({ now }: Salon): string[] {
  return Array.from({ length: horizonDays }, (_, index) => dateOf(now() + index * dayMs));
}
