// How long a response asks to wait: every spelling that is one, and none that is not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfterSeconds } from '../../../src/transport/retry-after.ts';
import { asctime, imfFixdate, rfc850 } from '../../faults/hostile-server.ts';
import { runs } from '../../support/rounds.ts';

const now = Date.UTC(2026, 9, 5, 12, 0, 0);

const waitOf = (
  header: string | undefined,
  text?: unknown,
  status = 429,
  more: Record<string, string> = {},
): number | undefined =>
  retryAfterSeconds(
    {
      status,
      headers: new Headers(header === undefined ? more : { 'retry-after': header, ...more }),
      content: typeof text === 'string' ? text : text && JSON.stringify(text),
    } as Parameters<typeof retryAfterSeconds>[0],
    now,
  );

describe('the header', () => {
  it.each([
    ['7', 7],
    ['0', 0],
    [' 12 ', 12],
    ['007', 7],
    ['9'.repeat(400), Number.MAX_SAFE_INTEGER],
    ['Mon, 05 Oct 2026 12:00:30 GMT', 30],
    ['Monday, 05-Oct-26 12:00:30 GMT', 30],
    ['Mon Oct  5 12:00:30 2026', 30],
    ['Mon, 05 Oct 2026 11:00:00 GMT', 0],
    // RFC 9110: a two-digit year that seems more than 50 years ahead has passed.
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Sun Nov  6 08:49:37 1994', 0],
  ])('%s tells the wait', (header, seconds) => {
    expect(waitOf(header)).toBe(seconds);
    expect(waitOf(header, undefined, 503)).toBe(seconds);
  });

  it.each([
    '-5',
    '1.5',
    '1e3',
    '0x10',
    '5s',
    '5, 6',
    'soon',
    '',
    '2026-10-05T12:00:30Z',
    'Mon, 05 Oct 2026 12:00:30 +0200',
    'Mon, 5 Oct 2026 12:00:30 GMT',
    'mon, 05 oct 2026 12:00:30 gmt',
    'Mon, 99 Oct 2026 12:00:30 GMT',
    'Mon, 05 Foo 2026 12:00:30 GMT',
    'Mon, 05 Oct 2026 25:00:30 GMT',
  ])('"%s" tells nothing', (header) => {
    expect(waitOf(header)).toBeUndefined();
  });

  it('means the same in each of the three date forms, for any moment of the next 49 years', () => {
    const seconds = fc.integer({ min: 0, max: 49 * 365 * 86_400 });
    fc.assert(
      fc.property(seconds, (ahead) => {
        const date = new Date(now + ahead * 1000);
        for (const spell of [imfFixdate, rfc850, asctime]) expect(waitOf(spell(date))).toBe(ahead);
      }),
    );
  });

  it('never makes anything but a whole number of seconds of any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (header, text) => {
        let value: number | undefined;
        try {
          value = waitOf(header, text);
        } catch (error) {
          // Headers refuses what HTTP does not allow.
          expect(error).toBeInstanceOf(TypeError);
        }
        if (value !== undefined) expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
      }),
      runs(2000, 200),
    );
  });

  it.each([imfFixdate, rfc850, asctime])(
    'is measured by the clock of the server, not of this machine (%o)',
    (spell) => {
      const seconds = fc.integer({ min: 0, max: 86_400 });
      fc.assert(
        fc.property(seconds, fc.integer({ min: -90_000, max: 90_000 }), (ahead, wrong) => {
          const theirs = now + wrong * 1000;
          const date = imfFixdate(new Date(theirs));
          expect(waitOf(spell(new Date(theirs + ahead * 1000)), undefined, 429, { date })).toBe(ahead);
        }),
      );
    },
  );

  it('is measured by the clock of this machine where the response has no date that can be read', () => {
    const header = imfFixdate(new Date(now + 30_000));
    expect(waitOf(header)).toBe(30);
    expect(waitOf(header, undefined, 429, { date: 'today' })).toBe(30);
  });

  it('in seconds has nothing to do with a date', () => {
    expect(waitOf('7', undefined, 429, { date: 'Mon, 05 Oct 2020 12:00:00 GMT' })).toBe(7);
  });

  it('is read without the spaces around it, also where a double of a response keeps them', () => {
    const double = (header: string, date?: string) => ({
      status: 503,
      headers: { get: (name: string) => (name === 'date' ? date : header) ?? null } as unknown as Headers,
      content: undefined,
    });
    expect(retryAfterSeconds(double(' 12 '), now)).toBe(12);
    const [sent, until] = [now - 3_600_000, now - 3_590_000].map((each) => ` ${imfFixdate(new Date(each))} `);
    expect(retryAfterSeconds(double(until!, sent), now)).toBe(10);
  });

  it('comes before the text', () => {
    expect(waitOf('3', { meta: { message: 'retry in 9 sec' } })).toBe(3);
    expect(waitOf('soon', { meta: { message: 'retry in 9 sec' } })).toBe(9);
  });
});

