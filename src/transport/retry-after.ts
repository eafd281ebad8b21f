// How long an answer asks to wait: the Retry-After header, strictly read, else the number in a 429's text.
import { type Answer, decodeLoosely } from './response.ts';

/**
 * Seconds that an answer asks to wait. The header's three date forms are those of RFC 9110; a header that is
 * neither a number nor such a date says nothing. `0` is returned as it is: the caller decides what it means.
 */
export function retryAfterSeconds(
  answer: Pick<Answer, 'status' | 'headers' | 'content'>,
  now: number,
): number | undefined {
  const header = answer.headers.get('retry-after')?.trim();
  if (header) {
    if (/^\d+$/.test(header)) return Math.min(Number(header), Number.MAX_SAFE_INTEGER);
    const date = httpDate(header, now);
    if (date !== undefined) return Math.max(0, Math.ceil((date - now) / 1000));
  }
  return answer.status === 429 ? secondsInText(answer.content) : undefined;
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

/** The localised text of a 429 may name the seconds. */
function secondsInText(content: Answer['content']): number | undefined {
  const body = decodeLoosely(content) as { meta?: { message?: unknown } } | string | undefined | null;
  const text = typeof body === 'object' && body !== null ? body.meta?.message : body;
  if (typeof text !== 'string' || text.length > 1000) return undefined;
  // "… 200 per minute, retry in 5 sec": the number before a word for seconds (s…, с…) or minutes (m…, м…).
  // Escaped: one letter beyond Latin-1 would double the memory of the whole built file.
  const timed = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([s\u0441m\u043c])/giu)];
  if (timed.length === 1)
    return Math.ceil(Number(timed[0]![1]) * (/[m\u043c]/iu.test(timed[0]![2]!) ? 60 : 1));
  const numbers = text.match(/\d+(\.\d+)?/g) ?? [];
  // A lone number is a wait up to the length of the longest window; above it, it rather is the limit.
  const lone = numbers.length === 1 ? Number(numbers[0]) : Number.POSITIVE_INFINITY;
  return timed.length === 0 && lone <= 60 ? Math.ceil(lone) : undefined;
}
