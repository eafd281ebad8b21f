// The data of an invented salon: always the same, and enough of it to fill several pages of each list.

export const locationId = 4564;

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

const staff = [
  { id: 11, name: 'Mira Novak' },
  { id: 12, name: 'Otto Lind' },
  { id: 13, name: 'Rosa Vidal' },
];

const services = [
  { id: 501, title: 'Haircut', cost: 40, minutes: 45 },
  { id: 502, title: 'Colouring', cost: 95, minutes: 120 },
  { id: 503, title: 'Manicure', cost: 30, minutes: 60 },
  { id: 504, title: 'Beard trim', cost: 20, minutes: 30 },
];

/** The member of a list at a position that may be past its end. */
function around<T>(list: readonly T[], position: number): T {
  return list[position % list.length]!;
}

export const clients = Array.from({ length: 430 }, (_, index) => ({
  id: 1001 + index,
  name: `${around(firstNames, index)} ${around(lastNames, index)}`,
}));

/** 2,300 appointments of January 2026, by date. */
export const appointments = Array.from({ length: 2300 }, (_, index) => {
  const service = around(services, index);
  const client = around(clients, index * 7);
  const member = around(staff, index);
  const day = 1 + Math.floor((index * 31) / 2300);
  const time = `${pad(9 + (index % 11))}:${index % 2 ? '30' : '00'}:00`;
  const date = `2026-01-${pad(day)}`;
  return {
    id: 70001 + index,
    company_id: locationId,
    staff_id: member.id,
    staff: member,
    client,
    services: [{ id: service.id, title: service.title, cost: service.cost, amount: 1 }],
    date: `${date} ${time}`,
    datetime: `${date}T${time}+00:00`,
    seance_length: service.minutes * 60,
    attendance: index % 17 === 0 ? -1 : 1,
    deleted: false,
  };
});

/** Visits of one client, from new to old: one every ten days. */
export function visitsOf(clientId: number): { id: number; date: string; [field: string]: unknown }[] {
  return Array.from({ length: 11 }, (_, index) => {
    const service = around(services, index + clientId);
    const day = new Date(Date.UTC(2026, 0, 25 - index * 10));
    return {
      id: 90001 + index,
      date: day.toISOString().slice(0, 10),
      attendance: 1,
      services: [
        { id: service.id, title: service.title, cost_to_pay: service.cost, payment_status: 'paid_full' },
      ],
      staff: around(staff, index),
    };
  });
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
