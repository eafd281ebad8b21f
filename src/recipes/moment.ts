// Moments as the API writes them: with an offset, or as the clock on the location's wall shows them.

/** A moment in text. */
export interface Moment {
  /** `2026-01-31T10:00:00`: the time on the wall, whatever the offset. */
  wall: string;
  /** Unix milliseconds; `undefined` where the text has no offset. */
  ms: number | undefined;
}

const form = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Reads `2026-01-31 10:00:00`, `2026-01-31T10:00:00-0500` and their neighbours; `undefined` for anything else. */
export function momentOf(text: unknown): Moment | undefined {
  const [, date, time = '00:00', seconds = '00', offset] = form.exec(String(text)) ?? [];
  if (date === undefined) return undefined;
  const wall = `${date}T${time}:${seconds}`;
  if (Number.isNaN(Date.parse(`${wall}Z`))) return undefined;
  if (offset === undefined) return { wall, ms: undefined };
  return { wall, ms: Date.parse(wall + offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2').toUpperCase()) };
}

/** The day that lies `days` after the one of this moment, as `2026-01-31`. */
export function dayAfter({ wall }: Moment, days: number): string {
  return wallOf(wallMs({ wall }) + days * 86_400_000).slice(0, 10);
}

/** The same moment, later by `ms`; earlier where that is below 0. */
export function later({ wall, ms: instant }: Moment, ms: number): Moment {
  return { wall: wallOf(wallMs({ wall }) + ms), ms: instant === undefined ? undefined : instant + ms };
}

/** The time on the wall as a number to reckon with: as if the wall were in UTC. */
export function wallMs({ wall }: Pick<Moment, 'wall'>): number {
  return Date.parse(`${wall}Z`);
}

/** The other way round. */
export function wallOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}

/** Whether one moment comes before another: by their offsets, or by the clock on the wall where one of them has none. */
export function isBefore(one: Moment, other: Moment): boolean {
  return one.ms !== undefined && other.ms !== undefined ? one.ms < other.ms : one.wall < other.wall;
}

/** Whether two texts mean the same moment: by their offsets, or by the clock on the wall where one of them has none. */
export function isSameMoment(one: Moment, other: Moment): boolean {
  return one.ms !== undefined && other.ms !== undefined ? one.ms === other.ms : one.wall === other.wall;
}
