// Secrets and signatures by WebCrypto, which every runtime has; compared without telling by the time how much was right.

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Hex of a text's SHA-256. */
export async function sha256(text: string): Promise<string> {
  return hexOf(await crypto.subtle.digest('SHA-256', bytesOf(text)));
}

/** Hex of a text's HMAC-SHA256. */
export async function hmac(text: string, key: string): Promise<string> {
  return hexOf(await crypto.subtle.sign('HMAC', await hmacKey(key, 'sign'), bytesOf(text)));
}

/** Whether a text carries the right signature, in hex of either case. */
export async function isSigned(text: string, signature: unknown, key: string): Promise<boolean> {
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/i.test(signature)) return false;
  const bytes = Uint8Array.from(signature.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  // The platform compares in constant time.
  return crypto.subtle.verify('HMAC', await hmacKey(key, 'verify'), bytes, bytesOf(text));
}

function hmacKey(key: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(key), { name: 'HMAC', hash: 'SHA-256' }, false, [use]);
}

/** Whether one of the given texts is one of the wanted ones; each is compared with each, to the end. */
export async function isOneOf(given: readonly string[], wanted: readonly string[]): Promise<boolean> {
  // Digests are of one length, and nobody can choose them.
  const [ours, theirs] = await Promise.all([wanted, given].map((texts) => Promise.all(texts.map(sha256))));
  let found = 0;
  for (const one of ours!) for (const other of theirs!) found |= Number(sameDigest(one, other));
  return found === 1;
}

function sameDigest(one: string, other: string): boolean {
  let difference = one.length ^ other.length;
  for (let index = 0; index < one.length; index++)
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}

function hexOf(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
