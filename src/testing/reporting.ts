// Completes the entry of each request with what came of it, and passes it on.
import { swallow } from '../util/swallow.ts';
import type { Incoming, Respond } from './exchange.ts';
import type { JournalEntry, WriteEntry } from './journal.ts';
import { apiOf, refuse } from './refusals.ts';

/** `write` notes the entry of a request; what `over` returns adds the status to it, and reports it. */
export function reporting(
  write: WriteEntry,
  onRequest: ((entry: JournalEntry) => void) | undefined,
): { write: WriteEntry; over(respond: Respond): Respond } {
  const entries = new WeakMap<Incoming, JournalEntry>();
  return {
    write(entry, incoming) {
      const written = write(entry, incoming);
      entries.set(incoming, written);
      return written;
    },
    over: (respond) => async (incoming) => {
      // An exception in here must not look like a lost connection to the caller.
      const reply = await respond(incoming).catch((error: unknown) =>
        refuse(apiOf(incoming.pathname), { status: 500, message: String(error) }),
      );
      const entry = entries.get(incoming);
      if (entry && typeof reply === 'object') entry.status = reply.status;
      if (entry && onRequest) swallow(() => onRequest(entry));
      return reply;
    },
  };
}
