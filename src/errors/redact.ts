// Keeps secrets out of everything that a person or a log may read.
import { isObject } from '../util/check.ts';
import { isForm, isParams } from '../util/content.ts';
import { finder, type Range } from './find.ts';
import { fold, readings } from './readings.ts';

// Of a name without the brackets that forms append: `user[password]`, `token[]`.
const secretName =
  /pass(w(or)?d|phrase)?$|pwd$|token|secret|credential|hash$|(api|access|private|auth|sign(ing)?|encryption)[_-]?key$|authorization|signature|cookie|jwt$|(^|\W)(otp|pin|(sms_|confirm(ation)?_)?code)$/i;

/** Whether a name tells that its value is secret. */
function isSecret(name: string): boolean {
  return secretName.test(withoutBrackets(name));
}

/** Backwards: a pattern for its end begins anew at each bracket of a long name. */
function withoutBrackets(name: string): string {
  let end = name.length;
  while (end > 0 && /\W/.test(name[end - 1]!)) end--;
  return name.slice(0, end);
}

const hidden = '[redacted]';

/** Deeper values are neither searched nor shown: no call and no response of the API nests that deep. */
const deepest = 20;

const plain = new Set(['string', 'number', 'bigint']);

/** Values under secret names (passwords, SMS codes, hashes, tokens, keys) in what a call sends. */
export function secretsIn(...sent: unknown[]): string[] {
  const found: string[] = [];
  const look = (value: object, isHidden: boolean, depth: number): void => {
    if (depth > deepest) return;
    for (const [name, item] of entriesOf(value)) {
      // What a list under a secret name holds is secret too.
      const hide = isHidden || isSecret(name);
      if (isObject(item)) look(item, hide && Array.isArray(item), depth + 1);
      // Shorter values would also hide ordinary words and numbers.
      else if (hide && plain.has(typeof item) && String(item).length >= 4) found.push(String(item));
    }
  };
  for (const value of sent) if (isObject(value)) look(value, false, 0);
  return found;
}

function entriesOf(value: object): Iterable<[string, unknown]> {
  return isForm(value) || isParams(value) ? value.entries() : Object.entries(value);
}

/** Returns a text without the secrets that it was made for. */
export type Redactor = (text: string) => string;

/** Makes the function that hides these values, in every spelling in which a response or an error may repeat them. */
export function redactor(secrets: Iterable<string>): Redactor {
  const words = [...secrets].filter(Boolean).map(fold);
  if (words.length === 0) return (text) => text;
  const find = finder(words);
  const shortest = words.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY);
  return (text) => {
    // No spelling is shorter than what it stands for, and most names and values are shorter than any token.
    if (text.length < shortest) return text;
    const ranges: Range[] = [];
    for (const { text: read, at } of readings(text)) {
      for (const [start, end] of find(read)) ranges.push([at(start), at(end)]);
    }
    let result = '';
    let done = 0;
    for (const [start, end] of ranges.sort(([a], [b]) => a - b)) {
      if (start >= done) result += text.slice(done, start) + hidden;
      done = Math.max(done, end);
    }
    return result + text.slice(done);
  };
}

/** A copy of parsed JSON in which the secrets, and values under secret names, are hidden. */
export function redactValue(value: unknown, clean: Redactor, depth = 0): unknown {
  if (typeof value === 'string') return clean(value);
  // Only when the whole number is one: 12345 is not the code 1234.
  if (typeof value === 'number') return clean(String(value)) === hidden ? hidden : value;
  if (!isObject(value)) return value;
  if (depth > deepest) return hidden;
  if (Array.isArray(value)) return value.map((item) => redactValue(item, clean, depth + 1));
  const fields = value as Record<string, unknown>;
  const copy = Object.keys(fields).map((name): [string, unknown] => {
    const item = fields[name];
    const hide = isSecret(name) && typeof item === 'string' && name !== 'code';
    return [clean(name), hide ? hidden : redactValue(item, clean, depth + 1)];
  });
  return Object.fromEntries(copy);
}

/** A copy of a response's headers in which the secrets, and values under secret names, are hidden. */
export function redactHeaders(headers: Headers, clean: Redactor): Headers {
  const copy = new Headers();
  headers.forEach((value, name) => {
    copy.append(name, isSecret(name) ? hidden : clean(value));
  });
  return copy;
}

const ownTexts = ['message', 'stack', 'cause', 'errors'];

const customPrints = ['toJSON', Symbol.for('nodejs.util.inspect.custom')];

/**
 * The cause of an error as it may be shown: the error itself when it holds nothing but the platform's plain
 * facts and no secret, else a copy of its name, message, code and stack, cleaned. Errors of a caller's own
 * fetch may carry the whole request. An error that throws where it is read is left out.
 */
export function cleanCause(error: unknown, clean: Redactor = redactor([])): unknown {
  try {
    return cleaned(error, clean, 0);
  } catch {
    return undefined;
  }
}

function cleaned(error: unknown, clean: Redactor, depth: number): unknown {
  if (!isError(error)) return typeof error === 'string' ? clean(error) : undefined;
  if (depth > 5) return undefined;
  const { name, message, stack = '', code, errors } = error;
  const cause = error.cause === undefined ? undefined : cleaned(error.cause, clean, depth + 1);
  const all = Array.isArray(errors) ? errors.map((each) => cleaned(each, clean, depth + 1)) : undefined;
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