describe('the text of a 429', () => {
  it.each([
    ['Too many requests. Retry after 5 seconds', 5],
    ['Limit is 200 requests per minute, retry in 5 sec', 5],
    ['Лимит 200 запросов в минуту. Повторите через 5 сек.', 5],
    ['Повторите через 5с', 5],
    ['Demasiadas solicitudes, reintente en 5 segundos', 5],
    ['Zu viele Anfragen: 5 Sekunden warten', 5],
    ['Réessayez dans 5 s', 5],
    ['Wait 0.4 sec', 1],
    ['Retry in 2 minutes', 120],
    ['Подождите 1 мин.', 60],
    ['Подождите 17', 17],
    ['Ошибка 429. Подождите 17', 17],
    ['Too many requests (429). Retry after 30 (seconds)', 30],
    ['Retry in 500 ms', 1],
    ['Retry in 7000 milliseconds', 7],
    ['Повторите через 2500 мс', 3],
    ['Повторите через 1 секунду', 1],
    ['Подождите 3 минуты', 180],
    ['Try again in 1 hour', 3600],
    ['Повторите через 2 часа', 7200],
    ['Proszę czekać 5 sekund', 5],
    ['Palaukite 5 sekundžių', 5],
    ['Gaidiet 2 minūtes', 120],
    ['5 saniye bekleyin', 5],
    ['Wait 1,5 s', 2],
    ['Wait 1,25 s', 2],
    ['Подождите 60', 60],
    ['5 sec'.padStart(1000), 5],
    [`Wait ${'9'.repeat(400)} s`, Number.MAX_SAFE_INTEGER],
  ])('%s', (message, seconds) => {
    expect(waitOf(undefined, { meta: { message } })).toBe(seconds);
    expect(waitOf(undefined, message)).toBe(seconds);
  });

  it.each([
    'Too many requests',
    'Limit: 200 per minute',
    'Limits are 5 and 200',
    'Limits: 5, 60',
    'Подождите 61',
    '429 Слишком много запросов',
    '429 Too many requests',
    '429 status',
    '5 сессий открыто',
    '5 sessions at most',
    'Only 3 more requests',
    'Limit: 5 minor calls',
    'Várjon 5 másodpercet',
    'Wait 5 seconds, or better 10 seconds',
    `${' '.repeat(1000)}5 sec`,
    '<html>5 sec</html>'.padEnd(2000),
  ])('%s tells nothing', (message) => {
    expect(waitOf(undefined, { meta: { message } })).toBeUndefined();
  });

  it('of another status is not read', () => {
    expect(waitOf(undefined, { meta: { message: 'retry in 5 sec' } }, 503)).toBeUndefined();
  });

  it.each([undefined, '', 'null', '[]', '{"meta":[]}', '{"meta":{"message":5}}'])(
    '%s tells nothing',
    (text) => {
      expect(waitOf(undefined, text)).toBeUndefined();
    },
  );
});
