// Responds to requests that match no operation of the contract.
import type { Incoming, Reply } from './exchange.ts';
import { apiOf, refuse } from './refusals.ts';
import type { Found } from './router.ts';

/** 400 for a malformed path, 404 for an unknown one, 405 for another method; in the form of the API that is meant. */
export function refuseUnknown(
  found: Exclude<Found, { is: 'operation' }>,
  { method, pathname }: Incoming,
): Reply {
  const status = found.is === 'malformed' ? 400 : found.is === 'nothing' ? 404 : 405;
  const message = {
    malformed: 'The path holds a malformed escape',
    nothing: `The contract knows no path ${pathname}`,
    'other-method': `The contract knows no ${method} ${pathname}`,
  }[found.is];
  const headers: Record<string, string> =
    found.is === 'other-method' ? { allow: found.methods.join(', ') } : {};
  return refuse(apiOf(pathname), { status, message, headers });
}
