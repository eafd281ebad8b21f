// Who is in the salon at the start: the same people and appointments for the same seed and time.
import { createRandom, digestOf } from '../random.ts';
import { type Appointment, keepAppointment, keepTransaction, type Salon } from './state.ts';
import { dateOf, dayMs } from './time.ts';
import { costOf } from './views.ts';

const firstNames = [
  'Ada',
  'Bruno',
  'Chloe',
  'Dario',
  'Emma',
  'Felix',
  'Greta',
  'Hugo',
  'Iris',
  'Jonas',
  'Kira',
];

const lastNames = ['Berg', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Horvat', 'Ito', 'Jensen'];

const team = [
  { id: 11, name: 'Mira Novak', specialization: 'Stylist' },
  { id: 12, name: 'Otto Lind', specialization: 'Barber' },
  { id: 13, name: 'Rosa Vidal', specialization: 'Nail technician' },
];

const categories = [
  { id: 51, title: 'Hair' },
  { id: 52, title: 'Nails' },
];

const services = [
  { id: 501, title: 'Haircut', category_id: 51, price: 40, minutes: 45 },
  { id: 502, title: 'Colouring', category_id: 51, price: 95, minutes: 120 },
  { id: 503, title: 'Manicure', category_id: 52, price: 30, minutes: 60 },
  { id: 504, title: 'Beard trim', category_id: 51, price: 20, minutes: 30 },
];

/** How much there is at the start. */
export interface Size {
  clients: number;
  appointments: number;
}

/** Fills an empty salon. Of the appointments at most twelve are still to come, from tomorrow on; the others are past. */
export function populate(salon: Salon, { clients, appointments }: Size): void {
  const random = createRandom(salon.seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const now = salon.now();
  for (const each of categories) salon.categories.set(each.id, { ...each, weight: 1, api_id: '', staff: [] });
  for (const { id, title, category_id, price, minutes } of services) {
    const rest = { price_min: price, price_max: price, duration: minutes * 60, active: 1, is_online: 1 };
    salon.services.set(id, { id, title, category_id, booking_title: title, ...rest });
  }
  for (const each of team) salon.team.set(each.id, { ...each, bookable: true, weight: 1 });
  for (let index = 0; index < clients; index++) {
    const name = `${pick(firstNames)} ${pick(lastNames)}`;
    const phone = `1315${5_550_000 + index}`;
    const email = `${name.toLowerCase().replace(' ', '.')}.${index}@example.com`;
    const id = 1001 + index;
    salon.clients.set(id, { id, name, phone, email, gender_id: 0, changedAt: now - 60 * dayMs });
  }
  const people = [...salon.clients.keys()];
  if (people.length === 0) return;
  const places = placesAround(now, appointments, random);
  for (const [index, { staffId, startsAt, service }] of places.entries()) {
    const id = 70_001 + index;
    const isPast = startsAt < now;
    // A plain literal: engines are slow with objects that are put together, and here are up to 100,000.
    const appointment: Appointment = {
      id,
      visitId: 90_001 + index,
      clientId: pick(people),
      staffId,
      startsAt,
      services: [{ id: service.id, cost: service.price, first_cost: service.price, amount: 1 }],
      length: service.minutes * 60,
      deleted: false,
      online: index % 3 === 0,
      comment: '',
      attendance: isPast ? (index % 17 === 0 ? -1 : 1) : 0,
      hash: digestOf(`${salon.seed} ${id}`),
      createdAt: startsAt - 3 * dayMs,
      changedAt: Math.min(now, startsAt),
    };
    keepAppointment(salon, appointment);
    if (appointment.attendance === 1) pay(salon, appointment, 80_001 + index);
  }
}

function pay(salon: Salon, appointment: Appointment, id: number): void {
  const { id: appointmentId, visitId, clientId, staffId, startsAt, length } = appointment;
  const amount = costOf(appointment);
  keepTransaction(salon, {
    id,
    amount,
    at: startsAt + length * 1000,
    accountId: 1,
    comment: '',
    expense_id: 5,
    clientId,
    staffId,
    appointmentId,
    visitId,
  });
}

interface Place {
  staffId: number;
  startsAt: number;
  service: (typeof services)[number];
}

/** As many places in working hours as are wanted, in the order of time; nobody is at two at once. */
function placesAround(now: number, count: number, random: () => number): Place[] {
  const today = Date.parse(dateOf(now));
  const coming = Math.min(12, Math.floor(count / 10));
  const past = gather(count - coming, (day) => placesOf(today - (day + 1) * dayMs, random, 1));
  const future = gather(coming, (day) => placesOf(today + (day + 1) * dayMs, random, 4));
  return [...past, ...future].sort(
    (one, other) => one.startsAt - other.startsAt || one.staffId - other.staffId,
  );
}

function gather(count: number, placesOfDay: (day: number) => Place[]): Place[] {
  const found: Place[] = [];
  for (let day = 0; found.length < count; day++) found.push(...placesOfDay(day));
  return found.slice(0, count);
}

/** One day, with breaks between appointments of up to so many half hours. */
function placesOf(day: number, random: () => number, breaks: number): Place[] {
  if (new Date(day).getUTCDay() === 0) return [];
  return team.flatMap(({ id }) => {
    const places: Place[] = [];
    const end = day + 20 * 3_600_000;
    let startsAt = day + 10 * 3_600_000;
    for (;;) {
      startsAt += Math.floor(random() * (breaks + 1)) * 1_800_000;
      const service = services[Math.floor(random() * services.length)]!;
      const slots = Math.ceil(service.minutes / 30) * 1_800_000;
      if (startsAt + slots > end) return places;
      places.push({ staffId: id, startsAt, service });
      startsAt += slots;
    }
  });
}
