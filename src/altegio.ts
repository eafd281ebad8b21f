// All four APIs behind one object.
import { type BookingClient, booking } from './booking.ts';
import { createClient } from './client/client.ts';
import { lazily } from './client/lazy.ts';
import { type ClientOptions, checkOptions } from './client/options.ts';
import { type DevelopersClient, developers } from './developers.ts';
import { AltegioConfigError, AltegioDecodeError } from './errors/errors.ts';
import { baseFinder, hasBase } from './request/base-url.ts';
import type { Token } from './types.ts';
import { type V1Client, v1 } from './v1.ts';
import { type V2Client, v2 } from './v2.ts';

/** The four APIs of one business user, over one transport and one limiter. */
export interface Altegio {
  /** Business Management v1. */
  readonly v1: V1Client;
  /** Business Management v2. */
  readonly v2: V2Client;
  /** Online booking. */
  readonly booking: BookingClient;
  /** Developer tools: marketplace, webhooks, telephony, dictionaries. */
  readonly developers: DevelopersClient;
  /**
   * The same for another business user: limiter, hooks and all other options are shared.
   *
   * @param userToken that user's token, or a function that returns it
   * @returns a new object; this one stays as it is
   * @throws AltegioConfigError for a token that cannot be one
   * @example
   * const forOwner = altegio.withUser('token of the owner');
   */
  withUser(userToken: Token): Altegio;
  /**
   * Gets a user token for a login and password (POST /auth). A changed password ends the token; no expiry,
   * refresh or revoke call is known, so keep it. Nothing here logs in again by itself.
   *
   * @param credentials `login`: phone number as +digits, or e-mail; `password`
   * @returns the token, to be stored or given to `withUser`
   * @throws AltegioAuthenticationError for a wrong login, other AltegioErrors as every call
   * @example
   * const forUser = altegio.withUser(await altegio.login({ login: 'user@example.com', password: 'secret' }));
   */
  login(credentials: { login: string; password: string }): Promise<string>;
}

/**
 * Makes the clients of all four APIs.
 *
 * @param options tokens, base URL, limits, hooks, and defaults of the calls
 * @returns `v1`, `v2`, `booking`, `developers`, `withUser` and `login`
 * @throws AltegioConfigError for options that cannot work
 * @example
 * const altegio = createAltegio({ partnerToken: process.env.ALTEGIO_PARTNER_TOKEN!, userToken: process.env.ALTEGIO_USER_TOKEN });
 * const { data } = await altegio.v1.get_client({ path: { location_id: 1, id: 2 } });
 */
export function createAltegio(options: ClientOptions): Altegio {
  const altegio = {
    withUser(userToken: Token) {
      if (userToken === undefined) throw new AltegioConfigError('withUser needs a user token.');
      return createAltegio({ ...options, userToken });
    },
    // Without the user token: a dead one must not spoil the login, and a token function may be what logs in.
    login: async (credentials: { login: string; password: string }) =>
      login(createClient(v1, { ...options, userToken: undefined }), credentials),
  } as Altegio;
  checkOptions(options);
  for (const [name, api] of Object.entries({ v1, v2, booking, developers })) {
    // Clients are made when they are first used, but wrong options fail here.
    if (hasBase(api.name, options.baseUrl)) baseFinder(api.name, options.baseUrl);
    lazily(altegio, name, () => createClient<unknown>(api, options));
  }
  return altegio;
}

async function login(client: V1Client, credentials: { login: string; password: string }): Promise<string> {
  const body = (await client.request('POST', '/auth', { body: credentials })) as {
    data?: { user_token?: unknown };
  };
  const token = body?.data?.user_token;
  if (typeof token === 'string' && token !== '') return token;
  throw new AltegioDecodeError('The login was answered without data.user_token.', {
    status: 201,
    method: 'POST',
    path: '/auth',
    outcome: 'unknown',
  });
}
