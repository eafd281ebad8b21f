// Proofs of origin; the expected signatures are made by node:crypto, and two were worked out elsewhere.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AltegioConfigError } from '../../../src/index.ts';
import {
  AltegioWebhookError,
  signForTest,
  verifyMarketplaceCallback,
  verifyPaymentSign,
  verifyRedirect,
} from '../../../src/webhooks.ts';

const partnerToken = 'partner-token-of-tests';
const sign = (text: string, key = partnerToken) => createHmac('sha256', key).update(text).digest('hex');
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

describe('verifyRedirect', () => {
  const user = {
    id: 7,
    name: 'Анна Zoë',
    phone: '+13155550100',
    email: 'ada@example.com',
    salon_name: 'Birch',
  };
  const user_data = base64(user);

  it('tells who comes, when the signature is right', async () => {
    expect(await verifyRedirect({ user_data, user_data_sign: sign(user_data), partnerToken })).toEqual(user);
    const upper = sign(user_data).toUpperCase();
    expect(await verifyRedirect({ user_data, user_data_sign: upper, partnerToken })).toEqual(user);
  });

  it('agrees with a signature from OpenSSL', async () => {
    // printf 'eyJpZCI6MX0=' | openssl dgst -sha256 -hmac key
    const user_data_sign = '5554684fcc9c623049f5ab9e134d1d3fe281a37c440a9c10562a312f4ce81155';
    expect(await verifyRedirect({ user_data: 'eyJpZCI6MX0=', user_data_sign, partnerToken: 'key' })).toEqual({
      id: 1,
    });
  });

  it('reads plus signs that came as spaces, and base64 for URLs', async () => {
    const odd = { id: 1, name: '>>>???~~~' };
    const text = base64(odd);
    expect(text).toMatch(/[+]/);
    const spaced = text.replaceAll('+', ' ');
    expect(await verifyRedirect({ user_data: spaced, user_data_sign: sign(text), partnerToken })).toEqual(
      odd,
    );
    const forUrls = Buffer.from(JSON.stringify(odd)).toString('base64url');
    expect(await verifyRedirect({ user_data: forUrls, user_data_sign: sign(forUrls), partnerToken })).toEqual(
      odd,
    );
  });

  const good = sign(user_data);
  it.each<[string, object]>([
    ['other data', { user_data: base64({ ...user, id: 8 }) }],
    ['a signature of another key', { user_data_sign: sign(user_data, 'another') }],
    ['a signature of the JSON in place of the base64', { user_data_sign: sign(JSON.stringify(user)) }],
    ['a signature that is cut', { user_data_sign: good.slice(0, 32) }],
    ['a signature with more behind it', { user_data_sign: `${good}00` }],
    ['a signature that is no hex', { user_data_sign: good.replace(/^../, 'zz') }],
    ['an empty signature', { user_data_sign: '' }],
    ['no signature', { user_data_sign: undefined }],
    ['two signatures', { user_data_sign: [good] }],
    ['no data', { user_data: undefined }],
    ['no data of a query', { user_data: null, user_data_sign: null }],
    ['signed data that is no base64', { user_data: '%%%', user_data_sign: sign('%%%') }],
    ['signed data that is no JSON', { user_data: 'AAAA', user_data_sign: sign('AAAA') }],
    ['signed data that is no object', { user_data: base64([1]), user_data_sign: sign(base64([1])) }],
  ])('refuses %s', async (_, wrong) => {
    const query = { user_data, user_data_sign: good, partnerToken, ...wrong };
    expect(await verifyRedirect(query)).toBeUndefined();
  });
});

describe('verifyPaymentSign', () => {
  const payment = { salon_id: 123, amount: 990, discount: 10 };
  const text = 'salon_id=123&amount=990&discount=10';

  it('knows the right signature, of numbers and of the texts that they were sent as', async () => {
    expect(await verifyPaymentSign({ ...payment, sign: sign(text), partnerToken })).toBe(true);
    const texts = { salon_id: '123', amount: '990.00', discount: '10' };
    const signed = sign('salon_id=123&amount=990.00&discount=10');
    expect(await verifyPaymentSign({ ...texts, sign: signed, partnerToken })).toBe(true);
    expect(await verifyPaymentSign({ ...payment, sign: signed, partnerToken })).toBe(false);
  });

  it('agrees with a signature from OpenSSL', async () => {
    // printf 'salon_id=1&amount=100&discount=0' | openssl dgst -sha256 -hmac key
    const signed = 'ef48287510ed2d36a0f71819522aebb7e1ff13b419a556ecaa1b339fd7a5674f';
    const sent = { salon_id: 1, amount: 100, discount: 0, sign: signed };
    expect(await verifyPaymentSign({ ...sent, partnerToken: 'key' })).toBe(true);
  });

  it.each<[string, object]>([
    ['another amount', { amount: 1 }],
    ['another location', { salon_id: 124 }],
    ['another discount', { discount: 100 }],
    ['no discount', { discount: undefined }],
    ['a part that holds others', { salon_id: '123&amount=990' }],
    ['no number', { amount: Number.NaN }],
    ['another key', { sign: sign(text, 'another') }],
    ['no signature', { sign: undefined }],
    ['an object for a signature', { sign: {} }],
  ])('refuses %s', async (_, wrong) => {
    const sent = { ...payment, sign: sign(text), partnerToken, ...wrong };
    expect(await verifyPaymentSign(sent)).toBe(false);
  });
});

