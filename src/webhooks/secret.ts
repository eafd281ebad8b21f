// Who is calling: Altegio signs nothing, so a secret in the URL or in a header is what tells it from anybody else.
import { isOneOf } from './digest.ts';

/** Where a caller can put the secret: `Authorization: Bearer …`, `?secret=…`, or the last part of the path. */
export async function knowsSecret(
  url: string,
  authorization: string | null | undefined,
  secrets: readonly string[],
): Promise<boolean> {
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  const given = [bearer, ...secretsInUrl(url)].filter((each): each is string => Boolean(each));
  return isOneOf(given, secrets);
}

function secretsInUrl(url: string): (string | null | undefined)[] {
  // Node hands out the path alone. A path that begins with // is no host.
  const [, path = '', query = ''] = /^(?:[a-z]+:\/\/[^/?#]*)?([^?#]*)\??([^#]*)/i.exec(url) ?? [];
  return [new URLSearchParams(query).get('secret'), decoded(path.split('/').findLast(Boolean) ?? '')];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
