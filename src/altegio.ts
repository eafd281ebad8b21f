// All four APIs behind one object.
import { type BookingClient, booking } from './booking.ts';
import { clientOf } from './client/client.ts';
import { lazyMembers } from './client/lazy.ts';
import { type Credentials, login } from './client/login.ts';
import { type ClientOptions, extendOptions, type SettledOptions, settleOptions } from './client/options.ts';
import { type DevelopersClient, developers } from './developers.ts';
import { AltegioConfigError } from './errors/errors.ts';
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
   * The same clients with other defaults: the limiter, the connection and all other options stay the same.
   *
   * @param options any options of a client; `headers` are added to those that are there
   * @returns a new object; this one is not changed
   * @throws AltegioConfigError for options that cannot work
   * @example
   * const nightly = altegio.withOptions({ timeoutMs: 120_000, retry: 5, headers: { 'x-job': 'nightly' } });
   */
  withOptions(options: Partial<ClientOptions>): Altegio;
  /**
   * The same for another business user: short for `withOptions({ userToken })`.
   *
   * @param userToken that user's token, or a function that returns it
   * @returns a new object; this one is not changed
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
   * @throws AltegioAuthenticationError for a wrong login, AltegioSecondFactorError with a `uuid` for a user who needs
   *   a second factor, other AltegioErrors as every call
   * @example
   * const forUser = altegio.withUser(await altegio.login({ login: 'user@example.com', password: 'secret' }));
   */
  login(credentials: { login: string; password: string }): Promise<string>;
}

/**
 * Makes the clients of all four APIs.
 *
 * @param options tokens, base URL, limits, hooks, and defaults of the calls; copied, so later changes of the
 *   object have no effect
 * @returns `v1`, `v2`, `booking`, `developers`, `withOptions`, `withUser` and `login`
 * @throws AltegioConfigError for options that cannot work
 * @example
 * const altegio = createAltegio({ partnerToken: process.env.ALTEGIO_PARTNER_TOKEN!, userToken: process.env.ALTEGIO_USER_TOKEN });
 * const { data } = await altegio.v1.get_client({ path: { location_id: 1, id: 2 } });
 */
export function createAltegio(options: ClientOptions): Altegio {
  return altegioOf(settleOptions(options));
}

// A client is made when it is first used.
const withClients = /* @__PURE__ */ lazyMembers<SettledOptions>({
  v1: (options) => clientOf(v1, options),
  v2: (options) => clientOf(v2, options),
  booking: (options) => clientOf(booking, options),
  developers: (options) => clientOf(developers, options),
});

function altegioOf(options: SettledOptions): Altegio {
  const altegio = {};
  withClients(altegio, options);
  for (const { name } of [v1, v2, booking, developers]) {
    // Wrong options still fail here.
    if (hasBase(name, options.baseUrl)) baseFinder(name, options.baseUrl);
    // Reading it throws, and copying or printing the object must not.
    else Object.defineProperty(altegio, name, { enumerable: false });
  }
  return Object.assign(altegio, {
    withOptions: (others: Partial<ClientOptions>) => altegioOf(extendOptions(options, others)),
    withUser(userToken: Token) {
      // Without one, calls would carry no user token, or fail one by one.
      if (userToken === undefined) throw new AltegioConfigError('withUser needs a user token.');
      return altegioOf(extendOptions(options, { userToken }));
    },
    // Without the user token: an expired one must not break the login, and a token function may be what logs in.
    login: (credentials: Credentials) => login(v1, { ...options, userToken: undefined }, credentials),
  }) as Altegio;
}
