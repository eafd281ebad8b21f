// Tells of each request, once it is known what came of it.
import { swallow } from '../util/swallow.ts';
import type { Incoming, Respond } from './exchange.ts';
import type { JournalEntry } from './journal.ts';

type Write<Entry> = (entry: Entry, incoming: Incoming) => JournalEntry;

/** `write` notes the entry of a request; `respond` reports it when the response is there. */
export function reporting<Entry>(
  write: Write<Entry>,
  onRequest: ((entry: JournalEntry) => void) | undefined,
): { write: Write<Entry>; over(respond: Respond): Respond } {
  if (!onRequest) return { write, over: (respond) => respond };
  const entries = new WeakMap<Incoming, JournalEntry>();
  return {
    write(entry, incoming) {
      const written = write(entry, incoming);
      entries.set(incoming, written);
      return written;
    },
    over: (respond) => async (incoming) => {
      const reply = await respond(incoming);
      const entry = entries.get(incoming);
      if (entry) swallow(() => onRequest(entry));
      return reply;
    },
  };
}
