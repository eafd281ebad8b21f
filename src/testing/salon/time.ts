// Times as the API writes and takes them. The salon lives in UTC; what has no offset is in its own time.

export const dayMs = 86_400_000;

/** The last time that a Date can be. */
const latest = 8.64e15;

/** `2026-01-31` */
export function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** `10:30` */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

/** `2026-01-31 10:30:00` */
export function localOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2026-01-31T10:30:00+00:00` */
export function isoOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}+00:00`;
}

/** Reads the forms that the API takes: ISO 8601, local times, plain dates, and unix seconds. `undefined` for others. */
export function parseTime(value: unknown): number | undefined {
  const ms = millisecondsOf(value);
  return ms !== undefined && Math.abs(ms) <= latest ? ms : undefined;
}

function millisecondsOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value * 1000;
  if (typeof value !== 'string') return undefined;
  if (/^\d{9,}$/.test(value)) return Number(value) * 1000;
  const form = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:?\d{2})?$/i;
  const [, date, time = '00:00', offset = 'Z'] = form.exec(value) ?? [];
  if (!date) return undefined;
  return Date.parse(`${date}T${time}${offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
}

/** The end of what a text means: a plain date means its whole day. */
export function parseEnd(value: unknown): number | undefined {
  const ms = parseTime(value);
  return ms !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? ms + dayMs - 1 : ms;
}

/** Seconds since midnight of `10:30` or `10:30:00`. */
export function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}
