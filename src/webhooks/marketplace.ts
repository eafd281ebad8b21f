// Proofs of origin for what Altegio sends to partners of its marketplace: events of an application, payments, redirects.
import type { MarketplaceEvent } from '../../generated/webhooks.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import { isOneOf, isSigned } from './digest.ts';
import { jsonOf } from './parse.ts';

/** What happened to an application in a location; without the token that proves it. */
export interface MarketplaceCallback extends Omit<MarketplaceEvent, 'event' | 'partner_token'> {
  /** `uninstall`: disabled on Altegio's side; `freeze`: its time ran out; `payment`: seen by integrations, not described. */
  event: MarketplaceEvent['event'] | (string & {});
}

/** Who came from Altegio to install an application, as integrations have seen it; fields may be missing. */
export interface MarketplaceUser {
  id?: number;
  name?: string;
  phone?: string | number;
  email?: string;
  /** The location's name. */
  salon_name?: string;
  [field: string]: unknown;
}

/** The parts of a payment that are signed. Take them as they were sent: `100` and `100.00` have different signatures. */
export interface MarketplacePayment {
  salon_id: number | string;
  amount: number | string;
  discount: number | string;
}

/**
 * Whether Altegio sent an event of a marketplace application: it repeats your partner token in the body, which is compared
 * in constant time. Documented by the vendor. Respond with 200 to 299.
 *
 * @param of `body`: the request's body as text, bytes or parsed JSON; `partnerToken`: yours
 * @returns the event without its token; `undefined` when the token is wrong or the body is no such event
 * @throws AltegioConfigError when `partnerToken` is empty, with which everybody would pass
 * @example
 * import { verifyMarketplaceCallback } from 'altegio-sdk/webhooks';
 * const callback = await verifyMarketplaceCallback({ body: webhook, partnerToken: process.env.ALTEGIO_PARTNER_TOKEN! });
 * if (callback?.event === 'uninstall') console.log(`location ${callback.salon_id} has left`);
 */
export async function verifyMarketplaceCallback(of: {
  body: unknown;
  partnerToken: string;
}): Promise<MarketplaceCallback | undefined> {
  checkToken('verifyMarketplaceCallback', of.partnerToken);
  const body = readable(() => jsonOf(of.body));
  if (typeof body !== 'object' || body === null) return undefined;
  const { partner_token, ...callback } = body as Partial<MarketplaceEvent>;
  if (typeof partner_token !== 'string' || !(await isOneOf([partner_token], [of.partnerToken])))
    return undefined;
  const { event, application_id = null } = callback;
  // Numbers as text are numbers: who knows the token is not turned away for a quotation mark.
  const salon_id = Number(callback.salon_id ?? Number.NaN);
  if (!Number.isFinite(salon_id) || typeof event !== 'string') return undefined;
  return { ...callback, salon_id, application_id: application_id && Number(application_id), event };
}

/**
 * Whether Altegio signed a payment of a marketplace application: `sign` is the HMAC-SHA256, in hex, of
 * `salon_id=<id>&amount=<n>&discount=<n>` under the partner token. Seen in integrations, not documented.
 *
 * @param payment what was sent, with its `sign`, and your partner token
 * @returns whether the signature is right; `false` too where it is missing or a part is no number
 * @throws AltegioConfigError when `partnerToken` is empty, with which everybody could sign
 * @example
 * import { verifyPaymentSign } from 'altegio-sdk/webhooks';
 * const sent = { salon_id: 123, amount: 990, discount: 0, sign: '…' };
 * if (!(await verifyPaymentSign({ ...sent, partnerToken: 'partner' }))) console.log('refused');
 */
export async function verifyPaymentSign(
  payment: MarketplacePayment & { sign: unknown; partnerToken: string },
): Promise<boolean> {
  checkToken('verifyPaymentSign', payment.partnerToken);
  const text = paymentText(payment);
  return text !== undefined && isSigned(text, payment.sign, payment.partnerToken);
}

/**
 * Who was sent to your page to install an application: `user_data` is JSON in base64, `user_data_sign` the HMAC-SHA256, in
 * hex, of that base64 text under the partner token. Written so in integrations, not documented; without this check
 * anybody can install in the name of any location.
 *
 * @param query `user_data` and `user_data_sign` of the page's query, and your partner token
 * @returns the user; `undefined` when the signature is wrong or missing, or the data is no JSON object
 * @throws AltegioConfigError when `partnerToken` is empty, with which everybody could sign
 * @example
 * import { verifyRedirect } from 'altegio-sdk/webhooks';
 * const query = new URL('https://example.com/install?salon_id=1&user_data=e30%3D&user_data_sign=00').searchParams;
 * const user = await verifyRedirect({
 *   user_data: query.get('user_data'),
 *   user_data_sign: query.get('user_data_sign'),
 *   partnerToken: process.env.ALTEGIO_PARTNER_TOKEN!,
 * });
 * if (user) console.log(user.email);
 */
export async function verifyRedirect(query: {
  user_data: string | null | undefined;
  user_data_sign: string | null | undefined;
  partnerToken: string;
}): Promise<MarketplaceUser | undefined> {
  checkToken('verifyRedirect', query.partnerToken);
  if (typeof query.user_data !== 'string') return undefined;
  // A plus sign that was not encoded arrives as a space, and base64 has none.
  const text = query.user_data.replaceAll(' ', '+');
  if (!(await isSigned(text, query.user_data_sign, query.partnerToken))) return undefined;
  const user = readable(() => jsonOf(bytesOfBase64(text)));
  return typeof user === 'object' && user !== null && !Array.isArray(user)
    ? (user as MarketplaceUser)
    : undefined;
}

/** The text that is signed for a payment; `undefined` where a part is no number. */
export function paymentText({ salon_id, amount, discount }: MarketplacePayment): string | undefined {
  const isNumber = [salon_id, amount, discount].every((part) => /^-?\d+(\.\d+)?$/.test(String(part)));
  return isNumber ? `salon_id=${salon_id}&amount=${amount}&discount=${discount}` : undefined;
}

export function checkToken(where: string, partnerToken: unknown): void {
  if (typeof partnerToken === 'string' && partnerToken.trim() !== '') return;
  throw new AltegioConfigError(`${where}: partnerToken must be your partner token, not an empty text.`);
}

function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (unit) => unit.charCodeAt(0));
}

/** What cannot be read proves nothing, whoever sent it. */
function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
