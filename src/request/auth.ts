// Tokens: checked before they are sent, and put into the one Authorization header that the API knows.
import { notSent } from '../errors/call-error.ts';
import { AltegioConfigError } from '../errors/errors.ts';
import { cleanCause, redactor } from '../errors/redact.ts';
import { facts, label, type Operation } from '../operations/operation.ts';
import type { Token } from '../types.ts';

/** The two tokens of a call; each may be missing. */
export interface Tokens {
  partnerToken: Token | undefined;
  userToken: Token | undefined;
}

/** Tokens that are asked for before every attempt. */
export interface PendingTokens {
  /** Names of the functions. */
  names: string;
  /** Asks them, and makes the header. */
  ask(): Promise<string>;
}

/** An Authorization header, or what it is made of; `undefined` where none is wanted. */
export type Authorization = string | PendingTokens | undefined;

// A comma would begin a second credential, a line break a second header; neither occurs in a token.
const tokenPattern = /^[\x21-\x2b\x2d-\x7e]+$/;

/**
 * The Authorization header of a call. The user token goes along whenever there is one: descriptions that name the
 * partner token alone often want both. What is sent is noted in `secrets`, so that it can be kept out of errors.
 */
export function authorize(operation: Operation, tokens: Tokens, secrets: Set<string>): Authorization {
  if (operation.security === 'none') return undefined;
  const { partnerToken } = tokens;
  const userToken = operation.security === 'bearer' ? undefined : tokens.userToken;
  if (!partnerToken) throw missing(operation, 'partnerToken', 'createAltegio({ partnerToken })');
  if (!userToken && operation.security === 'user') {
    const { tokenFrom } = operation;
    throw missing(
      operation,
      'userToken',
      tokenFrom.length > 0
        ? `call it with { userToken }, the one that ${tokenFrom.join(' or ')} returns`
        : 'createAltegio({ userToken }), withUser(token), or get one with login()',
    );
  }
  for (const token of [partnerToken, userToken]) note(token, secrets);
  if (typeof partnerToken === 'string' && typeof userToken !== 'function') {
    return header(partnerToken, userToken);
  }
  return {
    names: Object.entries({ partnerToken, userToken })
      .filter(([, token]) => typeof token === 'function')
      .map(([name]) => name)
      .join(' or '),
    ask: async () =>
      header(
        await read(operation, 'partnerToken', partnerToken, secrets),
        userToken && (await read(operation, 'userToken', userToken, secrets)),
      ),
  };
}

function header(partner: string, user: string | undefined): string {
  return user ? `Bearer ${partner}, User ${user}` : `Bearer ${partner}`;
}

function note(token: unknown, secrets: Set<string>): void {
  // Shorter ones are no real tokens, and hiding them would shred every message.
  if (typeof token === 'string' && token.length >= 4) secrets.add(token);
}

/** What is wrong with a token, as far as it is known before it is asked for. */
export function tokenProblem(token: unknown): string | undefined {
  if (typeof token === 'function') return undefined;
  if (typeof token !== 'string') {
    return `must be a string or a function that returns one, not ${typeof token}`;
  }
  if (token === '') return 'is empty';
  // The value itself is never shown: it may be a real token with one stray character.
  return tokenPattern.test(token)
    ? undefined
    : 'holds a space, comma, line break or non-ASCII character: pass the bare token, without "Bearer" or "User"';
}

async function read(operation: Operation, name: string, token: Token, secrets: Set<string>): Promise<string> {
  if (typeof token === 'string') return token;
  let value: unknown;
  try {
    value = await token();
  } catch (error) {
    throw new AltegioConfigError(`The ${name} function failed, so ${label(operation)} was not sent.`, {
      ...facts(operation),
      cause: cleanCause(error, redactor(secrets)),
    });
  }
  const problem = typeof value === 'string' ? tokenProblem(value) : 'is empty';
  if (problem) throw notSent(operation, `${name} ${problem}`);
  note(value, secrets);
  return value as string;
}

function missing(operation: Operation, name: string, cure: string): AltegioConfigError {
  return new AltegioConfigError(`${label(operation)} needs a ${name}: ${cure}.`, facts(operation));
}
