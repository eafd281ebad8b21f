// Everything that can be done with a salon, by the names that `x-altegio-fake` gives.
import type { Handler, Handlers } from '../call.ts';
import { appointmentHandlers } from './appointments.ts';
import { bookingHandlers } from './booking.ts';
import { clientHandlers } from './clients.ts';
import { locationHandlers } from './location.ts';
import { moneyHandlers } from './money.ts';
import { notFound } from './refused.ts';
import { resourceHandlers } from './resources.ts';
import { serviceHandlers } from './services.ts';
import type { Salon } from './state.ts';
import { scheduleHandlers, teamHandlers } from './team.ts';
import { visitHandlers } from './visits.ts';

/** The handlers of one salon. Another location than its own is not found. */
export function salonHandlers(salon: Salon): Handlers {
  const makers = [
    ...[appointmentHandlers, bookingHandlers, clientHandlers, locationHandlers, moneyHandlers],
    ...[resourceHandlers, scheduleHandlers, serviceHandlers, teamHandlers, visitHandlers],
  ];
  const all = Object.assign({}, ...makers.map((make) => make(salon))) as Record<string, Handler>;
  const guarded = Object.entries(all).map(([name, handle]): [string, Handler] => [
    name,
    (call) => {
      const { location_id = salon.locationId, company_id = salon.locationId } = call.path;
      const isHere = [location_id, company_id].every((id) => Number(id) === salon.locationId);
      return isHere ? handle(call) : notFound;
    },
  ]);
  return Object.fromEntries(guarded);
}
