// How long an answer asks to wait: the Retry-After header, strictly read, else the number in a 429's text.
import type { Answer } from './answer.ts';
import { decodeLoosely } from './answer.ts';

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
    if (/^\d+$/.test(header)) return Number(header);
    const date = httpDate(header);
    if (date !== undefined) return Math.max(0, Math.ceil((date - now) / 1000));
  }
  return answer.status === 429 ? secondsInText(answer.content) : undefined;
}

const imfFixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const rfc850 = /^[A-Z][a-z]+day, (\d{2})-([A-Z][a-z]{2})-(\d{2}) (\d{2}:\d{2}:\d{2}) GMT$/;
const asctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \d]\d) (\d{2}:\d{2}:\d{2}) (\d{4})$/;

function httpDate(text: string): number | undefined {
  let standard: string | undefined;
  if (imfFixdate.test(text)) standard = text;
  const old = rfc850.exec(text);
  // A two-digit year more than 50 years ahead means the past; waits never are that long, so 20xx is meant.
  if (old) standard = `${old[1]} ${old[2]} 20${old[3]} ${old[4]} GMT`;
  const c = asctime.exec(text);
  if (c) standard = `${c[2]!.trim()} ${c[1]} ${c[4]} ${c[3]} GMT`;
  const time = standard === undefined ? Number.NaN : Date.parse(standard);
  return Number.isNaN(time) ? undefined : time;
}

/** The localised text of a 429 may name the seconds. */
function secondsInText(content: Answer['content']): number | undefined {
  const body = decodeLoosely(content) as { meta?: { message?: unknown } } | string | undefined | null;
  const text = typeof body === 'object' && body !== null ? body.meta?.message : body;
  if (typeof text !== 'string' || text.length > 1000) return undefined;
  // "… 200 per minute, retry in 5 sec" – the number before a word for seconds (s…, с…), else the only number.
  const numbers = text.match(/\d+(\.\d+)?(?=\s*[sс])/giu) ?? text.match(/\d+(\.\d+)?/g) ?? [];
  return numbers.length === 1 ? Math.ceil(Number(numbers[0])) : undefined;
}
