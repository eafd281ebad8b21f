// Tokens, passwords and codes stay out of everything that an error shows; the functions that see to it.
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCause, redactor, secretsIn } from '../../../src/errors/redact.ts';
import { AltegioConnectionError } from '../../../src/index.ts';
import { failureOf, json, partner, user } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

describe('secrets', () => {
  const body = { password: 'pass-word-1', code: '1234', card: { api_key: 'key-555' }, name: 'Anna' };
  const secrets = [partner, user, 'pass-word-1', 'key-555', 'hash-777', 'cookie-888'];
  const response = {
    success: false,
    meta: {
      message: `No: ${secrets.join(' ')}`,
      errors: [{ code: 1234, message: `x ${user}` }, { message: 'Anna, 12345' }],
    },
    data: { [`key ${user}`]: 1, user_token: 'from-server' },
  };
  const call = { body, query: { record_hash: 'hash-777' }, headers: { 'x-cookie': 'cookie-888' } };

  it('that a response repeats are in nothing that an error shows, stores or holds', async () => {
    const { client } = recorded(json(422, response));
    const error = await failureOf(client.create(call));
    const shown = [
      inspect(error, { showHidden: true, depth: 12 }),
      JSON.stringify(error),
      JSON.stringify(error.body),
      error.message,
      error.stack,
    ].join('\n');
    for (const secret of [...secrets, 'from-server']) expect(shown).not.toContain(secret);
    expect(shown).toContain('Anna');
  });

  it('that come back in headers are hidden there too, and so are secrets of the server', async () => {
    const headers = { 'x-echo': `for ${user}`, 'set-cookie': 'session=1', 'x-request-id': 'a-1' };
    const { client } = recorded(json(422, response, headers));
    const error = await failureOf(client.create(call));
    expect(Object.fromEntries(error.headers as Headers)).toEqual({
      'content-type': 'application/json',
      'set-cookie': '[redacted]',
      'x-echo': 'for [redacted]',
      'x-request-id': 'a-1',
    });
    expect(inspect(error, { showHidden: true, getters: true, depth: 12 })).not.toContain(user);
  });

  it('that are numbers leave the rest of the response readable', async () => {
    const meta = { errors: { phone: ['Number 12345 is odd'] }, message: 'Bad' };
    const { client } = recorded(json(422, { meta, data: { id: 12345 } }));
    const error = await failureOf(client.create({ body: { code: 1234 } }));
    expect(error).toMatchObject({ body: { data: { id: 12345 } } });
    expect(error.message).toContain('Bad');
    expect(error.fields).toHaveProperty('phone');
  });

  it('are not in the cause of a fetch that fails and shows its request', async () => {
    const cause = Object.assign(new Error(`cannot send ${partner}`), {
      config: { headers: { authorization: user } },
    });
    const { client } = recorded(() => Promise.reject(cause));
    const error = await failureOf(client.create(call));
    expect(error).toBeInstanceOf(AltegioConnectionError);
    const shown = inspect(error, { showHidden: true, depth: 12 });
    for (const secret of secrets) expect(shown).not.toContain(secret);
    expect((error.cause as Error).message).toContain('cannot send');
  });

  it('do not include country, currency and phone codes', async () => {
    const data = { country_code: 'LV00', currency_code: 'EURO', phone_code: '+371', sms_code: '7391' };
    const { client } = recorded(json(422, { data, meta: { message: 'LV00 EURO +371 7391' } }));
    const error = await failureOf(client.create({ body: data }));
    expect(error.message).toContain('LV00 EURO +371 [redacted]');
    expect(error.body).toMatchObject({ data: { ...data, sms_code: '[redacted]' } });
  });
});

describe('the redactor', () => {
  it('leaves no rest of a secret that begins with another one', () => {
    expect(redactor(['abcd', 'abcdefgh'])('x abcdefgh y abcd')).toBe('x [redacted] y [redacted]');
  });

  it('takes secrets as they are, not as patterns', () => {
    const all = ['a.c+', '(x', '[y]', '$&', '\\d', '^z|w'];
    expect(redactor(all)('a.c+ abc (x [y] $& \\d 5 ^z|w')).toBe(
      '[redacted] abc [redacted] [redacted] [redacted] [redacted] 5 [redacted]',
    );
  });

  it('does nothing without secrets', () => {
    expect(redactor([])('text')).toBe('text');
    expect(redactor([''])('text')).toBe('text');
  });

  it('hides every secret of any set, wherever it stands', () => {
    const text = fc.string({ minLength: 4, maxLength: 12, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), fc.string(), (all, filler) => {
        const usable = all.filter((value) => !/^[[\]redact]+$/i.test(value));
        const clean = redactor(usable)(usable.map((value) => filler + value + filler).join(''));
        for (const value of usable) expect(clean.replaceAll('[redacted]', '\0')).not.toContain(value);
      }),
    );
  });
});

describe('secrets of a call', () => {
  it('are found in objects, lists, forms and search parameters', () => {
    const form = new FormData();
    form.set('password', 'in-a-form');
    const body = [
      { deep: [{ deeper: { user_hash: 'in-a-list' } }] },
      form,
      new URLSearchParams({ token: 'in-search' }),
    ];
    expect(secretsIn(body).sort()).toEqual(['in-a-form', 'in-a-list', 'in-search']);
  });

  it('are not looked for without end', () => {
    const loop: Record<string, unknown> = { password: 'found-it' };
    loop.self = loop;
    expect(new Set(secretsIn(loop))).toEqual(new Set(['found-it']));
  });
});

describe('a cause', () => {
  it('of the platform is kept as it is', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      code: 'ECONNREFUSED',
      port: 1,
    });
    const error = new TypeError('fetch failed', { cause });
    expect(cleanCause(error, redactor(['secret-1']))).toBe(error);
  });

  it('that holds more is replaced by its name, message, code and stack', () => {
    const error = Object.assign(new RangeError('with secret-1'), { code: 'E_X', request: {} });
    const copy = cleanCause(error, redactor(['secret-1'])) as Error & { code: string };
    expect(copy).not.toBe(error);
    expect(copy).toMatchObject({ name: 'RangeError', message: 'with [redacted]', code: 'E_X' });
    expect(copy.stack).toContain('redact.test.ts');
  });

  it('of another realm is one too', async () => {
    const { runInNewContext } = await import('node:vm');
    const foreign = runInNewContext('new Error("of a test runner")') as Error;
    expect(foreign instanceof Error).toBe(false);
    expect(cleanCause(foreign)).toBe(foreign);
  });
});

it('hides a secret that is written in several ways at once', () => {
  const clean = redactor(['hünter & "co"/x']);
  const mixed = ['h\\u00FCnter &amp; &#34;co&#034;\\/x', 'h%c3%bcnter+%26+\\"co\\"%2Fx'];
  expect(mixed.map((text) => clean(`<${text}>`))).toEqual(['<[redacted]>', '<[redacted]>']);
  expect(clean('hünter and co')).toBe('hünter and co');
});
