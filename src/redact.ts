// Keeps secrets out of everything that a person or a log may read.

const secretName =
  /pass(word|phrase)?$|token|secret|user_hash|record_hash|api_?key|authorization|(^|_)code$|cookie/i;
const hidden = '[redacted]';

/** Values under secret names (passwords, SMS codes, hashes, tokens) in what a call sends. */
export function secretsIn(value: unknown, found: string[] = [], depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > 4) return found;
  for (const [name, item] of Object.entries(value)) {
    const isPlain = typeof item === 'string' || typeof item === 'number';
    // Shorter values would also hide ordinary words and numbers.
    if (isPlain && secretName.test(name) && String(item).length >= 4) found.push(String(item));
    else if (typeof item === 'object') secretsIn(item, found, depth + 1);
  }
  return found;
}

/** The text without the given values, in their plain, JSON and URL spellings. */
export function redactText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    for (const spelling of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
    ]) {
      clean = clean.replaceAll(spelling, hidden);
    }
  }
  return clean;
}

/** A copy of parsed JSON in which the given values, and values under secret names, are hidden. */
export function redactValue(value: unknown, secrets: readonly string[], depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (typeof value === 'number') return secrets.includes(String(value)) ? hidden : value;
  if (typeof value !== 'object' || value === null || depth > 20) return value;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const hide = secretName.test(name) && typeof item === 'string' && name !== 'code';
      return [redactText(name, secrets), hide ? hidden : redactValue(item, secrets, depth + 1)];
    }),
  );
}

/**
 * The cause of an error as it may be shown: the error itself when it holds nothing but the platform's plain
 * facts and no secret, else a copy of its name, message, code and stack, cleaned. Errors of a caller's own
 * fetch may carry the whole request.
 */
export function cleanCause(error: unknown, secrets: readonly string[], depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? redactText(error, secrets) : undefined;
  if (depth > 5) return undefined;
  const text = `${error.message}\n${error.stack ?? ''}`;
  const cause = error.cause === undefined ? undefined : cleanCause(error.cause, secrets, depth + 1);
  const isPlain = Object.values(error).every((item) => typeof item === 'number' || isShort(item, secrets));
  if (isPlain && cause === error.cause && redactText(text, secrets) === text) return error;
  const copy = new Error(redactText(error.message, secrets), cause === undefined ? undefined : { cause });
  copy.name = error.name;
  copy.stack = redactText(error.stack ?? '', secrets);
  const { code } = error as { code?: unknown };
  if (isShort(code, secrets)) Object.assign(copy, { code });
  return copy;
}

/** A code, address or system call name – not a header or a URL with a token. */
function isShort(value: unknown, secrets: readonly string[]): boolean {
  return typeof value === 'string' && value.length <= 40 && redactText(value, secrets) === value;
}
