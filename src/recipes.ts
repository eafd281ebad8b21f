// Helpers against mistakes that integrations are known to make. Each puts calls of the clients together.

export { type BookOnlineInput, bookOnline } from './recipes/book-online.ts';
export type { ChangesCursor } from './recipes/change-cursor.ts';
export { type Changes, type ExportChangesInput, exportChanges } from './recipes/export-changes.ts';
export {
  type FindOnlineBookingInput,
  findOnlineBooking,
  type OnlineBooking,
} from './recipes/find-booking.ts';
export {
  type Change,
  type Modified,
  type ReadModifyWriteInput,
  readModifyWrite,
} from './recipes/read-modify-write.ts';
