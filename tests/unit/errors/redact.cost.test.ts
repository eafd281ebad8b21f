// What redaction costs, and that it never fails: its time grows with what it reads, whatever the secrets look like.
import { describe, expect, it } from 'vitest';
import { cleanCause, redactor, redactValue, secretsIn } from '../../../src/errors/redact.ts';
import { growth } from '../../support/growth.ts';
import { failureOf, json } from '../../support/recorder.ts';
import { recorded } from '../../support/tiny/tiny.ts';

const token = (index: number) => `token-${index}-${Math.sin(index).toString(36).slice(2)}`;

const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: 'Anna', token: token(index) }));

describe('the time of redaction grows with what is read', () => {
  it.each<[string, number, (size: number) => unknown]>([
    [
      'a long secret in several spellings',
      1400,
      (size) => {
        const secret = 'Zx9+/=ä'.repeat(size / 7);
        return redactor([secret])(JSON.stringify(`${secret} ${encodeURIComponent(secret)}`));
      },
    ],
    [
      'backslashes',
      1500,
      (size) => redactor(['\\'.repeat(size)])(`${'\\'.repeat(2 * size - 1)} ${'\\'.repeat(size)}`),
    ],
    [
      'a secret that nearly occurs everywhere',
      4000,
      (size) => redactor([`${'a'.repeat(size)}b`])('a'.repeat(2 * size)),
    ],
    [
      'many rows with tokens, echoed in one text',
      400,
      (size) => redactor(secretsIn([rows(size)]))(JSON.stringify(rows(size))),
    ],
    [
      'many rows with tokens, echoed row by row',
      400,
      (size) => {
        const messages = rows(size).map(({ token }) => ({ message: `no ${token}` }));
        return redactValue(messages, redactor(secretsIn([rows(size)])));
      },
    ],
    [
      'many secrets that begin alike',
      300,
      (size) => {
        const alike = Array.from({ length: size }, (_, index) => `${'same'.repeat(10)}${index}`);
        return redactor(alike)('same'.repeat(10 * size));
      },
    ],
    [
      'errors of many fields',
      2000,
      (size) => {
        const errors = Object.fromEntries(Array.from({ length: size }, (_, index) => [`f${index}`, ['bad']]));
        return redactValue({ meta: { errors } }, redactor([token(1), token(2)]));
      },
    ],
    ['a long name', 1500, (size) => redactValue({ [`${'['.repeat(size)}a`]: 'b' }, redactor([token(1)]))],
    ['a name of brackets', 1500, (size) => secretsIn([{ [`a${'[]'.repeat(size)}`]: 'b' }])],
    ['a long text of escapes', 300, (size) => redactor([token(1)])('\\u0041%20&amp; '.repeat(size))],
  ])('%s', (_, size, run) => {
    expect(growth(run, size)).toBeLessThan(8);
  });

  it('hides them all', () => {
    const echo = redactValue(
      { rows: rows(2000), messages: JSON.stringify(rows(2000)) },
      redactor(secretsIn([rows(2000)])),
    );
    expect(JSON.stringify(echo)).not.toContain('token-');
    const long = 'Zx9+/=ä'.repeat(4000);
    expect(redactor([long])(JSON.stringify([long, encodeURIComponent(long)]))).toBe(
      '["[redacted]","[redacted]"]',
    );
    const slashes = '\\'.repeat(28);
    expect(redactor([slashes])(`${slashes} ${JSON.stringify(slashes)}`)).toBe('[redacted] "[redacted]"');
  });
});

describe('redaction never fails', () => {
  it('for a secret of any length, in a call', async () => {
    const password = '([{*+?\\^$|'.repeat(2700);
    const { client } = recorded(json(422, { meta: { message: `No: ${password}!` } }));
    const error = await failureOf(client.create({ body: { password } }));
    expect(error.message).toBe('create failed with HTTP 422: No: [redacted]!.');
  });

  it.each<[string, () => unknown]>([
    [
      'whose message cannot be read',
      () => Object.defineProperty(new Error('x'), 'message', { get: () => fail() }),
    ],
    [
      'whose name cannot be written',
      () => Object.assign(new Error('x'), { name: { toString: () => fail() } }),
    ],
    ['that is a hostile proxy', () => new Proxy(new Error('x'), { get: () => fail() })],
  ])('for a cause %s', (_, make) => {
    expect(cleanCause(make(), redactor(['secret-1']))).toBeUndefined();
  });

  const fail = () => {
    throw new Error('with secret-1');
  };

  it.each(['\ud800', 'a\udc00b', 'İstanbul', 'ΟΔΟΣ', '%E4%zz', '\\u12', '&#99999999;', '%ed%a0%80', '😀'])(
    'for the odd text %j',
    (odd) => {
      const secret = `${odd}-secret`;
      expect(redactor([secret])(`<${secret}>`)).toBe('<[redacted]>');
      expect(redactor(['nothing'])(odd)).toBe(odd);
      expect(redactor([secret])(JSON.stringify(secret))).toBe('"[redacted]"');
    },
  );
});

describe('a name tells a secret', () => {
  it.each([
    ...['x-api-key', 'api-key', 'api_key', 'apiKey', 'hash', 'record_hash', 'access_key', 'private_key'],
    ...[
      'passwd',
      'pwd',
      'password',
      'userPassword',
      'passphrase',
      'client_secret',
      'x-auth-key',
      'signature',
    ],
    ...['code', 'sms_code', 'pin', 'otp', 'user[password]', 'tokens[]', 'set-cookie', 'credentials'],
  ])('%s', (name) => {
    expect(secretsIn([{ [name]: 'value-1' }])).toEqual(['value-1']);
  });

  it.each(['name', 'hashtag', 'monkey', 'key', 'promo_code', 'keyboard', 'pinned', 'bypass_reason'])(
    'but not %s',
    (name) => {
      expect(secretsIn([{ [name]: 'value-1' }])).toEqual([]);
    },
  );

  it('of all the values in its list, and of no value that is none', () => {
    const body = { tokens: ['in-a-list', 12345, null, undefined, true, { name: 'Anna' }], token: undefined };
    expect(secretsIn(body)).toEqual(['in-a-list', '12345']);
  });
});
