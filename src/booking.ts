// Online Booking: what a booking form or bot does in the name of a client.
import type { BookingOperations } from '../generated/booking.client.ts';
import { operations } from '../generated/booking.operations.ts';
import type { paths } from '../generated/booking.ts';
import type { Api, ClientMembers } from './client/client.ts';

export type * from '../generated/booking.client.ts';

export type { components, operations, paths } from '../generated/booking.ts';

/** A client of Online Booking: by operationId, by path, and for undocumented endpoints. */
export interface BookingClient extends BookingOperations, ClientMembers<BookingClient, paths> {}

/** Online Booking, for `createClient`. */
export const booking: Api<BookingClient> = { name: 'booking', operations };
