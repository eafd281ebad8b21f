// Logs a user in: one call whose response holds a new user token.
import { failed } from '../errors/call-error.ts';
import { AltegioDecodeError, AltegioSecondFactorError } from '../errors/errors.ts';
import { finish, prepare, unwrap } from '../transport/call.ts';
import type { Call } from '../transport/prepared-call.ts';
import type { ReceivedResponse } from '../transport/response.ts';
import { isRecord } from '../util/check.ts';
import { type Api, contextOf, tableOf } from './client.ts';
import { operationAt } from './known-path.ts';
import type { SettledOptions } from './options.ts';

export interface Credentials {
  login: string;
  password: string;
}

/** Gets a user token; `options` are those of a client, without a user token. */
export async function login<Client>(
  api: Api<Client>,
  options: SettledOptions,
  credentials: Credentials,
): Promise<string> {
  const context = contextOf(api, options);
  const call = prepare(context, operationAt(tableOf(api), 'POST', '/auth'), { body: credentials });
  const { token } = await finish(context, call, (response) => ({ token: tokenIn(call, response) }));
  return token;
}

function tokenIn(call: Call, response: ReceivedResponse): string {
  const body = unwrap(call, response);
  const data = isRecord(body) && isRecord(body.data) ? body.data : {};
  const { user_token: token, uuid } = data;
  if (typeof token === 'string' && token !== '') return token;
  if (typeof uuid === 'string' && uuid !== '') {
    const what = 'gave no token: the user has a second factor';
    throw failed(AltegioSecondFactorError, call, what, { outcome: 'refused', uuid });
  }
  throw failed(AltegioDecodeError, call, 'got a response without data.user_token', {
    status: response.status,
    outcome: 'unknown',
  });
}
