// A conversation in a terminal that ends in a booking: service, day, time, name and phone number. A chat works the same:
// keep `state` per visitor, and give `next` each message.
import { createInterface } from 'node:readline/promises';
import { createAltegio, isAltegioApiError, isAltegioError } from 'altegio-sdk';
import { BookingErrorCode } from 'altegio-sdk/codes';
import { bookOnline } from 'altegio-sdk/recipes';

const { ALTEGIO_PARTNER_TOKEN, ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;
const altegio = createAltegio({
  partnerToken: ALTEGIO_PARTNER_TOKEN,
  // Reads a booking back when its response was lost.
  userToken: ALTEGIO_USER_TOKEN,
  baseUrl: ALTEGIO_BASE_URL,
});
const path = { location_id: Number(ALTEGIO_LOCATION_ID) };

/** Offers a list by number; the step after it gets what was chosen. */
const choice = (question, options, then) => ({
  text: [question, ...options.map(({ label }, index) => `${index + 1}. ${label}`)].join('\n'),
  next: (message) => then(options[Number(message) - 1]),
});

const ask = (text, next) => ({ text, next });

async function begin() {
  const { data } = await altegio.booking.get_services_available_for_booking({ path });
  const services = data.services.map(({ id, title, price_min }) => ({ id, label: `${title}, ${price_min}` }));
  return choice('What may we do for you?', services, (service) => (service ? days(service) : begin()));
}

async function days(service) {
  const query = { 'service_ids[]': [service.id] };
  const { data } = await altegio.booking.get_dates_available_for_booking({ path, query });
  const dates = data.booking_dates.slice(0, 5).map((date) => ({ date, label: date }));
  return choice('Which day?', dates, (day) => (day ? times(service, day.date) : days(service)));
}

async function times(service, date, hint = '') {
  const query = { 'service_ids[]': [service.id] };
  // 0: any team member who is free.
  const { data } = await altegio.booking.get_time_slots_for_booking({
    path: { ...path, team_member_id: 0, date },
    query,
  });
  const slots = data.slice(0, 5).map(({ time, datetime }) => ({ datetime, label: time }));
  return choice(`${hint}At what time?`, slots, (slot) =>
    slot ? name(service, date, slot) : times(service, date),
  );
}

const name = (service, date, slot) =>
  ask('Your name?', (fullname) =>
    ask('Your phone number?', (phone) => book(service, date, slot, fullname, phone)),
  );

async function book(service, date, slot, fullname, phone) {
  const appointments = [{ id: 1, services: [service.id], staff_id: 0, datetime: slot.datetime }];
  try {
    const { appointments: booked } = await bookOnline(altegio, {
      path,
      body: { fullname, phone, appointments },
    });
    return ask(`Booked: ${service.label}, ${date} ${slot.label} (number ${booked[0].record_id}).`);
  } catch (error) {
    const codes = isAltegioApiError(error) ? error.issues.map(({ code }) => code) : [];
    if (codes.includes(BookingErrorCode.timeTaken)) return times(service, date, 'Somebody was faster. ');
    // Booked or not: nobody knows yet, and asking again might book twice.
    if (isAltegioError(error) && error.outcome === 'unknown') return ask('We will confirm it by phone.');
    throw error;
  }
}

let state = await begin();
console.log(state.text);
const terminal = createInterface({ input: process.stdin });
for await (const message of terminal) {
  state = await state.next(message.trim());
  console.log(state.text);
  if (!state.next) break;
}
terminal.close();