describe('verifyMarketplaceCallback', () => {
  const callback = { salon_id: 123, application_id: 45, event: 'uninstall' };
  const body = { ...callback, partner_token: partnerToken };

  it.each<[string, unknown]>([
    ['parsed', body],
    ['as text', JSON.stringify(body)],
    ['as bytes', Buffer.from(JSON.stringify(body))],
  ])('hands out the event without its token: %s', async (_, sent) => {
    expect(await verifyMarketplaceCallback({ body: sent, partnerToken })).toEqual(callback);
  });

  it('takes numbers as text, and an event of no application', async () => {
    const sent = { ...body, salon_id: '123', application_id: null };
    expect(await verifyMarketplaceCallback({ body: sent, partnerToken })).toEqual({
      ...callback,
      application_id: null,
    });
  });

  it('takes an event of a name that it does not know', async () => {
    const sent = { ...body, event: 'thaw' };
    expect(await verifyMarketplaceCallback({ body: sent, partnerToken })).toEqual({
      ...callback,
      event: 'thaw',
    });
  });

  it.each<[string, unknown]>([
    ['another token', { ...body, partner_token: 'another' }],
    ['the beginning of the token', { ...body, partner_token: partnerToken.slice(0, -1) }],
    ['no token', callback],
    ['an empty token', { ...body, partner_token: '' }],
    ['a token that is no text', { ...body, partner_token: true }],
    ['no event', { partner_token: partnerToken, salon_id: 1 }],
    ['no location', { partner_token: partnerToken, event: 'freeze' }],
    ['null', null],
    ['what is no JSON', 'salon_id=123'],
    ['nothing', undefined],
  ])('refuses %s', async (_, sent) => {
    expect(await verifyMarketplaceCallback({ body: sent, partnerToken })).toBeUndefined();
  });
});

it.each(['', ' ', undefined])(
  'nothing can be verified or signed with the partner token %j',
  async (token) => {
    const none = token as string;
    const calls = [
      () => verifyRedirect({ user_data: 'e30=', user_data_sign: '00', partnerToken: none }),
      () => verifyPaymentSign({ salon_id: 1, amount: 1, discount: 0, sign: '00', partnerToken: none }),
      () => verifyMarketplaceCallback({ body: { partner_token: none }, partnerToken: none }),
      () => signForTest({ user_data: {}, partnerToken: none }),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(AltegioConfigError);
  },
);

describe('signForTest', () => {
  it('signs a user, or base64 as it stands', async () => {
    const signed = await signForTest({ user_data: { id: 1, name: 'Анна' }, partnerToken });
    expect(signed).toEqual({
      user_data: base64({ id: 1, name: 'Анна' }),
      user_data_sign: sign(signed.user_data),
    });
    expect(await signForTest({ user_data: 'e30=', partnerToken })).toEqual({
      user_data: 'e30=',
      user_data_sign: sign('e30='),
    });
    expect(await verifyRedirect({ ...signed, partnerToken })).toEqual({ id: 1, name: 'Анна' });
  });

  it('signs a payment, and refuses one that has no numbers', async () => {
    const payment = { salon_id: 1, amount: '100.00', discount: 0 };
    const signed = await signForTest({ ...payment, partnerToken });
    expect(signed).toEqual({ ...payment, sign: sign('salon_id=1&amount=100.00&discount=0') });
    expect(await verifyPaymentSign({ ...signed, partnerToken })).toBe(true);
    const wrong = signForTest({ ...payment, amount: 'much', partnerToken });
    await expect(wrong).rejects.toThrow(AltegioWebhookError);
  });
});
