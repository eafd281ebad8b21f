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
  const day = Date.parse(`${wall.slice(0, 10)}T00:00:00Z`) + days * 86_400_000;
  return new Date(day).toISOString().slice(0, 10);
}

/** Whether two texts mean the same moment: by their offsets, or by the clock on the wall where one of them has none. */
export function isSameMoment(one: Moment, other: Moment): boolean {
  return one.ms !== undefined && other.ms !== undefined ? one.ms === other.ms : one.wall === other.wall;
}
