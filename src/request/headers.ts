// Request headers: the media type that the API demands, and the caller's own, checked.
import type { Operation } from '../operations/operation.ts';
import type { Body } from './body.ts';

// The media type is the response format; without it v2 (and v1 for newer partners) responds with 400.
const accept = 'application/vnd.api.v2+json';

/** What an operation asks for. */
export function acceptOf({ response }: Pick<Operation, 'response'>): string {
  return response === 'blob' ? `${accept}, application/pdf` : accept;
}

/** The request headers without Authorization, names in lower case: those of the client, whose names are so already, then the call's own. */
export function buildHeaders(
  operation: Operation,
  body: Body,
  defaults: Readonly<Record<string, string>> | undefined,
  own: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const headers: Record<string, string> = { accept: acceptOf(operation) };
  if (body.type) headers['content-type'] = body.type;
  Object.assign(headers, defaults);
  return own ? Object.assign(headers, lowerCased(own)) : headers;
}

/** Headers with their names in lower case, without those that are `undefined`. */
export function lowerCased(
  headers: Readonly<Record<string, string | undefined>> = {},
): Record<string, string> {
  const lowered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) lowered[name.toLowerCase()] = value;
  }
  return lowered;
}

/** What is wrong with headers that cannot or must not be sent, in words that follow their name. */
export function headersProblem(headers: Readonly<Record<string, unknown>>): string | undefined {
  // The entries of a Headers object are no properties: they would be lost.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers)
    return 'must be a plain object';
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === 'authorization') {
      return 'must not hold Authorization: partnerToken and userToken make it';
    }
    if (value !== undefined && isOfConnection(name.toLowerCase(), value)) {
      return `must not hold ${JSON.stringify(name)}: it is about the connection, which is fetch's`;
    }
    const isValid = typeof value === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
    if (value !== undefined && !(isValid && /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i.test(name))) {
      return `must not hold ${JSON.stringify(name)}: HTTP does not allow its name or value`;
    }
  }
  return undefined;
}

/** Headers that fetch refuses, or that would break its connection. */
function isOfConnection(name: string, value: unknown): boolean {
  if (name === 'connection') return !/^(close|keep-alive)$/i.test(String(value));
  return /^(expect|keep-alive|trailer|transfer-encoding|upgrade)$/.test(name);
}
