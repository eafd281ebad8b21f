// Numbers that a seed decides.

/** Numbers from 0 to 1: the FNV-1a hash of the seed, then mulberry32. */
export function createRandom(seed: string): () => number {
  let state = hashOf(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text of 16 digits that looks like a hash, always the same for the same text. */
export function digestOf(text: string): string {
  const part = (salt: string) => (hashOf(salt + text) >>> 0).toString(16).padStart(8, '0');
  return part('a') + part('b');
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193);
  return hash;
}
