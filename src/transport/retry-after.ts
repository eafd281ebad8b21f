// How long a response asks to wait: the Retry-After header, strictly read, else the number in a 429's text.
import { decodeLoosely, type ReceivedResponse } from './response.ts';

/**
 * Seconds that a response asks to wait. The header's three date forms are those of RFC 9110; a header that is
 * neither a number nor such a date says nothing. A date counts from the response's own `Date`, since the clocks of two
 * machines differ; from `now` without one. `0` is returned as it is: the caller decides what it means.
 */
export function retryAfterSeconds(
  response: Pick<ReceivedResponse, 'status' | 'headers' | 'content'>,
  now: number,
): number | undefined {
  const header = response.headers.get('retry-after')?.trim();
  if (header) {
    if (/^\d+$/.test(header)) return Math.min(Number(header), Number.MAX_SAFE_INTEGER);
    const sentAt = httpDate(response.headers.get('date')?.trim() ?? '', now) ?? now;
    const date = httpDate(header, sentAt);
    if (date !== undefined) return Math.max(0, Math.ceil((date - sentAt) / 1000));
  }
  return response.status === 429 ? secondsInText(response) : undefined;
}

const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

const rfc850 = /^[A-Z][a-z]+day, (\d{2})-([A-Z][a-z]{2})-(\d{2}) (\d{2}:\d{2}:\d{2}) GMT$/;

const asctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4})$/;

const fiftyYearsMs = 50 * 365.25 * 24 * 3600 * 1000;

function httpDate(text: string, now: number): number | undefined {
  let standard: string | undefined;
  if (imfFixdate.test(text)) standard = text;
  const old = rfc850.exec(text);
  if (old) standard = `${old[1]} ${old[2]} 20${old[3]} ${old[4]} GMT`;
  const c = asctime.exec(text);
  if (c) standard = `${c[2]!.trim()} ${c[1]} ${c[4]} ${c[3]} GMT`;
  const time = standard === undefined ? Number.NaN : Date.parse(standard);
  if (Number.isNaN(time)) return undefined;
  // RFC 9110: a two-digit year that seems more than 50 years ahead is of the past century.
  return old && time > now + fiftyYearsMs ? 0 : time;
}

// Whole words, in the languages of the API's texts; Chinese writes on without a space. Escaped: one letter beyond
// Latin-1 would double the memory of the whole built file.
const units: readonly (readonly [ms: number, word: RegExp])[] = [
  [1, /^(ms|msecs?|millis\p{L}*|\u043c\u0441(\u0435\u043a)?|\u043c\u0438\u043b\u043b\u0438\u0441\p{L}*)$/iu],
  [
    1000,
    /^(s(e[cgk](s|[ou]nd\p{L}*)?)?|saniye|soniya|\u0441(\u0435\u043a(\u0443\u043d\u0434\p{L}*)?)?|\u79d2\p{L}*)$/iu,
  ],
  [60_000, /^(m(in(s|.t\p{L}*)?)?|da[kq]i[kq]a|\u043c(\u0438\u043d(\u0443\u0442\p{L}*)?)?|\u5206\p{L}*)$/iu],
  [3_600_000, /^(h(rs?|ours?|oras?)?|stunden?|\u0447(\u0430\u0441\p{L}{0,2})?)$/iu],
];

/** The localised text of a 429 may name the wait: "... 200 per minute, retry in 5 sec". */
function secondsInText(response: Pick<ReceivedResponse, 'headers' | 'content'>): number | undefined {
  const body = decodeLoosely(response) as { meta?: { message?: unknown } } | string | undefined | null;
  const text = typeof body === 'object' && body !== null ? body.meta?.message : body;
  if (typeof text !== 'string' || text.length > 1000) return undefined;
  const waits: number[] = [];
  const others: (readonly [value: number, word: string])[] = [];
  for (const [, number = '', word = ''] of text.matchAll(/(\d+(?:[.,]\d+)?)\s*(\p{L}*)/gu)) {
    const value = Number(number.replace(',', '.'));
    const ms = units.find(([, unit]) => unit.test(word))?.[0];
    if (ms) waits.push(Math.min(Math.ceil((value * ms) / 1000), Number.MAX_SAFE_INTEGER));
    // The status may be repeated in the text.
    else if (value !== 429) others.push([value, word]);
  }
  // Two waits contradict each other.
  if (waits.length > 0) return waits.length === 1 ? waits[0] : undefined;
  // A lone number is a wait, unless a word follows that is no unit, or it exceeds the longest window.
  const [[value, word] = [Number.POSITIVE_INFINITY, '']] = others;
  return others.length === 1 && word === '' && value <= 60 ? Math.ceil(value) : undefined;
}
