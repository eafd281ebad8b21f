// Tokens: checked before they are sent, and put into the one Authorization header that the API knows.
import type { Token } from './call.ts';
import { AltegioConfigError } from './errors.ts';
import { cleanCause } from './redact.ts';
import { facts, label, type Operation } from './table.ts';

/** The two tokens of a call; each may be missing. */
export interface Tokens {
  partner: Token | undefined;
  user: Token | undefined;
}

// A comma would begin a second credential, a line break a second header; neither occurs in a token.
const tokenPattern = /^[\x21-\x2b\x2d-\x7e]+$/;

/**
 * The Authorization header of a call, or `undefined` for an operation without security. The user token goes
 * along whenever there is one: descriptions that name the partner token alone often want both. What is sent is
 * noted in `secrets`, so that it can be kept out of errors.
 */
export async function authorize(
  operation: Operation,
  tokens: Tokens,
  secrets: Set<string>,
): Promise<string | undefined> {
  if (operation.security === 'none') return undefined;
  const { partner: partnerToken, user: userToken } = tokens;
  const partner =
    typeof partnerToken === 'function' ? await read('partnerToken', partnerToken, operation) : partnerToken;
  const user = typeof userToken === 'function' ? await read('userToken', userToken, operation) : userToken;
  // Shorter ones are made up, and hiding them would shred every message.
  for (const token of [partner, user]) if (token && token.length >= 4) secrets.add(token);
  if (!partner) throw missing('partnerToken', 'createAltegio({ partnerToken })', operation);
  if (!user && operation.security === 'user') {
    throw missing(
      'userToken',
      'createAltegio({ userToken }), withUser(token), or get one with login()',
      operation,
    );
  }
  return user ? `Bearer ${partner}, User ${user}` : `Bearer ${partner}`;
}

/** Throws when a token that is known already has the wrong form, so that a client fails where it is made. */
export function checkToken(name: string, token: Token | undefined): void {
  if (typeof token === 'string') check(name, token);
  else if (token !== undefined && typeof token !== 'function') {
    throw new AltegioConfigError(
      `${name} must be a string or a function that returns one, not ${typeof token}.`,
    );
  }
}

async function read(
  name: string,
  token: () => string | Promise<string>,
  operation: Operation,
): Promise<string> {
  let value: string;
  try {
    value = await token();
  } catch (cause) {
    throw new AltegioConfigError(`The ${name} function failed, so ${label(operation)} was not sent.`, {
      ...facts(operation),
      cause: cleanCause(cause),
    });
  }
  check(name, value);
  return value;
}

function check(name: string, token: unknown): void {
  // The value itself is never shown: it may be a real token with one stray character.
  if (typeof token !== 'string' || token === '') throw new AltegioConfigError(`${name} is empty.`);
  if (!tokenPattern.test(token)) {
    throw new AltegioConfigError(
      `${name} holds a space, comma, line break or non-ASCII character: pass the bare token, without "Bearer" or "User".`,
    );
  }
}

function missing(name: string, cure: string, operation: Operation): AltegioConfigError {
  return new AltegioConfigError(`${label(operation)} needs a ${name}: ${cure}.`, facts(operation));
}
