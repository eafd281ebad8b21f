// Keeps secrets out of everything that a person or a log may read.

const secretName =
  /pass(word|phrase)?$|token|secret|user_hash|record_hash|api_?key|authorization|^(sms_|confirm(ation)?_)?code$|cookie/i;

const hidden = '[redacted]';

/** Deeper values are neither searched nor shown: no call and no answer of the API nests that deep. */
const deepest = 20;

/** Values under secret names (passwords, SMS codes, hashes, tokens) in what a call sends. */
export function secretsIn(value: unknown, found: string[] = [], depth = 0): string[] {
  if (typeof value !== 'object' || value === null || depth > deepest) return found;
  for (const [name, item] of entriesOf(value)) {
    const isPlain = typeof item === 'string' || typeof item === 'number';
    // Shorter values would also hide ordinary words and numbers.
    if (isPlain && String(item).length >= 4 && secretName.test(name)) found.push(String(item));
    else if (typeof item === 'object') secretsIn(item, found, depth + 1);
  }
  return found;
}

function entriesOf(value: object): Iterable<[string, unknown]> {
  const isForm = value instanceof FormData || value instanceof URLSearchParams;
  return isForm ? value.entries() : Object.entries(value);
}

/** Returns a text without the secrets that it was made for. */
export type Redactor = (text: string) => string;

/** Makes the function that hides these values, in every spelling in which an answer or an error may repeat them. */
export function redactor(secrets: Iterable<string>): Redactor {
  // Longest first: a secret that begins with another one must not leave its rest behind.
  const longestFirst = [...secrets].filter(Boolean).sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return (text) => text;
  const pattern = new RegExp(
    longestFirst.map((secret) => [...secret].map(anySpelling).join('')).join('|'),
    'gi',
  );
  return (text) => text.replace(pattern, hidden);
}

/** A pattern of one character: plain, and as JSON, PHP, URLs, forms and HTML write it. */
function anySpelling(sign: string): string {
  // Nobody escapes these, and most secrets are made of them.
  if (/^\w$/.test(sign)) return sign;
  const hex = (code: number) => code.toString(16);
  const code = sign.codePointAt(0)!;
  const units = sign.split('').map((unit) => `\\u${hex(unit.charCodeAt(0)).padStart(4, '0')}`);
  const plain = [
    sign,
    `\\${sign}`,
    JSON.stringify(sign).slice(1, -1),
    units.join(''),
    encodeURIComponent(sign.toWellFormed()),
    `%${hex(code)}`,
    entities[sign] ?? sign,
    sign === ' ' ? '+' : sign,
  ].map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return `(?:${[...new Set(plain), `&#0*${code};`].join('|')})`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A copy of parsed JSON in which the secrets, and values under secret names, are hidden. */
export function redactValue(value: unknown, clean: Redactor, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  // Only when the whole number is one: 12345 is not the code 1234.
  if (typeof value === 'number') return clean(String(value)) === hidden ? hidden : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return hidden;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, clean, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const hide = secretName.test(name) && typeof item === 'string' && name !== 'code';
      return [clean(name), hide ? hidden : redactValue(item, clean, depth + 1)];
    }),
  );
}

const ownTexts = ['message', 'stack', 'cause', 'errors'];

const customPrints = ['toJSON', Symbol.for('nodejs.util.inspect.custom')];

/**
 * The cause of an error as it may be shown: the error itself when it holds nothing but the platform's plain
 * facts and no secret, else a copy of its name, message, code and stack, cleaned. Errors of a caller's own
 * fetch may carry the whole request.
 */
export function cleanCause(error: unknown, clean: Redactor = redactor([]), depth = 0): unknown {
  if (!isError(error)) return typeof error === 'string' ? clean(error) : undefined;
  if (depth > 5) return undefined;
  const { name, message, stack = '', code, errors } = error;
  const cause = error.cause === undefined ? undefined : cleanCause(error.cause, clean, depth + 1);
  const all = Array.isArray(errors) ? errors.map((each) => cleanCause(each, clean, depth + 1)) : undefined;
  const isKept =
    cause === error.cause &&
    (all ?? []).every((each, index) => each === errors![index]) &&
    [name, message, stack].every((text) => clean(String(text)) === text) &&
    isPlain(error, clean);
  if (isKept) return error;
  const copy = new Error(clean(String(message)), cause === undefined ? undefined : { cause });
  const facts = { name: clean(String(name)), stack: clean(String(stack)), ...(all && { errors: all }) };
  for (const [key, value] of Object.entries(facts)) Object.defineProperty(copy, key, { value });
  if (code !== undefined && isShort(code, clean)) Object.assign(copy, { code });
  return copy;
}

interface AnyError extends Error {
  code?: unknown;
  errors?: unknown[];
}

/** Also of another realm: test runners keep their own globals. */
function isError(value: unknown): value is AnyError {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
}

/** Nothing but codes, addresses and numbers beside the texts, and no way of its own to print itself. */
function isPlain(error: Error, clean: Redactor): boolean {
  if (customPrints.some((name) => name in error)) return false;
  return Reflect.ownKeys(error)
    .filter((key) => !ownTexts.includes(key as string))
    .every((key) => isShort((error as unknown as Record<PropertyKey, unknown>)[key], clean));
}

/** A code, address or system call name – not a header or a URL with a token. */
function isShort(value: unknown, clean: Redactor): boolean {
  if (typeof value === 'object' || typeof value === 'function') return value === null;
  const text = String(value);
  return text.length <= 40 && clean(text) === text;
}
