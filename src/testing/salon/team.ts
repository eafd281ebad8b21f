// Team members, their working hours, and the calendar of v1.
import type { Call, Handlers, Success } from '../call.ts';
import { bookableDates, busyOn, freeStarts, stepSeconds, workingSlots } from './calendar.ts';
import { likeSample, page, shaped } from './lists.ts';
import { notFound } from './refused.ts';
import type { Values } from './shape.ts';
import type { Change, Salon, Slot, TeamMember } from './state.ts';
import { dateOf, dayMs, parseTime, secondsOf, timeOf } from './time.ts';
import { memberValues } from './views.ts';

export function teamHandlers(salon: Salon): Handlers {
  const { team } = salon;
  const values = (each: TeamMember) => memberValues(salon, each);
  const found = ({ path }: Call) => team.get(Number(path.team_member_id));
  const tell = (member: TeamMember, status: Change['status']) =>
    salon.changed({ resource: 'staff', resource_id: member.id, status, data: values(member) });

  function save(call: Call, id: number, status: Change['status']): Success {
    const { user_id, position_id, ...body } = call.body as Values;
    const member = {
      name: '',
      specialization: '',
      bookable: true,
      ...team.get(id),
      ...body,
      id,
    } as TeamMember;
    team.set(id, member);
    tell(member, status);
    return { data: shaped(call)(values(member)) };
  }

  return {
    'team.list': (call) => page(call, [...team.values()], values),
    // One, or all without an id.
    'team.get': (call) => {
      const id = call.path.team_member_id;
      if (id === undefined || Number(id) === 0) return page(call, [...team.values()], values);
      const member = found(call);
      return member ? likeSample(call, values(member)) : notFound;
    },
    'team.create': (call) => save(call, salon.nextId(), 'create'),
    'team.update': (call) => {
      const member = found(call);
      return member ? save(call, member.id, 'update') : notFound;
    },
    'team.delete': (call) => {
      const member = found(call);
      if (!member) return notFound;
      team.delete(member.id);
      tell(member, 'delete');
      return { data: null };
    },
  };
}

/** The dates from one to another, both included; a year at most. */
function datesBetween(from: unknown, to: unknown): string[] {
  const start = parseTime(from) ?? 0;
  const days = Math.floor(((parseTime(to) ?? start) - start) / dayMs) + 1;
  return Array.from({ length: Math.max(0, Math.min(days, 366)) }, (_, index) =>
    dateOf(start + index * dayMs),
  );
}

export function scheduleHandlers(salon: Salon): Handlers {
  const set = (staffId: number, date: string, slots: Slot[]) => {
    salon.schedules.set(
      `${staffId} ${date}`,
      slots.map(({ from, to }) => ({ from, to })),
    );
  };
  const tell = (staffId: number) =>
    salon.changed({ resource: 'schedule', resource_id: staffId, status: 'update', data: [] });
  const rowOf = (staffId: number, date: string): Values => {
    const slots = workingSlots(salon, staffId, date);
    const busy = busyOn(salon, staffId, date).map(({ id, startsAt, length }) => ({
      ...{ entity_type: 'record', entity_id: id },
      ...{ from: timeOf(startsAt), to: timeOf(startsAt + length * 1000) },
    }));
    const who = { staff_id: staffId, team_member_id: staffId };
    return {
      ...who,
      date,
      slots,
      is_working: slots.length > 0 ? 1 : 0,
      busy_intervals: busy,
      off_day_type: 0,
    };
  };

  return {
    'schedules.ofMember': (call) => {
      const { team_member_id, start_date, end_date } = call.path;
      if (!salon.team.has(Number(team_member_id))) return notFound;
      const dates = datesBetween(start_date, end_date);
      return page(call, dates, (date) => rowOf(Number(team_member_id), date));
    },
    'schedules.list': (call) => {
      const { start_date = dateOf(salon.now()), end_date = start_date, 'staff_ids[]': ids } = call.query;
      const wanted = ids === undefined ? [...salon.team.keys()] : (ids as unknown[]).map(Number);
      const dates = datesBetween(start_date, end_date);
      const days = wanted.flatMap((id) => dates.map((date) => [id, date] as const));
      return page(call, days, ([id, date]) => rowOf(id, date));
    },
    // A batch; what is deleted is a day off.
    'schedules.set': (call) => {
      const { schedules_to_set = [], schedules_to_delete = [] } = call.body as Record<string, Batch[]>;
      const days: [id: number, date: string][] = [];
      for (const { staff_id, dates = [], slots = [] } of [...schedules_to_delete, ...schedules_to_set]) {
        for (const date of dates) {
          set(staff_id, date, slots);
          days.push([staff_id, date]);
        }
        tell(staff_id);
      }
      return page(call, days, ([id, date]) => rowOf(id, date));
    },
    'schedules.replace': ({ path, body, sample }) => {
      const staffId = Number(path.team_member_id);
      if (!salon.team.has(staffId)) return notFound;
      for (const { date, is_working, slots } of body as {
        date: string;
        is_working: boolean;
        slots: Slot[];
      }[])
        set(staffId, dateOf(parseTime(date) ?? 0), is_working ? slots : []);
      tell(staffId);
      return sample === undefined ? {} : { body: sample };
    },
    'calendar.dates': ({ query }) => {
      const ids = query.staff_id === undefined ? [...salon.team.keys()] : [Number(query.staff_id)];
      const dates = bookableDates(salon).filter((date) =>
        ids.some((id) => workingSlots(salon, id, date).length > 0),
      );
      return { data: dates, meta: {} };
    },
    'calendar.times': ({ path }) => {
      const [staffId, date] = [Number(path.team_member_id), dateOf(parseTime(path.date) ?? 0)];
      const free = freeStarts(salon, staffId, date, stepSeconds).map(timeOf);
      const times = workingSlots(salon, staffId, date).flatMap(({ from, to }) => timesOf(from, to));
      return { data: times.map((time) => ({ time, is_free: free.includes(time) })), meta: {} };
    },
  };
}

interface Batch {
  staff_id: number;
  dates?: string[];
  slots?: Slot[];
}

function timesOf(from: string, to: string): string[] {
  const times: string[] = [];
  for (let at = secondsOf(from); at < secondsOf(to); at += stepSeconds) times.push(timeOf(at * 1000));
  return times;
}
