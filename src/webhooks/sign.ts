// Signs as Altegio does, for tests of what is built on the proofs.

import { hmac } from './digest.ts';
import { AltegioWebhookError } from './error.ts';
import { checkToken, type MarketplacePayment, type MarketplaceUser, paymentText } from './marketplace.ts';

/** A user to sign; as text, the base64 that is signed as it stands. */
export interface UnsignedRedirect {
  user_data: MarketplaceUser | string;
  partnerToken: string;
}

/** What {@link verifyRedirect} reads. */
export interface SignedRedirect {
  user_data: string;
  user_data_sign: string;
}

/** A payment to sign. */
export interface UnsignedPayment extends MarketplacePayment {
  partnerToken: string;
}

/** What {@link verifyPaymentSign} reads. */
export interface SignedPayment extends MarketplacePayment {
  sign: string;
}

/**
 * Signs a redirect or a payment as Altegio does, so that tests can send one.
 *
 * @param what a `user_data`, or a payment, and the partner token of the test
 * @returns the same with its signature, as it stands in the query or the body
 * @throws AltegioConfigError when `partnerToken` is empty
 * @throws AltegioWebhookError when a part of the payment is no number
 * @example
 * import { signForTest, verifyRedirect } from 'altegio-sdk/webhooks';
 * const partnerToken = 'test';
 * const signed = await signForTest({ user_data: { id: 1, email: 'ada@example.com' }, partnerToken });
 * console.log((await verifyRedirect({ ...signed, partnerToken }))?.email);
 */
export async function signForTest(what: UnsignedRedirect): Promise<SignedRedirect>;
export async function signForTest(what: UnsignedPayment): Promise<SignedPayment>;
export async function signForTest(
  what: UnsignedRedirect | UnsignedPayment,
): Promise<SignedRedirect | SignedPayment> {
  checkToken('signForTest', what.partnerToken);
  if ('user_data' in what) {
    const { user_data: user, partnerToken } = what;
    const user_data = typeof user === 'string' ? user : base64(JSON.stringify(user));
    return { user_data, user_data_sign: await hmac(user_data, partnerToken) };
  }
  const { partnerToken, ...payment } = what;
  const text = paymentText(payment);
  if (text === undefined)
    throw new AltegioWebhookError('signForTest: salon_id, amount and discount must be numbers.', 400);
  return { ...payment, sign: await hmac(text, partnerToken) };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
